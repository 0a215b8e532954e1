package com.algosolutions.oauth.client;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.credential.StoreFailure;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a client: the device's <em>OAuth Profiles</em> list. Thread-safe.
 *
 * <p>If the store fails, a method that writes throws {@link UncheckedIOException}, and nothing has changed. Once the client is closed, it
 * throws {@link IllegalStateException}; methods that only read continue to work.
 *
 * @since 0.1.0
 */
public final class Profiles {
    /** How long a deletion waits for a renewal in progress. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

    /** Visible to this package's tests. */
    final ProfileTable table;

    private final ProfileChecks checks;
    private final Revocations revocations;
    private final EventLog events;
    private final Lifecycle life;
    private final Duration timeout;

    /**
     * Creates the profiles of a table.
     *
     * @param timeout the time limit of saving new credentials and of deleting a profile
     */
    Profiles(
            ProfileTable table,
            ProfileChecks checks,
            Revocations revocations,
            EventLog events,
            Lifecycle life,
            Duration timeout) {
        this.table = table;
        this.checks = checks;
        this.revocations = revocations;
        this.events = events;
        this.life = life;
        this.timeout = timeout;
    }

    /**
     * Stores a new profile: the form's <em>Create Profile</em>.
     *
     * @param profile the profile
     * @throws InvalidInputException if its name is taken, or may be that of an unreadable record ({@link #loadProblems}), if it is a stored
     *     profile under another name, if its provider is not installed, or its provider rejects it
     */
    public synchronized void create(OAuthProfile profile) {
        life.requireOpen();
        check(profile, null);
        RecordLock name = reserveName(profile);
        try {
            table.create(profile);
        } catch (UncheckedIOException e) { // the store has a record of this id
            rejectStored(profile, e);
            throw e;
        } finally {
            name.close();
        }
        events.add(profile.name(), Event.Kind.CONFIGURED, "created");
    }

    /**
     * Replaces the stored profile of the same id: the form's <em>Update Profile</em>. The name may change. The token is kept if the
     * credential is unchanged, and deleted with the old credential otherwise. New credentials from Start Authorization are saved too, as by
     * {@link SignIns#save}, unless a field on which they depend has changed: then they continue to wait, and an event says so. They also continue
     * to wait if the store fails after it has stored the profile.
     *
     * @param profile the profile, from {@code client.edit(…)}
     * @throws InvalidInputException if there is no such profile, or for the reasons of {@link #create}
     */
    public synchronized void update(OAuthProfile profile) {
        life.requireOpen();
        ProfileEntry old = table.getWithId(profile.id());
        if (old == null) {
            throw notStored();
        }
        check(profile, old);
        RecordLock name = reserveName(profile);
        try {
            update(old, profile);
        } finally {
            name.close();
        }
    }

    private void update(ProfileEntry old, OAuthProfile profile) {
        String oldName = old.profile().name();
        List<Problem> changes = changesSinceStarted(old, profile);
        boolean saves = old.pending().isPresent() && changes.isEmpty();
        ProfileEntry updated = old;
        if (!CredentialFingerprint.of(profile).equals(CredentialFingerprint.of(old.profile()))) {
            updated = old.replaceWith(profile);
            table.put(updated, oldName); // the profile is stored, even if saving the new credentials fails
        } else if (!saves) {
            old.change(profile);
            old.reactivate();
        }
        if (saves && !save(updated, profile)) {
            updated.change(profile); // another process has saved or dropped them meanwhile
            updated.reactivate();
            saves = false;
        }
        table.put(updated, oldName);
        events.add(profile.name(), Event.Kind.CONFIGURED, saves ? "updated, and new credentials saved" : "updated");
        if (!changes.isEmpty()) {
            events.add(profile.name(), Event.Kind.SIGN_IN, "the new credentials are not saved: " + changes.get(0));
        }
    }

    /** Saves new credentials: see {@link SignIns#save}. */
    synchronized boolean save(String name) {
        life.requireOpen();
        ProfileEntry entry = table.get(name);
        if (entry == null) {
            throw notStored();
        }
        if (entry.credential() == null && entry.pending().isPresent()) {
            throw new InvalidInputException(checks.problems(entry.profile()));
        }
        boolean saved = save(entry, null);
        if (saved) {
            events.add(name, Event.Kind.SIGN_IN, "the new credentials are saved, and in use");
        }
        return saved;
    }

    private static List<Problem> changesSinceStarted(ProfileEntry entry, OAuthProfile profile) {
        return entry.pending()
                .map(waiting -> waiting.binding().changes(profile))
                .orElse(List.of());
    }

    private boolean save(ProfileEntry entry, @Nullable OAuthProfile changed) {
        return entry.savePending(changed, Deadline.after(timeout));
    }

    /**
     * Deletes a profile with its secrets and tokens: the form's <em>Delete Profile</em>. Revokes the tokens at the provider (RFC 7009) if no
     * other profile uses them. Ends within the client's {@code tokenTimeout}; the profile is deleted here even if the revocation fails.
     *
     * @param name the profile's name
     * @return whether the provider has revoked the tokens; empty if there is no such profile
     */
    public Optional<RevocationResult> delete(String name) {
        life.requireOpen();
        Deadline deadline = Deadline.after(timeout);
        Optional<RevocationResult> first = Optional.empty();
        for (Revocations.Started started : remove(name)) {
            RevocationResult result = revocations.finish(started, deadline);
            first = first.isPresent() ? first : Optional.of(result);
        }
        return first;
    }

    /** Deletes the profile here. Returns the revocations to finish at the provider: first the tokens in use, then the unsaved ones. */
    private synchronized List<Revocations.Started> remove(String name) {
        ProfileEntry entry = table.get(name);
        if (entry == null) {
            return List.of();
        }
        Credential credential = entry.credential();
        Optional<PendingTokenSet> waiting = entry.pending();
        Optional<Revocations.Started> unsaved = Optional.empty();
        // Waits for a renewal in progress, so that its tokens are revoked too; but not for longer than the limit.
        RecordLock lock = credential == null ? null : lock(credential);
        try {
            unsaved = waiting.map(tokens -> begin(entry, tokens));
            List<Revocations.Started> all = new ArrayList<>();
            all.add(entry.delete());
            table.remove(name, entry);
            unsaved.ifPresent(all::add);
            entry.pending() // stored since; from now on the entry is gone, and new tokens are revoked at once
                    .filter(late -> !waiting.equals(Optional.of(late)))
                    .ifPresent(late -> all.add(begin(entry, late)));
            events.add(name, Event.Kind.CONFIGURED, "deleted");
            return all;
        } catch (RuntimeException e) { // UncheckedIOException of the store, or an error of a plugin
            unsaved.ifPresent(revocations::cancel);
            throw e;
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private Revocations.Started begin(ProfileEntry entry, PendingTokenSet unsaved) {
        return revocations.begin(entry.profile(), unsaved.binding(), unsaved.grant());
    }

    private static @Nullable RecordLock lock(Credential credential) {
        try {
            return credential.lockEverywhere(Deadline.after(LOCK_LIMIT));
        } catch (IOException e) {
            throw new UncheckedIOException("The profile could not be deleted: " + StoreFailure.of(e), e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param name the profile's name
     * @return the profile, if there is one
     */
    public Optional<OAuthProfile> find(String name) {
        return Optional.ofNullable(table.get(name)).map(ProfileEntry::profile);
    }

    /** {@return all profiles, by name} */
    public List<OAuthProfile> list() {
        return table.all().stream()
                .map(ProfileEntry::profile)
                .sorted(Comparator.comparing(OAuthProfile::name))
                .toList();
    }

    /**
     * Returns a problem for each stored profile, and each pending revocation, that the client could not read when it was built. The problem's
     * field is the record's id in the store; its label is the profile's name, if that could be read. Until such a profile is restored or
     * {@linkplain #discard discarded}, {@link #create} rejects the name that it has or may have.
     *
     * @return the problems, each with the fix; empty if all records were read, or discarded since
     */
    public List<Problem> loadProblems() {
        return table.unreadable().problems();
    }

    /**
     * Deletes a record that {@link #loadProblems} lists, with everything that it contains; the name of its profile is free then. For an operator
     * who has no backup of it. The tokens in the record remain valid at the provider until they expire.
     *
     * @param recordId the record's id: the problem's field
     * @return whether it was deleted; false if {@link #loadProblems} does not list it
     */
    public synchronized boolean discard(String recordId) {
        requireNonNull(recordId, "recordId");
        life.requireOpen();
        try {
            return table.unreadable().discard(recordId);
        } catch (IOException e) {
            throw new UncheckedIOException("Record " + recordId + " could not be deleted: " + StoreFailure.of(e), e);
        }
    }

    private static InvalidInputException notStored() {
        return new InvalidInputException(
                List.of(ProfileField.NAME.problem("names no stored profile", "Create the profile first.")));
    }

    /**
     * Returns the problems for which {@link #create} or {@link #update} would reject a profile.
     *
     * @param profile the profile; an update if a profile with its name and id is stored
     * @return all problems; empty if there are none
     */
    public synchronized List<Problem> problems(OAuthProfile profile) {
        ProfileEntry namesake = table.get(profile.name());
        return problems(profile, namesake != null && namesake.profile().id().equals(profile.id()) ? namesake : null);
    }

    /**
     * Returns what {@link #create} and {@link #update} accept, although requests with the profile would fail: a pasted JWT that has expired. It
     * is no problem, because the device's clock may be wrong. {@link com.algosolutions.oauth.ProfileStatus} says the same of a stored profile.
     *
     * @param profile the profile
     * @return all warnings, each with its field and the fix; empty if there are none
     */
    public List<Problem> warnings(OAuthProfile profile) {
        return checks.warnings(requireNonNull(profile, "profile"));
    }

    private List<Problem> problems(OAuthProfile profile, @Nullable ProfileEntry replaced) {
        List<Problem> problems = new ArrayList<>(checks.problems(profile));
        ProfileEntry namesake = table.get(profile.name());
        if (namesake != null && namesake != replaced) {
            problems.add(nameTaken());
        }
        if (replaced == null || !replaced.profile().name().equals(profile.name())) {
            table.unreadable()
                    .thatMayHave(profile.name())
                    .ifPresent(id -> problems.add(ProfileField.NAME.problem(
                            "may be the name of the profile in record " + id + ", which cannot be read",
                            "Restore that record and start again, or delete it: profiles().discard(\"" + id + "\").")));
        }
        return problems;
    }

    /** Another process may have created a profile of this name after the check. */
    private RecordLock reserveName(OAuthProfile profile) {
        return table.reserve(profile).orElseThrow(() -> new InvalidInputException(List.of(nameTaken())));
    }

    private static Problem nameTaken() {
        return ProfileField.NAME.problem("is taken by another profile", "Choose another name.");
    }

    private void check(OAuthProfile profile, @Nullable ProfileEntry replaced) {
        List<Problem> problems = problems(profile, replaced);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    /** Not checked before the profile is written: reading through all profiles to create each one of many takes the square of their number. */
    private void rejectStored(OAuthProfile profile, UncheckedIOException failed) {
        ProfileEntry stored = null;
        try {
            stored = table.getWithId(profile.id());
        } catch (UncheckedIOException e) {
            failed.addSuppressed(e);
        }
        if (stored != null) {
            throw new InvalidInputException(List.of(ProfileField.NAME.problem(
                    "is not that of the stored profile " + stored.profile().name() + ", which has the same id",
                    "To rename that profile, use update(…). For another profile, begin with a new form: draft(…).")));
        }
    }
}
