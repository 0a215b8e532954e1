package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * Responses as bytes on the wire. The first line of the input names the request that they answer: {@code token}, {@code api}, {@code device},
 * {@code poll}, {@code metadata}, {@code par}, {@code code} or {@code revoke}. All other requests get a good response.
 */
public final class WireTarget {
    private static final long DAY = 86_400_000_000_000L;
    private static final String GOOD = response(
            "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":3600,\"refresh_token\":\"refresh-1\"}");
    private static final String CODES = response(
            "{\"device_code\":\"device-code\",\"user_code\":\"AB-CD\",\"verification_uri\":\"https://login.example/\","
                    + "\"expires_in\":600,\"interval\":1}");

    private static final Server SERVER = new Server();
    private static final String ROOT = "http://127.0.0.1:" + SERVER.port();

    /** Each input comes a day later, so that no token and no back-off outlives it. */
    private static volatile long now;

    private static final OAuthClient CLIENT = FuzzedDevice.client(RecordStore.inMemory(), () -> now);

    static {
        create(FuzzedDevice.PROFILE, GrantType.CLIENT_CREDENTIALS);
        create("device", GrantType.DEVICE_CODE);
        create("browser", GrantType.AUTH_CODE_PKCE);
        OAuthProfile pushed = FuzzedDevice.profile(CLIENT, "pushed", GrantType.AUTH_CODE_PKCE, SERVER.port());
        CLIENT.profiles()
                .create(CLIENT.edit(pushed).parUrl(URI.create(ROOT + "/par")).build());
    }

    private WireTarget() {}

    private static void create(String name, GrantType grant) {
        CLIENT.profiles().create(FuzzedDevice.profile(CLIENT, name, grant, SERVER.port()));
    }

    private static String response(String json) {
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        String operation = new String(input, 0, line, ISO_8859_1);
        now += DAY;
        SERVER.answers(operation, Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length));
        Property.value(input, () -> said(operation)).orElseThrow().ifPresent(failure -> {
            Property.sentence(failure.toString());
            Property.check(!failure.message().contains("error in this library"), failure.toString());
            Property.check(!failure.toString().contains("s3cret-of-the-app"), "prints a secret");
        });
    }

    private static Optional<Failure> said(String operation) {
        return switch (operation) {
            case "token" -> CLIENT.renew(FuzzedDevice.PROFILE).failure();
            case "api" ->
                CLIENT.execute(ApiRequest.get(URI.create(ROOT + "/api")).profile(FuzzedDevice.PROFILE))
                        .failure();
            case "device" -> ended(CLIENT.signIns().start("device"));
            case "poll" -> ended(CLIENT.signIns().start("device"));
            case "par" -> ended(CLIENT.signIns().start("pushed"));
            case "code" -> {
                String url = CLIENT.signIns()
                        .start("browser")
                        .browserUrl()
                        .orElseThrow()
                        .toString();
                String state = url.replaceAll(".*[?&]state=([^&]+).*", "$1");
                yield CLIENT.signIns()
                        .handleCallback("/control/oauth-callback.lua?code=abc&state=" + state)
                        .failure();
            }
            case "metadata" -> CLIENT.discover(URI.create(ROOT)).failure();
            case "revoke" -> {
                CLIENT.renew(FuzzedDevice.PROFILE);
                Optional<Failure> failure = CLIENT.revoke(FuzzedDevice.PROFILE).failure();
                CLIENT.profiles()
                        .update(CLIENT.profiles().find(FuzzedDevice.PROFILE).orElseThrow());
                yield failure;
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> ended(SignIn signIn) {
        Optional<Failure> failure = signIn.failure();
        CLIENT.signIns().cancel(signIn.profile());
        return failure;
    }

    /** Answers one request on each connection. */
    private static final class Server {
        private final ServerSocket socket;
        private volatile String operation = "";
        private volatile byte[] response = {};

        Server() {
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread acceptor = new Thread(this::accept, "fuzzed server");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        void answers(String request, byte[] bytes) {
            operation = request;
            response = bytes;
        }

        private void accept() {
            while (true) {
                try (Socket connection = socket.accept()) {
                    connection.setSoTimeout(2_000);
                    connection.setTcpNoDelay(true);
                    answer(connection);
                } catch (IOException e) {
                    // the client has closed the connection
                }
            }
        }

        private void answer(Socket connection) throws IOException {
            String head = head(connection.getInputStream());
            String path = head.replaceAll("(?s)[A-Z]+ ([^ ?]*).*", "$1");
            boolean meant = switch (operation) {
                case "token", "code", "poll" -> path.equals("/token");
                case "api" -> path.equals("/api");
                case "device" -> path.equals("/device");
                case "metadata" -> path.contains(".well-known");
                case "par" -> path.equals("/par");
                case "revoke" -> path.equals("/revoke");
                default -> false;
            };
            OutputStream out = connection.getOutputStream();
            out.write(meant ? response : (path.equals("/device") ? CODES : GOOD).getBytes(ISO_8859_1));
            out.flush();
        }

        /** The head of a request; its body is read too. */
        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            int next;
            while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
                head.append((char) next);
            }
            String length = head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1");
            if (length.matches("[0-9]{1,9}")) {
                in.readNBytes(Integer.parseInt(length));
            }
            return head.toString();
        }
    }
}
