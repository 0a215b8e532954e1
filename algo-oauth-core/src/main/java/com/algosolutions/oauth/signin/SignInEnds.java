package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordLock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ends sign-ins, and drops the tokens that they have obtained. Other processes see it in the store. Thread-safe. */
final class SignInEnds {
    private static final System.Logger LOG = System.getLogger(SignInEnds.class.getName());
    private static final String NOT_STORED = "The end of a sign-in could not be stored: {0}";

    private final SignInRecords records;
    private final DeviceSignInRecords devices;
    private final OpenSignIns open;
    private final PendingTokens pending;
    private final EventLog events;

    SignInEnds(
            SignInRecords records,
            DeviceSignInRecords devices,
            OpenSignIns open,
            PendingTokens pending,
            EventLog events) {
        this.records = records;
        this.devices = devices;
        this.open = open;
        this.pending = pending;
        this.events = events;
    }

    /** The digests of the device sign-ins of a profile that are waiting, in this process or by the store. */
    Set<String> onDevices(String profileId) {
        Set<String> digests = new LinkedHashSet<>();
        open.of(profileId).stream()
                .filter(signIn -> signIn.pollingLife().isPresent())
                .forEach(signIn -> digests.add(signIn.identity().digest()));
        try {
            devices.read(profileId).ifPresent(device -> digests.add(device.digest()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
        }
        return digests;
    }

    /** The digests of the sign-ins of a profile that are waiting or being redeemed. */
    Set<String> inProgress(String profileId) {
        Set<String> digests = onDevices(profileId);
        try {
            digests.addAll(withBrowser(records.read(profileId)));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
        }
        return digests;
    }

    /** As {@link #tryToEnd}. A failure of the store is reported to the log only. */
    boolean end(OAuthProfile profile, Predicate<String> which, SignInOutcome how) {
        try {
            return tryToEnd(profile, which, how);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
            return false;
        }
    }

    /**
     * Ends the sign-ins of a profile that are waiting or being redeemed. The result of a request in progress is dropped when it arrives.
     *
     * @param which the digests of those to end
     * @return whether there was one
     * @throws IOException if the store fails, and none for which this process polls has been ended
     */
    boolean tryToEnd(OAuthProfile profile, Predicate<String> which, SignInOutcome how) throws IOException {
        String id = profile.id();
        List<ProfileSignIn> polledHere = open.of(id).stream()
                .filter(signIn -> signIn.pollingLife().isPresent()
                        && which.test(signIn.identity().digest()))
                .toList();
        boolean any = false;
        IOException failed = null;
        try (SignInRecords.Open record = records.open(id)) {
            if (withBrowser(record.current()).stream().anyMatch(which)) {
                record.erase(record.current().end(how));
                any = true;
            }
            Optional<DeviceSignInRecord> device = devices.read(id).filter(one -> which.test(one.digest()));
            Set<String> polled = new LinkedHashSet<>();
            device.ifPresent(one -> polled.add(one.digest()));
            polledHere.forEach(signIn -> polled.add(signIn.identity().digest()));
            for (String digest : polled) {
                if (record.current().endOf(digest).isEmpty()) {
                    record.write(record.current().ended(digest, how));
                    any = true;
                }
            }
            if (device.isPresent()) {
                devices.delete(id);
            }
        } catch (IOException e) {
            failed = e;
        }
        for (ProfileSignIn signIn : polledHere) { // stops polling even if the store has failed
            any |= open.ended(signIn, how);
        }
        if (failed != null && !any) {
            throw failed;
        }
        if (failed != null) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, failed.getMessage());
        }
        if (any) {
            report(profile, how.failure().toString());
        }
        return any;
    }

    private static List<String> withBrowser(SignInRecord record) {
        Set<String> digests = new LinkedHashSet<>();
        record.waiting().ifPresent(one -> digests.add(one.digest()));
        record.ended().stream()
                .filter(one -> one.how() == SignInOutcome.REDEEMING)
                .forEach(one -> digests.add(one.stateDigest()));
        return List.copyOf(digests);
    }

    /**
     * Drops unsaved tokens. The end of their sign-in is recorded first; if another thread saves them at the same time, that is undone.
     *
     * @return whether there were any
     * @throws IOException if the store cannot be read; then nothing is dropped
     */
    boolean drop(ProfileEntry entry, SignInOutcome how, String why) throws IOException {
        PendingTokenSet tokens = entry.readPending().orElse(null);
        if (tokens == null) {
            return false;
        }
        Optional<String> marked = mark(entry, tokens, record -> record.dropped(tokens, how));
        boolean dropped = false;
        try {
            dropped = pending.drop(entry, why);
        } finally {
            if (!dropped && marked.isPresent()) {
                mark(entry, tokens, record -> record.redeemed(marked.get(), SignInOutcome.GRANTED));
            }
        }
        return dropped;
    }

    /** Changes a record; returns the sign-in that had obtained the tokens, or empty if the record could not be written. */
    private Optional<String> mark(ProfileEntry entry, PendingTokenSet tokens, UnaryOperator<SignInRecord> change) {
        try (SignInRecords.Open record = records.open(entry.profile().id())) {
            String digest = record.current().signInOf(tokens);
            record.write(change.apply(record.current()));
            return Optional.of(digest);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, NOT_STORED, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Finds out what became of a redemption: it is in progress, or the process that started it has ended.
     *
     * @throws IOException if the store fails; then nothing is known and nothing has changed
     */
    SignInOutcome resolve(ProfileEntry active, String stateDigest) throws IOException {
        String id = active.profile().id();
        Optional<RecordLock> lock = records.lockRedemption(id, Duration.ZERO);
        if (lock.isEmpty()) {
            return SignInOutcome.REDEEMING;
        }
        try (SignInRecords.Open record = records.open(id)) {
            SignInOutcome how = record.current().endOf(stateDigest).orElse(SignInOutcome.SUPERSEDED);
            if (how != SignInOutcome.REDEEMING) {
                return how;
            }
            // A redemption stores the tokens first and its end second, and the power may have failed in between.
            boolean kept = active.readPending()
                    .filter(tokens -> tokens.signIn().orElse(stateDigest).equals(stateDigest))
                    .isPresent();
            SignInOutcome end = kept ? SignInOutcome.GRANTED : SignInOutcome.LOST;
            record.erase(record.current().redeemed(stateDigest, end));
            report(active.profile(), end.failure().toString());
            return end;
        } finally {
            lock.get().close();
        }
    }

    private void report(OAuthProfile profile, String text) {
        events.add(profile.name(), Event.Kind.SIGN_IN, text);
    }
}
