package com.algosolutions.oauth.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What time it is, on a device whose clock may start in 1970 or jump. Thread-safe.
 *
 * <p>The wall clock can be right from the day this library was built until {@link #PLAUSIBLE} later. Better than the wall clock is what
 * a server said in its {@code Date}, carried on by the monotonic ticker: a wall clock that is set or jumps does not disturb it, and each
 * reply replaces the sample of its host. A server's word is bounded by the same range.
 */
public final class TrustedClock {
    /** The same as project.build.outputTimestamp, which a test checks. */
    public static final Instant BUILT = Instant.parse("2026-11-23T00:00:00Z");

    /** Firmware older than this has been replaced. */
    static final Duration PLAUSIBLE = Duration.ofDays(15 * 365);

    /** Servers accept signatures that are a minute old; a request takes a part of it. */
    private static final Duration TOLERATED = Duration.ofSeconds(45);

    private static final int MOST_HOSTS = 32;

    private final Clock wall;
    private final LongSupplier ticker;
    private final Map<String, Sample> samples = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sample> eldest) {
            return size() > MOST_HOSTS;
        }
    };

    public TrustedClock(Clock wall, LongSupplier ticker) {
        this.wall = wall;
        this.ticker = ticker;
    }

    /** Monotonic nanoseconds, by which tokens age. */
    public long ticks() {
        return ticker.getAsLong();
    }

    private record Sample(Instant said, long at) {}

    /** Takes a host's word for the time. */
    public void learn(String host, Instant said) {
        if (plausible(said)) {
            synchronized (samples) {
                samples.put(host, new Sample(said, ticker.getAsLong()));
            }
        }
    }

    /** The time by a host's word, if it has given one. */
    public Optional<Instant> serverTime(String host) {
        synchronized (samples) {
            return Optional.ofNullable(samples.get(host)).map(this::carriedOn);
        }
    }

    /** The time to sign with for a host: by its own word, else by another server's, else by the wall clock. */
    public Instant now(String host) {
        return serverTime(host).orElseGet(this::now);
    }

    /** The same for another host of the same provider, until it has given its own word. */
    public Instant now(String host, String tokenHost) {
        return serverTime(host).orElseGet(() -> now(tokenHost));
    }

    /** The best time there is. */
    public Instant now() {
        if (trusted()) {
            return wall.instant();
        }
        synchronized (samples) {
            Sample latest = null;
            for (Sample sample : samples.values()) {
                latest = latest == null || sample.at() - latest.at() > 0 ? sample : latest;
            }
            return latest == null ? wall.instant() : carriedOn(latest);
        }
    }

    /** Whether the wall clock can be right: within the plausible range, and not at odds with a server by more than a day. */
    public boolean trusted() {
        Instant now = wall.instant();
        if (!plausible(now)) {
            return false;
        }
        synchronized (samples) {
            for (Sample sample : samples.values()) {
                if (Duration.between(carriedOn(sample), now).abs().compareTo(Duration.ofDays(1)) <= 0) {
                    return true;
                }
            }
            return samples.isEmpty();
        }
    }

    /**
     * Whether an instant is certainly past: by the wall clock, if that is trusted, and in any case if it was before the build. A server's
     * word alone is not enough: it could be the word of one that nobody will ask again.
     */
    public boolean isPast(Instant instant) {
        return !instant.isAfter(trusted() ? wall.instant() : BUILT);
    }

    /** How long ago an instant was that this device has noted; zero if it is still to come, and a hint: the clock may have been set. */
    public Duration since(Instant noted) {
        Duration age = Duration.between(noted, now());
        return age.isNegative() ? Duration.ZERO : age.compareTo(PLAUSIBLE) > 0 ? PLAUSIBLE : age;
    }

    /** Whether a host's word shows that a signature of just now was made at the wrong time. */
    public boolean disagrees(Instant signedAt, String host) {
        return Duration.between(signedAt, now(host)).abs().compareTo(TOLERATED) > 0;
    }

    /** Whether the time to sign with for a host cannot be right: the wall clock is wrong, and no server has told the time. */
    public boolean isUnknown(String host) {
        return !plausible(now(host));
    }

    /** What the device shows as its time, right or wrong. */
    public Instant shown() {
        return wall.instant();
    }

    private Instant carriedOn(Sample sample) {
        return sample.said().plusNanos(ticker.getAsLong() - sample.at());
    }

    private static boolean plausible(Instant instant) {
        return !instant.isBefore(BUILT) && instant.isBefore(BUILT.plus(PLAUSIBLE));
    }
}
