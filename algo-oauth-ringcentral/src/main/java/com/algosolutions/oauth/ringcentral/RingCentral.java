package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import com.algosolutions.oauth.spi.TokenTraits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RingCentral as a provider: the id {@code RINGCENTRAL}. Immutable and thread-safe.
 *
 * <p>The preset is the one of the device's manual: {@code JWT_BEARER} with a pasted JWT credential, {@code HTTP_BASIC}, no scopes (they are
 * set in RingCentral's app), and the extra param {@code environment}: {@code production}, or {@code segregated} for AT&amp;T Office@Hand
 * and Verizon, which have their own hosts. For any other environment enter its Token URL and API Hosts. With the grant type {@code
 * AUTH_CODE_PKCE} it also fills in Auth URL, PKCE Method and Response Type.
 *
 * @since 0.1.0
 */
public final class RingCentral implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "RINGCENTRAL";

    private static final TokenTraits TRAITS = TokenTraits.builder()
            .replayWindow(Duration.ofMinutes(60))
            .renewalInvalidatesAccessToken(true)
            .revocationEndsGrant(true)
            .refreshTokenIdleLifetime(Duration.ofDays(7))
            .sessionsPerUser(5)
            .rateLimit(5, Duration.ofSeconds(60))
            .build();

    private static final String ENVIRONMENT = "environment";
    private static final String PRODUCTION_HOST = "platform.ringcentral.com";
    private static final String SEGREGATED_HOST = "platform.ringcentral.biz";
    private static final Preset PRODUCTION = hosts(PRODUCTION_HOST, "media.ringcentral.com");
    private static final Preset SEGREGATED = hosts(SEGREGATED_HOST);

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new RingCentral())}. */
    public RingCentral() {}

    private static Preset hosts(String platform, String... others) {
        List<ApiHost> hosts = new ArrayList<>();
        hosts.add(ApiHost.of(platform));
        for (String other : others) {
            hosts.add(ApiHost.of(other));
        }
        return Preset.of(ID)
                .with(ProfileField.TOKEN_URL, endpoint(platform, "token"))
                .with(ProfileField.REVOCATION_URL, endpoint(platform, "revoke"))
                .with(ProfileField.API_HOSTS, List.copyOf(hosts));
    }

    private static URI endpoint(String platform, String name) {
        return URI.create("https://" + platform + "/restapi/oauth/" + name);
    }

    /** What a sign-in with a browser needs. An environment that the operator writes by hand gets no Auth URL of another one. */
    private static Preset browser() {
        return Preset.of(ID)
                .with(ProfileField.PKCE_METHOD, PkceMethod.S256)
                .with(ProfileField.RESPONSE_TYPE, ResponseType.CODE)
                .withEnvironment(ENVIRONMENT, "production", authUrl(PRODUCTION_HOST))
                .withEnvironment(ENVIRONMENT, "segregated", authUrl(SEGREGATED_HOST));
    }

    private static Preset authUrl(String platform) {
        return Preset.of(ID).with(ProfileField.AUTH_URL, endpoint(platform, "authorize"));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "RingCentral";
    }

    @Override
    public Preset preset() {
        return PRODUCTION
                .with(ProfileField.GRANT_TYPE, GrantType.JWT_BEARER)
                .with(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.HTTP_BASIC)
                .with(ProfileField.SCOPE_MODE, ScopeMode.NONE)
                .with(ProfileField.EXTRA_PARAMS, Map.of(ENVIRONMENT, "production"))
                .with(ProfileField.JWT_ASSERTION_MODE, JwtAssertionMode.DISABLED)
                .withEnvironment(ENVIRONMENT, "production", PRODUCTION)
                .withEnvironment(ENVIRONMENT, "segregated", SEGREGATED)
                .withGrantType(GrantType.AUTH_CODE_PKCE, browser());
    }

    @Override
    public ErrorTable errors() {
        return RingCentralErrors.TABLE;
    }

    /** The inner codes of {@code errors[]}, then the outer {@code errorCode}, which is less specific. */
    @Override
    public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        List<String> codes = new ArrayList<>();
        if (body.get("errors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Map<?, ?> members && members.get("errorCode") instanceof String code) {
                    codes.add(code);
                }
            }
        }
        if (body.get("errorCode") instanceof String code && !codes.contains(code)) {
            codes.add(code);
        }
        return codes;
    }

    /**
     * RingCentral's guide, "Refresh tokens" and "Rate limits": an unused new pair is replayed for 60 minutes, a renewal invalidates the old
     * access token, an unused refresh token expires after seven days, and an app has five calls of the Auth group a minute.
     */
    @Override
    public TokenTraits traits() {
        return TRAITS;
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("RCRequestId");
    }

    /** RingCentral accepts client id and secret only in an HTTP Basic header. */
    @Override
    public List<Problem> checkProfile(OAuthProfile profile) {
        if (profile.clientAuthMode() == ClientAuthMode.REQUEST_BODY) {
            return List.of(ProfileField.CLIENT_AUTH_MODE.problem(
                    "is REQUEST_BODY, which RingCentral does not accept", "Choose HTTP_BASIC."));
        }
        return List.of();
    }

    /** RingCentral rejects a post whose text is longer than {@value TeamMessaging#LONGEST_TEXT} characters. */
    @Override
    public Optional<Problem> checkRequest(OutgoingRequest request) {
        if (!request.method().equals("POST") || !request.target().getPath().endsWith("/posts")) {
            return Optional.empty();
        }
        byte[] body = request.body();
        if (body.length <= TeamMessaging.LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            Object text =
                    Json.readObject(new String(body, StandardCharsets.UTF_8)).get("text");
            return text instanceof String written ? TeamMessaging.tooLong(written) : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty(); // RingCentral's response will explain what is wrong
        }
    }
}
