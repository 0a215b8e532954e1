package com.algosolutions.oauth.time;

import java.time.Duration;

/** Runs tasks later: in real time in production; tests advance their ticker instead. */
@FunctionalInterface
public interface Timer {
    /** Runs a task once, after a delay, on another thread. */
    void after(Duration time, Runnable task);
}
