package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.AccessTokenType;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The advice after a rejection names what the profile uses, and nothing that it does not have. */
class ProfileAdviceTest {
    private static final String HOST = "login.example";

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final OAuthClient client = device.client();

    /** A clock that is a year ahead, which is plausible. */
    private final TrustedClock clock = new TrustedClock(
            Clock.fixed(Instant.parse("2027-12-01T08:30:00.123456789Z"), ZoneOffset.UTC), System::nanoTime);

    private ProfileForm form() {
        return TestValues.draft(client, "desk", device.server());
    }

    private Secret key() {
        return DpopProofs.key(form().accessTokenType(AccessTokenType.DPOP).build(), Optional.empty())
                .orElseThrow();
    }

    private OAuthProfile profile(ClientAuthMode mode) {
        ProfileForm form = form().clientAuthMode(mode);
        if (!mode.needsClientSecret()) {
            form.reset(ProfileField.CLIENT_SECRET);
        } else if (mode == ClientAuthMode.CLIENT_SECRET_JWT) {
            form.clientSecret(Secret.of("s".repeat(32)));
        }
        return (mode == ClientAuthMode.PRIVATE_KEY_JWT ? form.signingKey(key()).signingKeyId("key-7") : form).build();
    }

    private Failure rejected(OAuthProfile profile, Endpoint endpoint, int status, String code) {
        HttpResponse response = HttpResponse.of(status, List.of(), ("{\"error\":\"" + code + "\"}").getBytes(UTF_8));
        Failure failure = new ErrorResponse(endpoint, new GenericProvider(), response)
                .failure(Step.TOKEN, URI.create("https://login.example/asked"), new Redactor(List.of()));
        return new ProfileAdvice(profile, clock).fit(failure, HOST);
    }

    static Stream<Arguments> clients() {
        return Arrays.stream(ClientAuthMode.values())
                .flatMap(mode -> Stream.of(Endpoint.TOKEN, Endpoint.DEVICE, Endpoint.PAR, Endpoint.REVOCATION)
                        .flatMap(endpoint -> Stream.of("invalid_client", "unauthorized", "")
                                .map(code -> Arguments.of(mode, endpoint, code))));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void client_thatIsNotAccepted_isToCheckWhatItPresents(ClientAuthMode mode, Endpoint endpoint, String code) {
        Failure failure = rejected(profile(mode), endpoint, 401, code);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        String advice = failure.advice();
        assertThat(advice.contains("Client Secret")).isEqualTo(mode.needsClientSecret());
        assertThat(advice.contains("Signing Key")).isEqualTo(mode == ClientAuthMode.PRIVATE_KEY_JWT);
        assertThat(advice.contains("(now key-7)")).isEqualTo(mode == ClientAuthMode.PRIVATE_KEY_JWT);
        assertThat(advice.contains("certificate")).isEqualTo(mode.usesCertificate());
        assertThat(advice.contains("device's clock (2027-12-01T08:30:00Z)"))
                .isEqualTo(mode == ClientAuthMode.PRIVATE_KEY_JWT || mode == ClientAuthMode.CLIENT_SECRET_JWT);
        assertThat(advice).contains("Client ID").contains("Client Auth Mode (now " + mode + ")");
        assertThat(failure.message().contains("secret"))
                .isEqualTo(failure.message().contains("without a secret")
                        || (mode.needsClientSecret() && code.equals("invalid_client")));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_BASIC, app-1, a+b, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, app-1, 50%, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, app-1, I7T/rOBo=, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, app-1, a b, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, app-1, é, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, app-1, ~, Client Secret has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, me@example.com, plain, Client ID has characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC, a:b, c&d, Client ID and Client Secret have characters, choose HTTP_BASIC_RAW",
        "HTTP_BASIC_RAW, app-1, a+b, Client Secret has characters, choose HTTP_BASIC.",
        "HTTP_BASIC, app-1, Plain_Secret-0.9*, , ",
        "HTTP_BASIC_RAW, app-1, Plain_Secret-0.9*, , ",
        "REQUEST_BODY, app-1, a+b, , "
    })
    void secretThatTheEncodingChanges_isToldWithTheOtherMode(
            ClientAuthMode mode, String id, String secret, String seen, String cure) {
        OAuthProfile profile = form().clientAuthMode(mode)
                .clientId(id)
                .clientSecret(Secret.of(secret))
                .build();
        for (int status : new int[] {400, 401}) {
            String advice =
                    rejected(profile, Endpoint.TOKEN, status, "invalid_client").advice();
            if (seen == null) {
                assertThat(advice).doesNotContain("encodes", "decode");
            } else {
                assertThat(advice).contains(seen, cure).endsWith(".").doesNotContain("I7T/rOBo=");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CLIENT_CREDENTIALS", "ACME_CREDENTIALS"})
    void grantOfTheClientItself_thatIsInvalid_isToCheckTheClient(String grant) {
        Failure failure =
                rejected(form().grantType(new GrantType(grant)).build(), Endpoint.TOKEN, 400, "invalid_grant");
        assertThat(failure.advice())
                .contains("credentials are valid", "Grant Type (now " + grant + ")")
                .doesNotContain("JWT", "Start Authorization");
    }

    @ParameterizedTest
    @CsvSource({"CLIENT_CREDENTIALS", "JWT_BEARER", "DEVICE_CODE"})
    void grantThatTheAppMayNotUse_isNamed(String grant) {
        ProfileForm form = form().grantType(new GrantType(grant))
                .deviceUrl(URI.create("https://login.example/device"))
                .jwtAssertion(Secret.of("aGVhZA.Y2xhaW1z.c2ln"))
                .jwtAssertionMode(JwtAssertionMode.DISABLED);
        assertThat(rejected(form.build(), Endpoint.TOKEN, 400, "unauthorized_client")
                        .advice())
                .contains("Grant Type (now " + grant + ") for the app");
    }

    @Test
    void clock_thatTheServerHasCorrected_isNoCause() {
        clock.learn(HOST, Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(rejected(profile(ClientAuthMode.PRIVATE_KEY_JWT), Endpoint.TOKEN, 400, "invalid_client")
                        .advice())
                .doesNotContain("clock");
    }

    @Test
    void assertion_thatTheDeviceSigned_namesTheKey_andAPastedOneDoesNot() {
        OAuthProfile signed = form().reset(ProfileField.JWT_ASSERTION)
                .jwtAssertionMode(JwtAssertionMode.SELF_SIGNED)
                .signingKey(key())
                .build();
        assertThat(rejected(signed, Endpoint.TOKEN, 400, "invalid_grant").advice())
                .contains("the public key of Signing Key", "Assertion Audience", "the device's clock")
                .doesNotContain("new JWT");
        assertThat(rejected(form().build(), Endpoint.TOKEN, 400, "invalid_grant")
                        .advice())
                .contains("a new JWT", "JWT Assertion/JWT Credential")
                .doesNotContain("Signing Key", "clock", "Start Authorization");
    }

    @Test
    void scope_thatIsRejected_isShown_orWanted() {
        OAuthProfile scoped = form().scopes("read", "post").build();
        assertThat(rejected(scoped, Endpoint.TOKEN, 400, "invalid_scope").advice())
                .startsWith("Correct Scope (now read post), or allow it");
        OAuthProfile unscoped = form().scopeMode(ScopeMode.NONE).build();
        assertThat(rejected(unscoped, Endpoint.TOKEN, 400, "invalid_scope").advice())
                .startsWith("Choose Scope Mode SCOPES_LIST and write the scopes");
    }

    @Test
    void grantType_thatIsRejected_isShown() {
        OAuthProfile profile = form().reset(ProfileField.JWT_ASSERTION)
                .grantType(GrantType.CLIENT_CREDENTIALS)
                .build();
        assertThat(rejected(profile, Endpoint.TOKEN, 400, "unsupported_grant_type")
                        .advice())
                .contains("Grant Type (now CLIENT_CREDENTIALS)", "Token URL (now http://127.0.0.1:");
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN", "DEVICE", "PAR", "REVOCATION"})
    void url_thatIsWrong_isShownWithoutItsQuery(Endpoint endpoint) {
        OAuthProfile profile = form().tokenUrl(URI.create("https://login.example/a?key=1"))
                .parUrl(URI.create("https://login.example/a?key=1"))
                .deviceUrl(URI.create("https://login.example/a?key=1"))
                .revocationUrl(URI.create("https://login.example/a?key=1"))
                .build();
        assertThat(rejected(profile, endpoint, 404, "not_found").advice())
                .startsWith("Correct " + Redirect.field(endpoint) + " (now https://login.example/a)")
                .doesNotContain("key=1");
    }
}
