package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.http.HttpSettings;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ScopeMode;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.CredentialState;
import java.net.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Responses of a token endpoint, of each provider; to a refresh token, or to another grant. A token that is stored reads back equal. */
public final class TokenTarget {
    private static final Instant NOW = TrustedClock.BUILT.plusSeconds(86_400);
    private static final TrustedClock CLOCK = new TrustedClock(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
    private static final HttpTransport TRANSPORT = new HttpTransport(
            new HttpSettings(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1 << 20,
                    "",
                    host -> List.of(),
                    Proxy.NO_PROXY,
                    null,
                    Set.of(),
                    null,
                    Map.of(),
                    null),
            CLOCK);
    private static final Redactor REDACTOR =
            new Redactor(List.of(Secret.of("s3cret-of-the-app"), Secret.of("refresh-1")));

    private static final OAuthProfile PROFILE = OAuthProfile.builder(Preset.of("GENERIC"))
            .name("desk")
            .grantType(GrantType.CLIENT_CREDENTIALS)
            .tokenUrl(URI.create("https://as.example.com/token"))
            .apiHosts(ApiHost.of("api.example.com"))
            .clientId("app-1")
            .clientSecret(Secret.of("s3cret-of-the-app"))
            .clientAuthMode(ClientAuthMode.HTTP_BASIC)
            .scopeMode(ScopeMode.NONE)
            .build();

    private TokenTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        HttpResponse reply = Message.of(input);
        OAuthProvider provider = Targets.provider(reply.header("X-Provider").orElse(""));
        boolean refreshing = reply.header("X-Refresh").isPresent();
        Optional<Secret> proofKey = reply.header("X-Proof").map(header -> Secret.of("key"));
        TokenResponse response = Property.value(
                        input,
                        () -> new TokenEndpoint(
                                        () -> PROFILE, List::of, provider, TRANSPORT, CLOCK, new DpopProofs(CLOCK))
                                .read(reply, refreshing, NOW, proofKey, false, TokenResponse.Fate.ANSWERED, REDACTOR))
                .orElseThrow();
        if (response instanceof TokenResponse.Issued issued) {
            TokenSet tokens = issued.grant();
            Property.check(
                    tokens.accessToken().reveal().matches("[\\x21-\\x7E]+")
                            && tokens.expiresIn().toSeconds() > 0,
                    "an unusable token");
            Property.sentence(issued.habits());
            CredentialState state = CredentialState.EMPTY.issued(tokens);
            Property.equal(
                    state,
                    ProfileRecord.read(new ProfileRecord(PROFILE, state).toBytes(), PROFILE)
                            .state());
        } else {
            TokenResponse.Failed failed = (TokenResponse.Failed) response;
            Property.sentence(failed.failure().toString());
            Property.sentence(failed.asRefreshFailure().toString());
        }
    }
}
