package com.algosolutions.oauth.time;

import java.time.Duration;

/** Has things done later; in real time in production, by a turn of the ticker in tests. */
@FunctionalInterface
public interface Timer {
    /** Has a task done, once, after a time, on another thread. */
    void after(Duration time, Runnable task);
}
