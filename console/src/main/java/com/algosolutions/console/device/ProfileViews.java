package com.algosolutions.console.device;

import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.ringcentral.RingCentral;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The profiles as the page shows them, with their status; and what the client reports about them. Thread-safe. */
public final class ProfileViews {
    private final Device device;
    private final BenchClock clock;
    private final History history;
    private final LoginBudget budget;
    private final ActivityLog log;
    private final EventStream events;
    private final SignInViews signIns;

    /** Guarded by this: what the browsers have. */
    private List<Map<String, @Nullable Object>> published = List.of();

    /** Guarded by this: the number of the newest event that is recorded. */
    private long handled;

    public ProfileViews(
            Device device,
            BenchClock clock,
            History history,
            LoginBudget budget,
            ActivityLog log,
            EventStream events,
            SignInViews signIns) {
        this.device = device;
        this.clock = clock;
        this.history = history;
        this.budget = budget;
        this.log = log;
        this.events = events;
        this.signIns = signIns;
    }

    /**
     * The profile with an id.
     *
     * @throws HttpError if there is none
     */
    public OAuthProfile find(String id) {
        return device.client().profiles().list().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow(() -> HttpError.notFound("profile " + id));
    }

    /** {@return all profiles; empty while the device does not run} */
    public List<Map<String, @Nullable Object>> all() {
        return device.isRunning()
                ? device.client().profiles().list().stream().map(this::view).toList()
                : List.of();
    }

    /** {@return a profile with its status} */
    public Map<String, @Nullable Object> view(OAuthProfile profile) {
        OAuthClient client = device.client();
        ProfileStatus status = client.status(profile.name());
        history.observe(profile.id(), status);
        Instant now = clock.now();
        return new View()
                .with("id", profile.id())
                .with("name", profile.name())
                .with("providerType", profile.providerType())
                .with("providerName", providerName(client, profile.providerType()))
                .with("grantType", profile.grantType().name())
                .with("needsSignIn", profile.grantType().needsSignIn())
                .with("state", status.state())
                .with("stateText", Views.words(status.state()))
                .with("usable", status.usable())
                .with("needsOperator", status.needsOperator())
                .with("tone", Views.tone(status))
                .with("accessTokenExpiresAt", status.accessTokenExpiresIn().map(rounded(now)))
                .with("refreshTokenExpiresAt", status.refreshTokenExpiresIn().map(rounded(now)))
                .with("retryAt", status.retryAfter().map(rounded(now)))
                .with("failure", status.failure().map(Views::failure))
                .with("action", status.needsOperator() ? status.failure().map(Failure::advice) : Optional.empty())
                .with("lastDelivery", history.lastDelivery(profile.id()))
                .with(
                        "apiHosts",
                        profile.apiHosts().stream().map(Object::toString).toList())
                .with("signIn", signIns.newest(profile.id()).map(signIn -> signIns.view(profile, signIn)))
                .with("budget", limited(profile) ? budget.view(now) : null)
                .with("next", next(profile, status))
                .map();
    }

    /** Times in whole seconds, so that a status that has not changed looks the same. */
    private static java.util.function.Function<Duration, Instant> rounded(Instant now) {
        return left -> Instant.ofEpochSecond(now.plus(left).plusMillis(500).getEpochSecond());
    }

    static String providerName(OAuthClient client, String providerType) {
        return client.providers().stream()
                .filter(provider -> provider.id().equals(providerType))
                .map(ProviderInfo::displayName)
                .findFirst()
                .orElse(providerType);
    }

    private static boolean limited(OAuthProfile profile) {
        return profile.providerType().equals(RingCentral.ID);
    }

    private Map<String, @Nullable Object> next(OAuthProfile profile, ProfileStatus status) {
        Instant now = clock.now();
        Optional<Instant> retry = status.retryAfter().map(rounded(now));
        if (status.needsOperator()) {
            return new View().with("text", "Nothing, until an operator acts.").map();
        }
        if (retry.isPresent()) {
            return new View()
                    .with("at", retry)
                    .with("text", "The next token request, at the earliest.")
                    .map();
        }
        Optional<Instant> stale = history.freshUntil(profile.id()).filter(now::isBefore);
        if (stale.isPresent()) {
            return new View()
                    .with("at", stale)
                    .with("text", "The access token becomes stale; the press after that renews it.")
                    .map();
        }
        return new View()
                .with(
                        "text",
                        status.accessTokenExpiresIn().isPresent()
                                ? "The next press uses the access token, and then it is renewed."
                                : "The next press obtains an access token.")
                .map();
    }

    /** Records an event of the client, and sends what has changed to the page. */
    public void event(Event event) {
        OAuthClient client = device.client();
        Optional<OAuthProfile> profile = client.profiles().find(event.profile());
        ProfileStatus status = client.status(event.profile());
        profile.ifPresent(known -> history.event(known.id(), event, status));
        String tone = switch (event.kind()) {
            case NO_TOKEN, TOKEN_REJECTED, SCOPE_MISSING, BODY_LOST, NOT_STORED -> "failed";
            case TOKEN, STORED -> "ready";
            case STATE_CHANGED -> event.status().map(Views::tone).orElse("busy");
            default -> "busy";
        };
        log.add(
                event.kind().name(),
                tone,
                event.message(),
                event.profile(),
                profile.map(OAuthProfile::id).orElse(null));
        if (event.kind() == Event.Kind.SIGN_IN) {
            signIns.publish();
        }
        publish();
        profile.ifPresent(known -> events.publish("timeline", Map.of("profileId", known.id())));
        synchronized (this) {
            handled = event.number();
            notifyAll();
        }
    }

    /** Waits until the events that have happened are recorded, so that the clock can be advanced; for two seconds at most. */
    public synchronized void awaitEvents() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        long left = Duration.ofSeconds(2).toMillis();
        while (left > 0
                && handled
                        < device.client().events().stream()
                                .mapToLong(Event::number)
                                .max()
                                .orElse(0)) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Sends the profiles to the page, if more than a countdown has changed. */
    public void publish() {
        List<Map<String, @Nullable Object>> now = all();
        List<Map<String, @Nullable Object>> steady =
                now.stream().map(ProfileViews::withoutCountdown).toList();
        synchronized (this) {
            if (!steady.equals(published)) {
                published = steady;
                events.publish("profiles", Map.of("profiles", now));
            }
        }
    }

    /** Forgets a profile that was deleted. */
    public void deleted(String id) {
        signIns.publish(); // as cancelled
        signIns.forget(id);
        publish();
    }

    private static Map<String, @Nullable Object> withoutCountdown(Map<String, @Nullable Object> profile) {
        Map<String, @Nullable Object> steady = new LinkedHashMap<>(profile);
        steady.computeIfPresent("signIn", (name, signIn) -> ((Map<?, ?>) signIn).get("state"));
        return steady;
    }

    /** Records the tokens and sign-ins that the profiles have at a start of the device. */
    public void started() {
        history.started();
        if (device.isRunning()) {
            signIns.started(device.client());
        }
        publish();
    }

    /** {@return the timeline of a profile} */
    public View timeline(OAuthProfile profile, Duration window) {
        history.observe(profile.id(), device.client().status(profile.name()));
        View view = new View().with("profileId", profile.id()).with("profile", profile.name());
        history.timeline(profile.id(), window, view);
        return view.with("budget", limited(profile) ? budget.view(clock.now()) : null)
                .with("next", next(profile, device.client().status(profile.name())))
                .with(
                        "queue",
                        device.buttons().map(buttons -> buttons.queuedCount()).orElse(0));
    }
}
