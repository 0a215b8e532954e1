package com.algosolutions.console.device;

import com.algosolutions.console.web.View;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to the tokens of each profile, for the timeline. Thread-safe. */
public final class History {
    private static final int KEPT = 500;
    private static final Duration LONGEST_STALE = Duration.ofMinutes(5);

    /** The time within which the client drops or renews a token after a 401. */
    private static final Duration REJECTION = Duration.ofSeconds(5);

    private static final Duration MARGIN = Duration.ofMinutes(10);

    /** Two ends of the same token, computed at different times, differ by less. */
    private static final Duration SAME = Duration.ofMillis(200);

    private final BenchClock clock;
    private final Map<String, Track> tracks = new HashMap<>();
    private final List<Span> outages = new ArrayList<>();
    private final List<Mark> powerCuts = new ArrayList<>();

    /** The life of an access token, or an outage; the end is null while it lasts. */
    private record Span(
            Instant from,
            @Nullable Instant freshUntil,
            Instant to,
            @Nullable Instant endedAt,
            String endedBy) {
        Span endedAt(Instant time, String by) {
            return new Span(from, freshUntil, to, endedAt == null ? time : endedAt, endedAt == null ? by : endedBy);
        }

        boolean liveAt(Instant time) {
            return endedAt == null && to.isAfter(time);
        }
    }

    private record Mark(Instant time, String kind, String text) {}

    /** The tokens, marks and presses of a profile. */
    private static final class Track {
        private final List<Span> tokens = new ArrayList<>();
        private final List<Mark> marks = new ArrayList<>();
        private final List<Mark> presses = new ArrayList<>();
        private @Nullable Mark delivered;

        /** Whether a token may have been issued that is not in the list yet: the client has it a moment after its event. */
        private boolean issued = true;

        /** When the event of that token came; null for one that the device had at its start. */
        private @Nullable Instant issuedAt;

        /** When the newest 401 since that token came. */
        private @Nullable Instant rejectedAt;
    }

    public History(BenchClock clock) {
        this.clock = clock;
    }

    /**
     * Records what an event says.
     *
     * @param status the profile's status after the event
     */
    synchronized void event(String profileId, Event event, ProfileStatus status) {
        Track track = track(profileId);
        Instant now = clock.now();
        switch (event.kind()) {
            case TOKEN -> {
                track.issued = true;
                track.issuedAt = now;
                mark(track, "renewal", event.message());
            }
            case NO_TOKEN -> mark(track, throttled(status) ? "429" : "failure", event.message());
            case TOKEN_REJECTED -> {
                if (!stillValid(track, now, status)) { // else the rejection of an older token came late
                    end(track, now, "401");
                }
                track.rejectedAt = now;
                mark(track, "401", event.message());
            }
            case REVOCATION -> {
                end(track, now, "revoked");
                mark(track, "revoked", event.message());
            }
            case SIGN_IN -> {
                track.issued = true;
                mark(track, "sign-in", event.message());
            }
            default -> {}
        }
    }

    private static boolean throttled(ProfileStatus status) {
        return status.failure()
                .filter(why -> why.kind() == Failure.Kind.THROTTLED)
                .isPresent();
    }

    /** Records the access token that a profile has now, if it is another one than before. */
    synchronized void observe(String profileId, ProfileStatus status) {
        Track track = track(profileId);
        Optional<Duration> life = status.accessTokenExpiresIn();
        Instant now = clock.now();
        if (life.isEmpty()) {
            lost(track, now);
        }
        if (!track.issued || life.isEmpty()) {
            return;
        }
        Instant from = track.issuedAt == null ? now : track.issuedAt;
        Instant to = now.plus(life.get());
        boolean rejected = justRejected(track, from);
        if (rejected || !stillValid(track, now, status)) {
            end(track, from, rejected ? "401" : "renewal");
            add(track.tokens, new Span(from, to.minus(staleWindow(Duration.between(from, to))), to, null, ""));
            track.issued = false;
            track.issuedAt = null;
            track.rejectedAt = null;
        }
    }

    /** Ends the newest token if the client has dropped it before its time. */
    private static void lost(Track track, Instant now) {
        String by = justRejected(track, now) ? "401" : "revoked";
        track.tokens.replaceAll(token -> token.liveAt(now.plus(SAME)) ? token.endedAt(now, by) : token);
    }

    /** Whether a 401 is the reason of a change now. One after which the token stays was the late 401 of an older token. */
    private static boolean justRejected(Track track, Instant now) {
        Instant rejected = track.rejectedAt;
        return rejected != null && rejected.plus(REJECTION).isAfter(now);
    }

    /** Whether the newest token of the list is the one that the client has. */
    private static boolean stillValid(Track track, Instant now, ProfileStatus status) {
        Span last = track.tokens.isEmpty() ? null : track.tokens.get(track.tokens.size() - 1);
        return last != null
                && last.endedAt() == null
                && status.accessTokenExpiresIn()
                        .filter(life -> !now.plus(life).isAfter(last.to().plus(SAME)))
                        .isPresent();
    }

    /** The library renews in the last quarter of a token's life, at most 5 min, a little later by the device's jitter. */
    private static Duration staleWindow(Duration life) {
        Duration quarter = life.dividedBy(4);
        return quarter.compareTo(LONGEST_STALE) < 0 ? quarter : LONGEST_STALE;
    }

    private static void end(Track track, Instant now, String by) {
        track.tokens.replaceAll(token -> token.liveAt(now) ? token.endedAt(now, by) : token);
    }

    private void mark(Track track, String kind, String text) {
        add(track.marks, new Mark(clock.now(), kind, text));
    }

    /** Records a press, or a test, that used a profile. */
    synchronized void press(String profileId, boolean delivered, String text, Optional<Failure> failure) {
        Track track = track(profileId);
        Mark press = new Mark(clock.now(), delivered ? "ready" : "failed", text);
        add(track.presses, press);
        if (delivered) {
            track.delivered = press;
        }
        failure.filter(why -> why.kind() == Failure.Kind.THROTTLED).ifPresent(why -> mark(track, "429", why.message()));
    }

    public synchronized void powerCut() {
        add(powerCuts, new Mark(clock.now(), "power-cut", "Power cut; the device started again on its store"));
    }

    /** Records that the network is unplugged, or plugged in again. */
    public synchronized void network(boolean up) {
        Instant now = clock.now();
        if (up) {
            outages.replaceAll(outage -> outage.endedAt() == null ? outage.endedAt(now, "") : outage);
        } else {
            add(outages, new Span(now, null, now, null, ""));
        }
    }

    private static <T> void add(List<T> list, T one) {
        if (list.size() == KEPT) {
            list.remove(0);
        }
        list.add(one);
    }

    private Track track(String profileId) {
        return tracks.computeIfAbsent(profileId, absent -> new Track());
    }

    /** {@return the newest delivery of a profile} */
    synchronized Optional<Map<String, @Nullable Object>> lastDelivery(String profileId) {
        return Optional.ofNullable(track(profileId).delivered)
                .map(mark -> new View()
                        .with("time", mark.time())
                        .with("text", mark.text())
                        .map());
    }

    /** The device has started: it may have a token from before. */
    synchronized void started() {
        tracks.values().forEach(track -> track.issued = true);
    }

    /** {@return when the present token becomes stale} */
    synchronized Optional<Instant> freshUntil(String profileId) {
        Instant now = clock.now();
        return track(profileId).tokens.stream()
                .filter(token -> token.liveAt(now))
                .map(Span::freshUntil)
                .reduce((earlier, later) -> later);
    }

    /** Adds the timeline of a profile to a view. */
    synchronized View timeline(String profileId, Duration window, View view) {
        Instant now = clock.now();
        Instant start = now.minus(window);
        Track track = track(profileId);
        List<Mark> marks = new ArrayList<>(track.marks);
        marks.addAll(powerCuts);
        Instant first = track.tokens.stream()
                .map(Span::from)
                .filter(start::isBefore)
                .min(Instant::compareTo)
                .orElse(now);
        Instant hourAgo = now.minus(Duration.ofHours(1));
        Instant last = track.tokens.stream()
                .map(Span::to)
                .filter(now::isBefore)
                .max(Instant::compareTo)
                .orElse(now);
        return view.with("from", first.isBefore(hourAgo) ? first : hourAgo)
                .with("to", last.plus(MARGIN))
                .with("now", now)
                .with("tokens", tokens(track, start))
                .with("marks", views(marks, "kind", start))
                .with("outages", outages(start))
                .with("presses", views(track.presses, "tone", start));
    }

    private static List<Map<String, @Nullable Object>> tokens(Track track, Instant start) {
        return track.tokens.stream()
                .filter(token -> token.to().isAfter(start))
                .map(token -> new View()
                        .with("from", token.from())
                        .with("freshUntil", token.freshUntil())
                        .with("to", token.to())
                        .with("endedAt", token.endedAt())
                        .with("endedBy", token.endedBy().isEmpty() ? null : token.endedBy())
                        .map())
                .toList();
    }

    private static List<Map<String, @Nullable Object>> views(List<Mark> marks, String kind, Instant start) {
        return marks.stream()
                .filter(mark -> mark.time().isAfter(start))
                .map(mark -> new View()
                        .with("time", mark.time())
                        .with(kind, mark.kind())
                        .with("text", mark.text())
                        .map())
                .toList();
    }

    private List<Map<String, @Nullable Object>> outages(Instant start) {
        return outages.stream()
                .filter(outage -> outage.endedAt() == null || outage.endedAt().isAfter(start))
                .map(outage -> new View()
                        .with("from", outage.from())
                        .with("to", outage.endedAt())
                        .with("text", "Network unplugged")
                        .map())
                .toList();
    }
}
