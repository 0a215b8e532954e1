package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.signin.ProfileSignIn.Identity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The sign-ins whose end this process has not seen yet, one object for each. It completes their futures, on a worker because the caller
 * may hold a lock. Thread-safe.
 */
final class OpenSignIns {
    private final Executor worker;
    private final Map<Identity, ProfileSignIn> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    OpenSignIns(Executor worker) {
        this.worker = worker;
    }

    /** The object of a sign-in that is waiting; made if there is none. */
    ProfileSignIn waiting(Identity identity, Function<Identity, ProfileSignIn> make) {
        ProfileSignIn signIn = open.computeIfAbsent(identity, make);
        if (closed) {
            signIn.complete(State.WAITING);
        }
        return signIn;
    }

    /** Called with each version of a record that this process reads or writes, often with a lock held. */
    void learned(String profileId, SignInRecord record) {
        for (ProfileSignIn signIn : of(profileId)) {
            record.endOf(signIn.identity().digest())
                    .filter(how -> how != SignInOutcome.REDEEMING)
                    .ifPresent(how -> ended(signIn, how));
        }
    }

    /** Those of a profile. */
    List<ProfileSignIn> of(String profileId) {
        return open.values().stream()
                .filter(signIn -> signIn.identity().profileId().equals(profileId))
                .toList();
    }

    /** Ends a sign-in in this process; returns whether it had not ended here. */
    boolean ended(ProfileSignIn signIn, SignInOutcome how) {
        boolean first = signIn.end(how);
        if (first) {
            signIn.last(how.state());
            complete(signIn, how.state());
        }
        return first;
    }

    /** Ends a sign-in in this process, if it is known here. */
    void ended(String profileId, String digest, SignInOutcome how) {
        ProfileSignIn signIn = open.get(new Identity(profileId, digest));
        if (signIn != null) {
            ended(signIn, how);
        }
    }

    void complete(ProfileSignIn signIn, State state) {
        if (open.remove(signIn.identity(), signIn)) {
            try {
                worker.execute(() -> signIn.complete(state));
            } catch (RejectedExecutionException e) { // the client is closed
                signIn.complete(state);
            }
        }
    }

    /** Keeps the failure of a sign-in in detail, before its end is stored. */
    void failed(String profileId, String digest, Failure failure) {
        ProfileSignIn signIn = open.get(new Identity(profileId, digest));
        if (signIn != null) {
            signIn.failed(failure);
        }
    }

    /** Completes all futures: the next client on the store continues the sign-ins. */
    void close() {
        closed = true;
        open.values().forEach(signIn -> signIn.complete(State.WAITING));
    }
}
