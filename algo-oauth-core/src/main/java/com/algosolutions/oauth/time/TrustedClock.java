package com.algosolutions.oauth.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time, on a device whose clock may start in 1970 or jump. Thread-safe.
 *
 * <p>A time is plausible from the day this library was built until {@link #PLAUSIBLE} later. The time in a server's {@code Date} header,
 * advanced by the monotonic ticker, has precedence over the wall clock: it does not change when the wall clock is set or jumps. Each
 * response replaces the sample of its host. Implausible times of servers are ignored.
 */
public final class TrustedClock {
    /** Equals project.build.outputTimestamp; a test checks that. */
    public static final Instant BUILT = Instant.ofEpochSecond(1_795_392_000L);

    /** No firmware is used for longer. */
    static final Duration PLAUSIBLE = Duration.ofDays(15 * 365);

    /** Servers accept signatures that are a minute old; the request itself takes part of that time. */
    private static final Duration TOLERATED = Duration.ofSeconds(45);

    private static final int MOST_HOSTS = 32;

    /** More targets than a site has devices: a target that is forgotten rejects its next request first. */
    private static final int MOST_TARGETS = 1_024;

    private final Clock wall;
    private final LongSupplier ticker;
    private final Samples samples = new Samples(MOST_HOSTS);
    private final Samples accepted = new Samples(MOST_TARGETS);

    public TrustedClock(Clock wall, LongSupplier ticker) {
        this.wall = wall;
        this.ticker = ticker;
    }

    /** Monotonic nanoseconds, by which tokens age. */
    public long ticks() {
        return ticker.getAsLong();
    }

    /** {@return the ticker itself} */
    public LongSupplier ticker() {
        return ticker;
    }

    private record Sample(Instant time, long at) {}

    /** The newest sample of each host; the host that was used least recently is dropped first. Guarded by itself. */
    private static final class Samples extends LinkedHashMap<String, Sample> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Samples(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sample> eldest) {
            return size() > most;
        }
    }

    /**
     * The time to sign a request with that only its target checks: the time that the target accepted last, advanced by the ticker; else the
     * wall clock if it is trusted, else the best time known for the host. A target that accepts a time need not show a plausible one: its
     * clock may have started in 1970.
     */
    public Instant signingTime(String target, String host) {
        synchronized (accepted) {
            Sample last = accepted.get(target);
            if (last != null) {
                return advanced(last);
            }
        }
        return trusted() ? wall.instant() : now(host);
    }

    /**
     * Records whether a target accepted a signature.
     *
     * @param signed the time that was signed, at the given tick
     */
    public void signed(String target, Instant signed, long at, boolean wasAccepted) {
        synchronized (accepted) {
            if (wasAccepted) {
                accepted.put(target, new Sample(signed, at));
            } else {
                accepted.remove(target);
            }
        }
    }

    /** Records the time that a host sent. */
    public void learn(String host, Instant time) {
        if (plausible(time)) {
            synchronized (samples) {
                samples.put(host, new Sample(time, ticker.getAsLong()));
            }
        }
    }

    /** The time of a host, if one of its responses had a plausible one. */
    public Optional<Instant> serverTime(String host) {
        synchronized (samples) {
            return Optional.ofNullable(samples.get(host)).map(this::advanced);
        }
    }

    /** The time to sign with for a host: the host's own, else the best time known. */
    public Instant now(String host) {
        return serverTime(host).orElseGet(this::now);
    }

    /** The time to sign with for a host: its own, else that of another host of the same provider, else the best time known. */
    public Instant now(String host, String tokenHost) {
        return serverTime(host).orElseGet(() -> now(tokenHost));
    }

    /** The best time known: the wall clock if it is trusted, else the time of the server that responded last, else the wall clock. */
    public Instant now() {
        if (trusted()) {
            return wall.instant();
        }
        synchronized (samples) {
            Sample latest = null;
            for (Sample sample : samples.values()) {
                latest = latest == null || sample.at() - latest.at() > 0 ? sample : latest;
            }
            return latest == null ? wall.instant() : advanced(latest);
        }
    }

    /** Whether the wall clock can be right: plausible, and within a day of a server's time, if one is known. */
    public boolean trusted() {
        Instant now = wall.instant();
        if (!plausible(now)) {
            return false;
        }
        synchronized (samples) {
            for (Sample sample : samples.values()) {
                if (Duration.between(advanced(sample), now).abs().compareTo(Duration.ofDays(1)) <= 0) {
                    return true;
                }
            }
            return samples.isEmpty();
        }
    }

    /**
     * Whether an instant is certainly past: by the wall clock, if that is trusted, and in any case if it was before the build. A server's
     * time alone is not enough, because the device may never send a request to that server again.
     */
    public boolean isPast(Instant instant) {
        return !instant.isAfter(trusted() ? wall.instant() : BUILT);
    }

    /**
     * How long ago this device recorded an instant; zero if the instant is in the future. Approximate, since the clock may have been
     * set.
     */
    public Duration since(Instant recorded) {
        Duration age = Duration.between(recorded, now());
        return age.isNegative() ? Duration.ZERO : age.compareTo(PLAUSIBLE) > 0 ? PLAUSIBLE : age;
    }

    /** Whether a host's time shows that a signature made just now has a wrong time. */
    public boolean disagrees(Instant signedAt, String host) {
        return Duration.between(signedAt, now(host)).abs().compareTo(TOLERATED) > 0;
    }

    /** Whether the time to sign with for a host is implausible: the wall clock is wrong, and no server's time is known. */
    public boolean isUnknown(String host) {
        return !plausible(now(host));
    }

    /** The wall clock, right or wrong, as the device shows it: in whole seconds. */
    public Instant shown() {
        return wall.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant advanced(Sample sample) {
        return sample.time().plusNanos(ticker.getAsLong() - sample.at());
    }

    private static boolean plausible(Instant instant) {
        return !instant.isBefore(BUILT) && instant.isBefore(BUILT.plus(PLAUSIBLE));
    }
}
