package com.algosolutions.oauth;

import com.algosolutions.oauth.TestValues.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer that a test turns: what becomes due runs on the test's own thread, in order, at its own instant. */
final class ManualTimer implements Timer {
    private final ManualTicker ticker;
    private final List<Due> waiting = new ArrayList<>();

    ManualTimer(ManualTicker ticker) {
        this.ticker = ticker;
    }

    private record Due(long at, Runnable task) {}

    @Override
    public synchronized Runnable after(Duration wait, Runnable task) {
        Due due = new Due(ticker.getAsLong() + wait.toNanos(), task);
        waiting.add(due);
        return () -> takeBack(due);
    }

    private synchronized void takeBack(Due due) {
        waiting.remove(due);
    }

    @Override
    public synchronized void close() {
        waiting.clear();
    }

    /** Lets time pass. */
    void pass(long seconds) {
        long until = ticker.getAsLong() + seconds * 1_000_000_000L;
        for (Due due = next(until); due != null; due = next(until)) {
            ticker.to(due.at);
            due.task.run();
        }
        ticker.to(until);
    }

    private synchronized Due next(long until) {
        Due first = waiting.stream()
                .filter(due -> due.at - until <= 0)
                .min(Comparator.comparingLong(due -> due.at - until))
                .orElse(null);
        waiting.remove(first);
        return first;
    }

    /** How many things are due some time. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** How many seconds until the next. */
    synchronized long nextIn() {
        return waiting.stream()
                .mapToLong(due -> (due.at - ticker.getAsLong()) / 1_000_000_000L)
                .min()
                .orElseThrow();
    }
}
