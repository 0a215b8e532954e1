package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.credential.ProfileRecord;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.Timer;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The values that most tests share. */
public final class TestValues {
    public static final Instant NOW = TrustedClock.BUILT.plusSeconds(86_400);
    public static final String CLIENT_SECRET = "s3cret-of-the-app";
    public static final String JWT = jwt("{\"sub\":\"1\"}");

    private TestValues() {}

    /** An unsigned assertion with a payload. */
    public static String jwt(String payload) {
        return base64("{\"alg\":\"RS256\"}") + "." + base64(payload) + "." + "c2lnbmF0dXJl";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A client's settings for a server on loopback, without the JVM's proxy. */
    public static OAuthClient.Builder client() {
        OAuthClient.Builder settings =
                OAuthClient.builder().allowLoopbackHttp().proxy(Proxy.NO_PROXY).clock(Clock.fixed(NOW, ZoneOffset.UTC));
        settings.settings.pause = time -> {}; // retries at once
        settings.settings.later =
                (time, task) -> {}; // and runs no timed task; a test that needs them sets its own timer
        return settings;
    }

    /** A transport with a client's settings. */
    public static HttpTransport transport(OAuthClient.Builder settings) {
        return new HttpTransport(
                settings.settings.http(), new TrustedClock(settings.settings.clock, settings.settings.ticker));
    }

    /** A GENERIC JWT profile whose token endpoint and API are the fake server. */
    public static ProfileForm draft(OAuthClient client, String name, FakeServer server) {
        return draft(client, name, "GENERIC", server);
    }

    /** The profile of another provider. */
    public static ProfileForm draft(OAuthClient client, String name, String providerType, FakeServer server) {
        return draft(client.draft(name, providerType), server.http("/token"), ApiHost.of(server.host()));
    }

    public static ProfileForm draft(OAuthClient client, String name, URI tokenUrl, ApiHost... hosts) {
        return draft(client.draft(name, "GENERIC"), tokenUrl, hosts);
    }

    public static ProfileForm draft(ProfileForm form, URI tokenUrl, ApiHost... hosts) {
        return form.grantType(GrantType.JWT_BEARER)
                .tokenUrl(tokenUrl)
                .apiHosts(hosts)
                .clientId("app-1")
                .clientSecret(Secret.of(CLIENT_SECRET))
                .jwtAssertion(Secret.of(JWT));
    }

    /** A client with the profile {@code desk}. */
    public static OAuthClient clientOf(FakeServer server) {
        return withDesk(client().build(), server);
    }

    public static OAuthClient withDesk(OAuthClient client, FakeServer server) {
        client.profiles().create(draft(client, "desk", server).build());
        return client;
    }

    public static ApiResult post(OAuthClient client, FakeServer server) {
        return client.post("desk", server.http("/v1/posts"), Body.json("{\"text\":\"Hello\"}"));
    }

    /** A profile after a sign-in: it has a refresh token, and no unattended grant. */
    public static ProfileRecord authorized(FakeServer server, String refreshToken) {
        OAuthProfile profile;
        try (OAuthClient forms = client().build()) {
            profile = draft(forms, "other", server)
                    .grantType(new GrantType("AUTH_CODE"))
                    .tokenUrl(URI.create("http://localhost:" + server.port() + "/token"))
                    .reset(ProfileField.JWT_ASSERTION)
                    .build();
        }
        TokenSet grant = new TokenSet(
                Secret.of("a"),
                Duration.ofHours(1),
                Optional.of(Secret.of(refreshToken)),
                Optional.empty(),
                "",
                NOW,
                1);
        return new ProfileRecord(profile, CredentialState.EMPTY.issued(grant));
    }

    /** Puts the record of a profile into a store. */
    public static <S extends RecordStore> S keep(S store, ProfileRecord record) throws IOException {
        store.replace(ProfileRecord.ID_PREFIX + record.profile().id(), 0, record.toBytes());
        return store;
    }

    /** A monotonic clock that a test turns; what is due meanwhile is done, each when it is due. */
    public static final class ManualTicker implements LongSupplier, Timer {
        private static final long START = Long.MAX_VALUE - 1_000_000_000L; // about to overflow, as nanoTime may

        private final AtomicLong nanos = new AtomicLong(START);

        /** Guarded by itself. */
        private final List<Due> due = new ArrayList<>();

        private record Due(long at, Runnable task) {}

        public void seconds(long more) {
            long end = nanos.get() + more * 1_000_000_000L;
            for (Due next = nextBefore(end); next != null; next = nextBefore(end)) {
                nanos.accumulateAndGet(next.at, (now, at) -> at - now > 0 ? at : now);
                next.task.run();
            }
            nanos.set(end);
        }

        /** The device was suspended: what was due meanwhile is done late, at the end of the time. */
        public void jump(long more) {
            nanos.addAndGet(more * 1_000_000_000L);
            seconds(0);
        }

        private @Nullable Due nextBefore(long end) {
            synchronized (due) {
                Due next = due.stream()
                        .filter(one -> one.at - end <= 0)
                        .min((one, other) -> Long.signum(one.at - other.at))
                        .orElse(null);
                due.remove(next);
                return next;
            }
        }

        @Override
        public void after(Duration time, Runnable task) {
            synchronized (due) {
                due.add(new Due(nanos.get() + time.toNanos(), task));
            }
        }

        /** The power has gone: it starts again, and nothing is due. */
        public void reset() {
            synchronized (due) {
                due.clear();
                nanos.set(START);
            }
        }

        /** Whether anything is waiting for its time. */
        public boolean waiting() {
            synchronized (due) {
                return !due.isEmpty();
            }
        }

        /** How many seconds until the next thing that is waiting. */
        public long nextIn() {
            synchronized (due) {
                return due.stream()
                        .mapToLong(one -> (one.at - nanos.get()) / 1_000_000_000L)
                        .min()
                        .orElseThrow();
            }
        }

        @Override
        public long getAsLong() {
            return nanos.get();
        }
    }

    /** A wall clock that a test sets. */
    public static final class ManualClock extends Clock {
        private volatile Instant now;

        public ManualClock(Instant now) {
            this.now = now;
        }

        public void set(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
