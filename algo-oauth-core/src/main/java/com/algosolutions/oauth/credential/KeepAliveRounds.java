package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.Timer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the refresh tokens of profiles alive that are read on demand: the profiles are divided into parts by their ids, and about once an hour
 * one of the processes that share the store looks through a part. A lock and a record of each part divide them among the processes; a process
 * that ends leaves its parts to the others. No clock is compared. Profiles that were created together are due together: so a process renews one
 * token at a time, and leaves half of an app's rate limit to the renewals that callers wait for. Thread-safe.
 */
final class KeepAliveRounds {
    /** The ids of the records and locks of the parts begin so. */
    static final String ID_PREFIX = "keep-alive-";

    private static final System.Logger LOG = System.getLogger(KeepAliveRounds.class.getName());
    private static final int PARTS = 16;
    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final Duration LONGEST = Duration.ofMinutes(75);

    /** After so long, the tokens that are left wait for the next round: the provider may be out of reach. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(30);

    /** Between two attempts at the tokens that a rate limit does not admit yet. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** So many in an hour; then comes the next round. */
    private static final int MOST_ATTEMPTS = 40;

    private static final byte[] CONTENT = {'{', '}'};

    private final SecureRandom random = new SecureRandom();
    private final RecordStore store;
    private final ProfilesOnDemand profiles;

    /** Whether a worker of this process renews tokens now. */
    private final AtomicBoolean renewing = new AtomicBoolean();

    /** The generation of the record of each part when this process saw it last; guarded by itself. */
    private final long[] seen = new long[PARTS];

    KeepAliveRounds(RecordStore store, ProfilesOnDemand profiles) {
        this.store = store;
        this.profiles = profiles;
        Arrays.fill(seen, -1);
    }

    /** Looks through each part about once an hour, for as long as the timer runs tasks. */
    void start(Timer timer) {
        for (int part = 0; part < PARTS; part++) {
            next(timer, part);
        }
    }

    /** The times are random, so that each process is the first at some of the parts. */
    private void next(Timer timer, int part) {
        int spread = (int) LONGEST.minus(SHORTEST).toMillis();
        timer.after(
                SHORTEST.plusMillis(random.nextInt(spread)),
                () -> alone(timer, () -> {
                    try {
                        look(timer, part);
                    } finally {
                        next(timer, part);
                    }
                }));
    }

    /** A part of a round, which a failure of the store ends. */
    private interface Task {
        void run() throws IOException;
    }

    /** Runs a task when no other one runs. It waits for renewals, which need workers too. */
    private void alone(Timer timer, Task task) {
        if (!renewing.compareAndSet(false, true)) {
            timer.after(PAUSE, () -> alone(timer, task));
            return;
        }
        try {
            task.run();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Refresh tokens cannot be kept alive now: {0}", e.getMessage());
        } finally {
            renewing.set(false);
        }
    }

    /** Looks through a part, unless another process does, or has done since this one looked last. */
    private void look(Timer timer, int part) throws IOException {
        String id = ID_PREFIX + part;
        try (RecordLock lock = store.lock(id, Duration.ZERO).orElse(null)) {
            if (lock == null) {
                return;
            }
            long generation = store.read(id).map(StoredRecord::generation).orElse(0L);
            if (isOwn(part, generation)) {
                renewDue(timer, idsOf(part), MOST_ATTEMPTS);
                saw(part, store.replace(id, generation, CONTENT) ? generation + 1 : generation);
            } else {
                saw(part, generation);
            }
        }
    }

    private boolean isOwn(int part, long generation) {
        synchronized (seen) {
            return seen[part] == generation || seen[part] < 0;
        }
    }

    private void saw(int part, long generation) {
        synchronized (seen) {
            seen[part] = generation;
        }
    }

    private List<String> idsOf(int part) throws IOException {
        return store.list().stream()
                .filter(id -> id.startsWith(ProfileRecord.ID_PREFIX) && Math.floorMod(id.hashCode(), PARTS) == part)
                .map(id -> id.substring(ProfileRecord.ID_PREFIX.length()))
                .toList();
    }

    /** Renews the tokens that are due, one after the other, and later those that a rate limit does not admit now. */
    private void renewDue(Timer timer, List<String> ids, int attempts) throws IOException {
        Deadline end = Deadline.after(LONGEST_ROUND);
        List<String> later = new ArrayList<>();
        for (String id : ids) {
            if (!end.passed() && !profiles.keepAlive(id)) {
                later.add(id);
            }
        }
        if (!later.isEmpty() && attempts > 1) {
            timer.after(PAUSE, () -> alone(timer, () -> renewDue(timer, later, attempts - 1)));
        }
    }
}
