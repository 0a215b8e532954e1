package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.signin.ProfileSignIn.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins whose end this process has not seen yet, one object for each. It completes their futures, on a worker because the caller
 * may hold a lock. Thread-safe.
 */
final class OpenSignIns {
    private final Executor worker;

    /** By the profile's id, and the sign-in's digest. Guarded by itself. */
    private final Map<String, Map<String, ProfileSignIn>> open = new HashMap<>();

    private volatile boolean closed;

    OpenSignIns(Executor worker) {
        this.worker = worker;
    }

    /** The object of a sign-in that is waiting: the given one if there is none yet. */
    ProfileSignIn waiting(ProfileSignIn made) {
        Identity identity = made.identity();
        ProfileSignIn earlier;
        synchronized (open) {
            earlier = open.computeIfAbsent(identity.profileId(), id -> new HashMap<>())
                    .putIfAbsent(identity.digest(), made);
        }
        ProfileSignIn signIn = earlier == null ? made : earlier;
        if (closed) {
            signIn.complete(State.WAITING);
        }
        return signIn;
    }

    /** Removes a sign-in that this process need not know any more. Its state is read as before. */
    void remove(ProfileSignIn signIn) {
        Identity identity = signIn.identity();
        synchronized (open) {
            Map<String, ProfileSignIn> ofProfile = open.getOrDefault(identity.profileId(), Map.of());
            if (ofProfile.get(identity.digest()) == signIn) {
                ofProfile.remove(identity.digest());
            }
            if (ofProfile.isEmpty()) {
                open.remove(identity.profileId());
            }
        }
    }

    private @Nullable ProfileSignIn find(String profileId, String digest) {
        synchronized (open) {
            return open.getOrDefault(profileId, Map.of()).get(digest);
        }
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
        synchronized (open) {
            return List.copyOf(open.getOrDefault(profileId, Map.of()).values());
        }
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
        ProfileSignIn signIn = find(profileId, digest);
        if (signIn != null) {
            ended(signIn, how);
        }
    }

    void complete(ProfileSignIn signIn, State state) {
        remove(signIn);
        if (!signIn.isComplete()) {
            try {
                worker.execute(() -> signIn.complete(state));
            } catch (RejectedExecutionException e) { // the client is closed
                signIn.complete(state);
            }
        }
    }

    /** Keeps the failure of a sign-in in detail, before its end is stored. */
    void failed(String profileId, String digest, Failure failure) {
        ProfileSignIn signIn = find(profileId, digest);
        if (signIn != null) {
            signIn.failed(failure);
        }
    }

    /** Completes all futures: the next client on the store continues the sign-ins. */
    void close() {
        closed = true;
        List<ProfileSignIn> left;
        synchronized (open) {
            left = open.values().stream()
                    .flatMap(ofProfile -> ofProfile.values().stream())
                    .toList();
        }
        left.forEach(signIn -> signIn.complete(State.WAITING));
    }
}
