package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.FakeProvider;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A device whose profile {@code desk} needs a sign-in with a browser. */
public final class SignInDesk extends TestDevice {
    public static final String REDIRECT = "https://192.0.2.7/control/oauth-callback.lua";
    static final String ISSUER = "https://login.example/tenant";

    public final FakeServer server = server();
    public final OAuthClient client =
            with(settings -> settings.provider(new FakeProvider("ACME"))).client();

    public SignInDesk() {
        client.profiles().create(draft("desk").build());
    }

    ProfileForm draft(String name) {
        return client.draft(name, "GENERIC")
                .grantType(GrantType.AUTH_CODE_PKCE)
                .tokenUrl(server.http("/token"))
                .authUrl(URI.create("https://login.example/authorize?audience=a%20b"))
                .apiHosts(ApiHost.of(server.host()))
                .clientId("app 1")
                .clientSecret(Secret.of(TestValues.CLIENT_SECRET))
                .clientAuthMode(ClientAuthMode.HTTP_BASIC)
                .scopes("read", "post")
                .redirectUri(URI.create(REDIRECT));
    }

    OAuthProfile profile() {
        return client.profiles().find("desk").orElseThrow();
    }

    void edit(UnaryOperator<ProfileForm> change) {
        client.profiles().update(change.apply(client.edit(profile())).build());
    }

    public SignIn start() {
        SignIn started = client.signIns().start("desk");
        assertThat(started).is(SignInResults.WITH_BROWSER);
        return started;
    }

    static Map<String, String> query(URI url) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : url.getRawQuery().split("&", -1)) {
            String[] pair = part.split("=", 2);
            assertThat(query.put(
                            URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                            URLDecoder.decode(pair[1], StandardCharsets.UTF_8)))
                    .as("the parameter %s a second time", pair[0])
                    .isNull();
        }
        return query;
    }

    public static String state(SignIn started) {
        return query(started.browserUrl().orElseThrow()).get("state");
    }

    /** The callback of a sign-in that went well. */
    public static String callback(SignIn started) {
        return callback(started, "code=the-code");
    }

    static String callback(SignIn started, String with) {
        return "/control/oauth-callback.lua?" + with + "&state=" + state(started);
    }

    public CallbackResult returned(String callback) {
        return client.signIns().handleCallback(callback);
    }

    /** Signs in and saves. */
    void signIn() {
        assertThat(returned(callback(start()))).is(SignInResults.GRANTED);
        assertThat(client.signIns().save("desk")).isTrue();
    }

    List<String> events() {
        return client.events().stream()
                .filter(event -> event.kind() == Event.Kind.SIGN_IN)
                .map(Event::message)
                .toList();
    }
}
