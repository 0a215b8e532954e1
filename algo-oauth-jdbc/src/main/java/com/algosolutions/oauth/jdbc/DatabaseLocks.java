package com.algosolutions.oauth.jdbc;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Locks an id among the threads of this process, and then among the processes: each tries its lock in the database again and again. Thread-safe. */
final class DatabaseLocks {
    private static final System.Logger LOG = System.getLogger(DatabaseLocks.class.getName());

    private final DatabaseCalls calls;
    private final LockSession session;

    /** Has no records, only locks: one thread of this process asks the database for an id. */
    private final RecordStore here = RecordStore.inMemory();

    DatabaseLocks(DataSource source, Database database, DatabaseCalls calls) {
        this.calls = calls;
        this.session = new LockSession(source, database);
    }

    /** Locks an id; empty if it is locked until the limit has passed. */
    Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        long deadline = System.nanoTime() + (limit.isNegative() ? 0 : limit.toNanos());
        RecordLock ofThreads = here.lock(id, limit).orElse(null);
        if (ofThreads == null) {
            return Optional.empty();
        }
        LockSession.Held held = null;
        try {
            held = await(id, deadline);
        } finally {
            if (held == null) {
                ofThreads.close();
            }
        }
        LockSession.Held obtained = held;
        return obtained == null
                ? Optional.empty()
                : Optional.of(RecordLock.of(() -> {
                    release(obtained);
                    ofThreads.close();
                }));
    }

    private LockSession.@Nullable Held await(String id, long deadline) throws IOException {
        long pause = DatabaseCalls.FIRST_PAUSE;
        while (true) {
            Optional<LockSession.Held> held = calls.run(
                    "lock a record",
                    call -> Optional.ofNullable(session.tryLock(id, call)),
                    late -> late.ifPresent(session::abort));
            long remaining = deadline - System.nanoTime();
            if (held.isPresent() || remaining <= 0) {
                return held.orElse(null);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(
                        remaining, pause / 2 + ThreadLocalRandom.current().nextLong(pause)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a lock");
            }
            pause = Math.min(DatabaseCalls.LAST_PAUSE, pause * 2);
        }
    }

    private void release(LockSession.Held held) {
        try {
            calls.run(
                    "release a lock",
                    call -> {
                        session.unlock(held, call);
                        return true;
                    },
                    late -> {});
        } catch (IOException e) {
            session.abort(held);
            LOG.log(System.Logger.Level.WARNING, "The session that had the lock is ended: {0}", e.getMessage());
        }
    }
}
