package com.algosolutions.oauth;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Named locks. Thread-safe. */
interface Locks {

    /**
     * Waits for a lock.
     *
     * @param name which; different names never wait for each other
     * @param limit how long to wait; zero or less asks once
     * @return the lock, or empty if somebody else held it all the time
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits; its flag stays set. A lock that is free is
     *     given to an interrupted thread too
     */
    Optional<RecordLock> lock(String name, Duration limit) throws IOException;
}
