package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A RingCentral with an app, a user and a team, and profiles that a user has authorised in a browser. They have only a refresh token; if
 * it is lost, a user must authorise them again.
 */
public final class RefreshOnly {
    public static final String PROFILE = "Front desk";
    public static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");
    private static final char[] PASSWORD = "changeit".toCharArray();
    static final Body HELLO = Body.json("{\"text\": \"Hello\"}");

    final RingCentralSandbox sandbox;
    final SandboxApp app;
    final SandboxUser user;
    final SandboxTeam team;
    private final String jwt;

    RefreshOnly(RingCentralSandbox sandbox) {
        this.sandbox = sandbox;
        app = sandbox.newApp("Front desk app").create();
        user = sandbox.createUser("Lobby console");
        team = sandbox.createTeam("Reception", user);
        jwt = sandbox.newJwt(user).create();
    }

    /** {@return the settings of a client whose ticker runs 1000 times as fast, so that no rate limit delays it} */
    OAuthClient.Builder client() {
        return fast(OAuthClient.builder().proxy(sandbox.proxy()).trust(sandbox.trustManager()));
    }

    static OAuthClient.Builder fast(OAuthClient.Builder settings) {
        return settings.ticker(() -> System.nanoTime() * 1000);
    }

    /** {@return the command line of a child process, up to its main class} */
    static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** Writes the sandbox's certificate to a file for a child process. */
    Path trustStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("sandbox", sandbox.trustManager().getAcceptedIssuers()[0]);
        try (OutputStream out = Files.newOutputStream(file)) {
            certificates.store(out, PASSWORD);
        }
        return file;
    }

    /** {@return the settings of a child's client, from the proxy's port and the trust store} */
    public static OAuthClient.Builder child(String port, String trustStore)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(trustStore))) {
            trusted.load(in, PASSWORD);
        }
        return fast(OAuthClient.builder()
                .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", Integer.parseInt(port))))
                .trustOnly(trusted));
    }

    String proxyPort() {
        return String.valueOf(((InetSocketAddress) sandbox.proxy().address()).getPort());
    }

    /** Stores an authorised profile, as the end of a sign-in does. */
    OAuthProfile authorize(RecordStore store) throws IOException {
        RecordStore scratch = RecordStore.inMemory();
        try (OAuthClient client = client().store(scratch).build()) {
            OAuthProfile signedIn = client.draft(PROFILE, "RINGCENTRAL")
                    .clientId(app.clientId())
                    .clientSecret(Secret.of(app.clientSecret()))
                    .jwtAssertion(Secret.of(jwt))
                    .build();
            client.profiles().create(signedIn);
            ProfileStatus status = client.renew(PROFILE);
            if (status.state() != ProfileStatus.State.READY) {
                throw new IllegalStateException(status.toString());
            }
            OAuthProfile profile = client.draft(PROFILE, "RINGCENTRAL")
                    .grantType(GrantType.AUTH_CODE_PKCE)
                    .set(ProfileField.AUTH_URL, URI.create("https://platform.ringcentral.com/restapi/oauth/authorize"))
                    .set(ProfileField.REDIRECT_URI, URI.create("https://device/control/oauth-callback.lua"))
                    .setText(ProfileField.PKCE_METHOD, "S256")
                    .setText(ProfileField.RESPONSE_TYPE, "code")
                    .clientId(app.clientId())
                    .clientSecret(Secret.of(app.clientSecret()))
                    .build();
            TokenSet tokens = stored(scratch, signedIn.id()).state().grant().orElseThrow();
            store.replace(
                    ProfileRecord.ID_PREFIX + profile.id(),
                    0,
                    new ProfileRecord(profile, CredentialState.EMPTY.issued(tokens)).toBytes());
            return profile;
        }
    }

    static ProfileRecord stored(RecordStore store, String profileId) throws IOException {
        return ProfileRecord.read(
                store.read(ProfileRecord.ID_PREFIX + profileId).orElseThrow().bytes());
    }

    /** How many token requests have contained a refresh token. */
    long presented(String refreshToken) {
        return sandbox.requests().stream()
                .filter(request -> request.isTokenRequest() && request.body().contains(refreshToken))
                .count();
    }

    public static ApiResult post(OAuthClient client, String teamId) {
        return client.post(
                PROFILE,
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + teamId + "/posts"),
                HELLO);
    }
}
