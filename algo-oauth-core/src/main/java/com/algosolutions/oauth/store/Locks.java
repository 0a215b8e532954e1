package com.algosolutions.oauth.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Named locks. Thread-safe. */
interface Locks {

    /**
     * Waits for a lock.
     *
     * @param name the lock's name; locks of different names are independent
     * @param limit how long to wait; zero or less tries once
     * @return the lock, or empty if it was not free in time
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; its flag stays set. An interrupted thread still
     *     gets a lock that is free
     */
    Optional<RecordLock> lock(String name, Duration limit) throws IOException;
}
