package com.algosolutions.shrunk;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.algosolutions.oauth.store.RecordStore;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.crypto.spec.SecretKeySpec;

/**
 * A device's program: a user signs in, a button is pressed, the refresh token rotates, the device restarts, and it signs with a key. It prints
 * what a user would read. The proxy and the trusted certificates are those of the JVM.
 */
public final class Device {
    private static final String PROFILE = "Front desk";
    private static final URI CALLBACK = URI.create("https://192.0.2.7/control/oauth-callback.lua");
    private static final String PLATFORM = "platform.ringcentral.com";

    private final Path folder;
    private final Path records;
    private final String path;

    private Device(Path folder, TeamId team) {
        this.folder = folder;
        records = folder.resolve("records");
        path = TeamMessaging.postsPath(team);
    }

    /**
     * Runs the program. In a folder with records it continues where another run, perhaps of another image, has ended.
     *
     * @param args a folder, which contains the file {@code key.pem}; the app's client id and secret; the team's link; the address of a server
     *     that accepts signatures of the key
     * @throws IOException if the folder or the standard input cannot be read
     * @throws ClassNotFoundException if a serialized response cannot be read
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Device device = new Device(Path.of(args[0]), TeamId.of(args[3]));
        if (!Files.exists(device.records)) {
            device.signIn(args[1], args[2]);
            device.press();
            device.renew();
            device.sign(URI.create(args[4]));
            device.refuse();
        }
        device.renew();
        device.post();
    }

    /** {@return a client of the encrypted records, with the key of which this is the first byte} */
    private OAuthClient client(int keyByte) {
        byte[] key = new byte[32];
        key[0] = (byte) keyByte;
        return OAuthClient.builder()
                .store(RecordStore.directory(records).encryptedWith(new SecretKeySpec(key, "AES")))
                .allowLoopbackHttp()
                .build();
    }

    /** Prints a line {@code open} with the address of the sign-in page, and reads the address of the callback. */
    private void signIn(String clientId, String clientSecret) throws IOException {
        try (OAuthClient client = client(1)) {
            client.profiles()
                    .create(client.draft(PROFILE, "RINGCENTRAL")
                            .grantType(GrantType.AUTH_CODE_PKCE)
                            .redirectUri(CALLBACK)
                            .clientId(clientId)
                            .clientSecret(Secret.of(clientSecret))
                            .build());
            SignIn signIn = client.signIns().start(PROFILE);
            say(signIn.message());
            say("open " + signIn.browserUrl().orElseThrow());
            String callback = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            say(client.signIns().handleCallback(callback).message());
        }
        try (OAuthClient client = client(1)) { // a restart before Update Profile
            say(client.signIns().current(PROFILE).map(SignIn::state));
            say("saved " + client.signIns().save(PROFILE));
            say(client.status(PROFILE));
        }
    }

    private void press() {
        String buttons = """
                {"buttons": [{"identifier": "help", "status": "Enabled", "text": "Help", "action": "Send API Request",
                  "numberOfApiRequests": 1, "requests": [{"command": "Other", "method": "POST", "customPath": "%s", "targets": ["%s"],
                    "oauthProfile": "Front desk", "headers": "Custom Headers",
                    "customHeaders": ["Content-Type: application/json; charset=utf-8"], "dataPayload": "{\\"text\\": \\"Help\\"}"}]}]}
                """.formatted(path, PLATFORM);
        try (OAuthClient client = client(1);
                ButtonActions actions = ButtonActions.parse(client, buttons)) {
            client.test(OAuthTestRequest.of(PROFILE, "https://" + PLATFORM + "/" + path)
                            .providerType("RINGCENTRAL")
                            .payload("{\"text\": \"Hello from OAuth test\"}"))
                    .steps()
                    .forEach(Device::say);
            say(actions.press("help"));
        }
    }

    /** Presents the refresh token, which another one then replaces. */
    private void renew() {
        try (OAuthClient client = client(1)) {
            say(client.renew(PROFILE));
        }
    }

    private void post() {
        try (OAuthClient client = client(1)) {
            say(client.profiles().find(PROFILE).orElseThrow());
            say(client.post(
                    PROFILE, URI.create("https://" + PLATFORM + "/" + path), Body.json("{\"text\": \"Hello\"}")));
        }
    }

    private static HttpResponse serialized(HttpResponse response) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(response);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (HttpResponse) in.readObject();
        }
    }

    /** A signed assertion for tokens that are bound to a key. The server's response contains the token, and is serialized without it. */
    private void sign(URI server) throws IOException, ClassNotFoundException {
        try (OAuthClient client = client(1)) {
            client.profiles()
                    .create(client.draft("Door", "GENERIC")
                            .grantType(GrantType.JWT_BEARER)
                            .jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)
                            .signingKey(Secret.of(Files.readString(folder.resolve("key.pem"))))
                            .set(ProfileField.ASSERTION_ISSUER, "door")
                            .set(ProfileField.ASSERTION_SUBJECT, "door")
                            .tokenUrl(server.resolve("/token"))
                            .apiHosts(ApiHost.of(server))
                            .clientId("door")
                            .clientAuthMode(ClientAuthMode.NONE)
                            .accessTokenType(AccessTokenType.DPOP)
                            .build());
            ApiResult posted = client.post("Door", server.resolve("/posts"), Body.json("{}"));
            say(posted.outcome());
            say(serialized(posted.response().orElseThrow()).body());
        }
    }

    /** What the client refuses, with its reasons. */
    private void refuse() {
        try (OAuthClient client = client(1)) {
            say(client.execute(
                    ApiRequest.get(URI.create("https://api.example.com/")).profile(PROFILE)));
            say(client.execute(ApiRequest.get(URI.create("https://" + PLATFORM + "/team-messaging/v1/chats/1/posts"))
                    .profile(PROFILE)));
        }
        try {
            client(2).close();
        } catch (UncheckedIOException e) {
            say(e.getMessage());
        }
    }

    private static void say(Object line) {
        System.out.println(line);
    }
}
