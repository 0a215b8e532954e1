package com.algosolutions.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that runs, and that a test puts forward, so that minutes pass for the sandbox and a client and not for the test. */
final class ForwardClock extends Clock {
    private final AtomicLong ahead = new AtomicLong();

    void advance(Duration amount) {
        ahead.addAndGet(amount.toNanos());
    }

    /** The ticker of a client for which the same time passes. */
    long ticks() {
        return System.nanoTime() + ahead.get();
    }

    @Override
    public Instant instant() {
        return Instant.now().plusNanos(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // whose zone nothing reads
    }
}
