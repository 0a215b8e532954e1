package com.algosolutions.oauth;

import java.time.Duration;

/** Has things done later; in real time in production, by a turn of the ticker in tests. */
@FunctionalInterface
interface Later {
    /** Has a task done, once, after a time, on another thread. */
    void after(Duration time, Runnable task);
}
