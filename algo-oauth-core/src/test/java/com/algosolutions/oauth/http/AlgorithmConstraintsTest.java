package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.client.ChildJvm;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the JVM forbids ({@code jdk.certpath.disabledAlgorithms}, {@code jdk.tls.disabledAlgorithms}) stays forbidden, whichever way the client has been given to trust a
 * server.
 */
class AlgorithmConstraintsTest {
    private static final String HOST = "api.example";
    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(1).rsa2048().build();
    private static final Map<Presented, List<HeldCertificate>> CHAINS = new EnumMap<>(Presented.class);

    @TempDir
    Path folder;

    /** How the client learns which certificates to trust. */
    enum Mode {
        JVM,
        TRUST_ONLY,
        PLAIN_TRUST_MANAGER,
        EXTENDED_TRUST_MANAGER,
        PINNED,
        PIN_ELSEWHERE_AND_JVM,
        PIN_ELSEWHERE_AND_PLAIN_TRUST_MANAGER,
        PIN_ELSEWHERE_AND_EXTENDED_TRUST_MANAGER
    }

    /** What a server presents; the chain as it sends it. */
    enum Presented {
        KEY_OF_512_BITS(true),
        SIGNED_WITH_MD5(true),
        ISSUER_SIGNED_WITH_MD5(true),
        SELF_SIGNED_KEY_OF_512_BITS(true),
        SELF_SIGNED_WITH_MD5(true),
        STRONG(false),
        STRONG_BELOW_AN_ISSUER(false),
        STRONG_SELF_SIGNED(false),
        /** The JVM forbids SHA-1 below its own authorities only. */
        SIGNED_WITH_SHA1(false);

        final boolean weak;

        Presented(boolean weak) {
            this.weak = weak;
        }

        /** The same chain in each mode: signatures with RSA take long in a test JVM. */
        List<HeldCertificate> chain() throws GeneralSecurityException {
            List<HeldCertificate> known = CHAINS.get(this);
            if (known == null) {
                known = newChain();
                CHAINS.put(this, known);
            }
            return known;
        }

        private List<HeldCertificate> newChain() throws GeneralSecurityException {
            HeldCertificate.Builder leaf = new HeldCertificate.Builder().addSubjectAlternativeName(HOST);
            HeldCertificate issuer = new HeldCertificate.Builder()
                    .certificateAuthority(0)
                    .signedBy(ROOT)
                    .build();
            return switch (this) {
                case KEY_OF_512_BITS ->
                    List.of(leaf.keyPair(WeakServer.rsa(512)).signedBy(ROOT).build());
                case SIGNED_WITH_MD5 ->
                    List.of(WeakServer.signedWith("MD5", leaf.signedBy(ROOT).build(), ROOT));
                case SIGNED_WITH_SHA1 ->
                    List.of(WeakServer.signedWith("SHA1", leaf.signedBy(ROOT).build(), ROOT));
                case ISSUER_SIGNED_WITH_MD5 ->
                    List.of(leaf.signedBy(issuer).build(), WeakServer.signedWith("MD5", issuer, ROOT));
                case SELF_SIGNED_KEY_OF_512_BITS ->
                    List.of(leaf.keyPair(WeakServer.rsa(512)).build());
                case SELF_SIGNED_WITH_MD5 -> {
                    HeldCertificate own = leaf.keyPair(ROOT.keyPair()).build();
                    yield List.of(WeakServer.signedWith("MD5", own, own));
                }
                case STRONG -> List.of(leaf.signedBy(ROOT).build());
                case STRONG_BELOW_AN_ISSUER -> List.of(leaf.signedBy(issuer).build(), issuer);
                case STRONG_SELF_SIGNED -> List.of(leaf.build());
            };
        }

        boolean selfSigned() {
            return name().contains("SELF_SIGNED");
        }
    }

    static List<Arguments> everyModeWithEachCertificate() {
        return Arrays.stream(Mode.values())
                .flatMap(mode -> Arrays.stream(Presented.values()).map(presented -> Arguments.of(mode, presented)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everyModeWithEachCertificate")
    void server_withACertificateThatTheJvmForbids_getsNoRequest(Mode mode, Presented presented) throws Exception {
        List<HeldCertificate> chain = presented.chain();
        X509Certificate[] issuers =
                chain.stream().skip(1).map(HeldCertificate::certificate).toArray(X509Certificate[]::new);
        X509Certificate anchor = presented.selfSigned() ? chain.get(0).certificate() : ROOT.certificate();

        try (WeakServer server = new WeakServer(chain.get(0), issuers);
                OAuthClient client = client(mode, anchor, chain.get(0).certificate(), server.port())) {
            String result = client.execute(ApiRequest.get(server.uri(HOST))).toString();

            if (presented.weak && !(mode == Mode.PINNED && presented == Presented.ISSUER_SIGNED_WITH_MD5)) {
                assertThat(result).contains(NetworkError.CERTIFICATE_WEAK.meaning(), "not sent");
                assertThat(server.requests()).isZero();
            } else {
                assertThat(result).startsWith("delivered");
            }
        }
    }

    /** A ServerHello of an old version, to which a client that accepted it would answer with its key exchange. */
    @ParameterizedTest
    @CsvSource({
        "JVM, 0300",
        "JVM, 0301",
        "JVM, 0302",
        "PLAIN_TRUST_MANAGER, 0301",
        "PLAIN_TRUST_MANAGER, 0302",
        "PINNED, 0301",
        "PINNED, 0302"
    })
    void server_withAnOldVersionOfTls_getsAnAlert(Mode mode, String version) throws Exception {
        byte[] serverHello = HexFormat.of()
                .parseHex("16" + version + "002a" + "02000026" + version + "11".repeat(32) + "00" + "c013" + "00");
        X509Certificate own = ROOT.certificate();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OAuthClient client = client(mode, own, own, listening.getLocalPort())) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getInputStream().readNBytes(3);
                    socket.getInputStream()
                            .readNBytes(socket.getInputStream().read() << 8
                                    | socket.getInputStream().read());
                    socket.getOutputStream().write(serverHello);
                    return HexFormat.of().formatHex(socket.getInputStream().readNBytes(7));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            URI uri = URI.create("https://" + HOST + ":" + listening.getLocalPort() + "/");
            assertThat(client.execute(ApiRequest.get(uri)).toString()).contains(NetworkError.TLS.meaning(), "not sent");
            assertThat(answer.get(20, TimeUnit.SECONDS))
                    .as("a fatal alert: protocol_version")
                    .startsWith("15")
                    .endsWith("00020246");
        }
    }

    /** A key of 2,048 bits, which each JVM allows, in a JVM whose operator does not. */
    @Test
    void certificate_thatAStricterJavaSecurityForbids_isRefusedInEachMode() throws Exception {
        Path stricter = Files.writeString(
                folder.resolve("java.security"), "jdk.certpath.disabledAlgorithms=MD2, MD5, RSA keySize < 2049\n");
        assertThat(ChildJvm.run(AlgorithmConstraintsTest.class, List.of("-Djava.security.properties=" + stricter)))
                .hasSize(Mode.values().length)
                .allSatisfy(result -> assertThat(result).contains(NetworkError.CERTIFICATE_WEAK.meaning(), "not sent"));
    }

    public static void main(String[] none) throws Exception {
        AlgorithmConstraintsTest test = new AlgorithmConstraintsTest();
        test.folder = Files.createTempDirectory("certificates");
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName(HOST)
                .keyPair(ROOT.keyPair())
                .signedBy(ROOT)
                .build();
        for (Mode mode : Mode.values()) {
            try (WeakServer server = new WeakServer(own);
                    OAuthClient client = test.client(mode, ROOT.certificate(), own.certificate(), server.port())) {
                System.out.println(mode + ": " + client.execute(ApiRequest.get(server.uri(HOST))));
            }
        }
    }

    private OAuthClient client(Mode mode, X509Certificate anchor, X509Certificate own, int port) throws Exception {
        OAuthClient.Builder client = OAuthClient.builder()
                .proxy(java.net.Proxy.NO_PROXY)
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()));
        ApiHost elsewhere = ApiHost.of("elsewhere.example");
        String print = "00".repeat(32);
        return switch (mode) {
            case JVM -> jvmTrusting(anchor, client);
            case TRUST_ONLY -> client.trustOnly(keyStore(anchor)).build();
            case PLAIN_TRUST_MANAGER -> client.trust(new Plain(anchor)).build();
            case EXTENDED_TRUST_MANAGER -> client.trust(new Extended(anchor)).build();
            case PINNED ->
                client.pinCertificate(ApiHost.of(HOST + ":" + port), own).build();
            case PIN_ELSEWHERE_AND_JVM -> jvmTrusting(anchor, client.pinCertificate(elsewhere, print));
            case PIN_ELSEWHERE_AND_PLAIN_TRUST_MANAGER ->
                client.pinCertificate(elsewhere, print).trust(new Plain(anchor)).build();
            case PIN_ELSEWHERE_AND_EXTENDED_TRUST_MANAGER ->
                client.pinCertificate(elsewhere, print)
                        .trust(new Extended(anchor))
                        .build();
        };
    }

    /** A client that trusts what the JVM trusts, of which the certificate is a part. */
    private OAuthClient jvmTrusting(X509Certificate anchor, OAuthClient.Builder client) throws Exception {
        Path file = folder.resolve("cacerts");
        try (OutputStream out = Files.newOutputStream(file)) {
            keyStore(anchor).store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            return client.build();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    private static KeyStore keyStore(X509Certificate trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", trusted);
        return store;
    }

    /** An application's own trust manager, which checks signatures and leaves the algorithms to the JVM. */
    private record Plain(X509Certificate anchor) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            for (int i = 0; i < chain.length; i++) {
                try {
                    chain[i].verify((i + 1 < chain.length ? chain[i + 1] : anchor).getPublicKey());
                } catch (GeneralSecurityException e) {
                    throw new CertificateException(e);
                }
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {anchor};
        }
    }

    /** The same with the methods of JSSE, which then checks nothing itself. */
    private static final class Extended extends X509ExtendedTrustManager {
        private final Plain plain;

        Extended(X509Certificate anchor) {
            plain = new Plain(anchor);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            plain.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            plain.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            plain.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return plain.getAcceptedIssuers();
        }
    }
}
