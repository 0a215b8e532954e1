package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.algosolutions.oauth.store.RecordStore;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A device with one profile, which posts messages: the library as firmware uses it. */
final class Device implements AutoCloseable {
    static final String PROFILE = "desk";

    private static final Duration SIGN_IN = Duration.ofMinutes(2);

    private final AuthorizationServer server;
    private final Api api;
    private final OAuthClient client;

    Device(AuthorizationServer server, Api api, RecordStore store, ClientProof proof) {
        this.server = server;
        this.api = api;
        client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .trust(Certificates.trust())
                .clientCertificate(Certificates.ofTheDevice(proof))
                .store(store)
                .build();
    }

    OAuthClient client() {
        return client;
    }

    /** The operator's form for a registered client, complete. */
    ProfileForm form(Registration registered) {
        ProfileForm form = client.draft(PROFILE, "GENERIC")
                .grantType(registered.grant())
                .tokenUrl(server.endpoint("token_endpoint"))
                .redirectUri(Registration.REDIRECT)
                .issuer(server.issuer())
                .apiHosts(api.host());
        server.anyEndpoint(AuthorizationServer.AUTHORIZATION).ifPresent(form::authUrl);
        server.anyEndpoint(AuthorizationServer.DEVICE).ifPresent(form::deviceUrl);
        server.anyEndpoint(AuthorizationServer.REVOCATION).ifPresent(form::revocationUrl);
        registered.proof().fill(form, registered);
        if (!registered.grant().equals(GrantType.JWT_BEARER)) {
            form.scopes(AuthorizationServer.SCOPE);
        } else {
            SigningAlgorithm algorithm = registered.proof().algorithm();
            form.jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)
                    .assertionIssuer(AuthorizationServer.ASSERTION_ISSUER)
                    .assertionSubject(AuthorizationServer.ASSERTION_SUBJECT)
                    .assertionAudience(server.assertionAudience());
            if (algorithm == null || algorithm.mac()) {
                form.signingKey(Secret.of(Keys.of(SigningAlgorithm.RS256).toJSONString()))
                        .signingAlgorithm(SigningAlgorithm.RS256);
            }
        }
        return form;
    }

    /** Creates the profile. */
    Device configured(Registration registered) {
        client.profiles().create(form(registered).build());
        return this;
    }

    /** Start Authorization, a user who signs in at a browser and consents, Update Profile. Returns the failure, or empty. */
    Optional<Failure> authorize() {
        return authorize(new Browser(Registration.REDIRECT), DeviceCode::verificationUriComplete);
    }

    /**
     * Start Authorization, a sign-in with the given browser, Update Profile. Returns the failure, or empty.
     *
     * @param browser the user who signs in
     * @param scanned the address that contains the user code; if empty, the user types the code in
     */
    Optional<Failure> authorize(Browser browser, Function<DeviceCode, Optional<String>> scanned) {
        SignIn signIn = client.signIns().start(PROFILE);
        signIn.deviceCode()
                .ifPresent(code -> browser.typing(code.userCode())
                        .open(URI.create(scanned.apply(code).orElse(code.verificationUri()))));
        if (signIn.browserUrl().isPresent()) {
            CallbackResult result = client.signIns().handleCallback(callback(browser, signIn));
            if (!result.accepted()) {
                return result.failure();
            }
        }
        if (signIn.await(SIGN_IN) != SignIn.State.UNSAVED) {
            return Optional.of(signIn.failure().orElseThrow(() -> new AssertionError(signIn.message())));
        }
        assertThat(client.signIns().save(PROFILE)).isTrue();
        return Optional.empty();
    }

    /** Signs in, and returns the callback address with code and state. */
    static String callback(Browser browser, SignIn code) {
        Browser.Page back = browser.open(code.browserUrl().orElseThrow());
        assertThat(back.uri().toString()).as(back.body()).startsWith(Registration.REDIRECT.toString());
        return back.uri().toString();
    }

    ApiResult press(String text) {
        return client.post(PROFILE, api.messagesUri(), Body.json("{\"text\":\"" + text + "\"}"));
    }

    ProfileStatus status() {
        return client.status(PROFILE);
    }

    @Override
    public void close() {
        client.close();
    }
}
