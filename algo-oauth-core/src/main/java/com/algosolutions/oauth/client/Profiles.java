package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Revocation;
import com.algosolutions.oauth.credential.Credential;
import com.algosolutions.oauth.credential.CredentialFingerprint;
import com.algosolutions.oauth.credential.EventLog;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.credential.Revocations;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.InvalidProfileException;
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
 * <p>Every method that writes throws {@link UncheckedIOException} if the store fails; then nothing has changed.
 */
public final class Profiles {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Visible to this package's tests. */
    final ProfileTable table;

    private final ProfileChecks checks;
    private final Revocations revocations;
    private final EventLog events;
    private final Duration timeout;

    /**
     * The profiles of a table.
     *
     * @param timeout how long saving new credentials or deleting a profile may take
     */
    Profiles(ProfileTable table, ProfileChecks checks, Revocations revocations, EventLog events, Duration timeout) {
        this.table = table;
        this.checks = checks;
        this.revocations = revocations;
        this.events = events;
        this.timeout = timeout;
    }

    /**
     * Stores a new profile: the form's <em>Create Profile</em>.
     *
     * @param profile the profile
     * @throws InvalidProfileException if its name is taken, its provider is not installed, or its provider objects
     */
    public synchronized void create(OAuthProfile profile) {
        check(profile, null);
        table.create(profile);
        events.add(profile.name(), Event.Kind.CONFIGURED, "created");
    }

    /**
     * Replaces the stored profile of the same id: the form's <em>Update Profile</em>. The name may change. The token lives on if the
     * credential is the same; otherwise it is forgotten with the old one. New credentials that Start Authorization has brought are saved
     * with it, as by {@link #commit}, unless a field on which they depend is not any more what it was: then they go on waiting, and an
     * event says so. So they do if the store takes the profile and then fails.
     *
     * @param profile the profile, from {@code client.edit(…)}
     * @throws InvalidProfileException if there is no such profile, or for the reasons of {@link #create}
     */
    public synchronized void update(OAuthProfile profile) {
        ProfileEntry old = table.withId(profile.id());
        if (old == null) {
            throw notStored();
        }
        check(profile, old);
        String oldName = old.profile().name();
        List<Problem> changes = changesSinceStarted(old, profile);
        boolean saves = old.pending().isPresent() && changes.isEmpty();
        ProfileEntry updated = old;
        if (!CredentialFingerprint.of(profile).equals(CredentialFingerprint.of(old.profile()))) {
            updated = old.replaceWith(profile);
            table.put(updated, oldName); // it is stored, whatever becomes of the new credentials
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
            events.add(
                    profile.name(), Event.Kind.AUTHORIZATION, "the new credentials are not saved: " + changes.get(0));
        }
    }

    /**
     * Makes the new credentials that Start Authorization has brought the profile's own: the form's <em>Update Profile</em> where nothing
     * else was changed. One replace of the profile's record; from then on the old ones are not used any more.
     *
     * @param name the profile's name
     * @throws InvalidProfileException if there is no such profile, no new credentials wait, or a field on which they depend has been
     *     changed since Start Authorization
     */
    public synchronized void commit(String name) {
        ProfileEntry active = table.find(name);
        if (active == null) {
            throw notStored();
        }
        if (!save(active, null)) {
            throw new InvalidProfileException(List.of(Problem.of(
                    "Start Authorization",
                    "has brought no new credentials that could be saved",
                    "Press Start Authorization first; if somebody has to sign in, wait for that.")));
        }
        events.add(name, Event.Kind.AUTHORIZATION, "the new credentials are saved, and in use");
    }

    private static List<Problem> changesSinceStarted(ProfileEntry active, OAuthProfile profile) {
        return active.pending()
                .map(waiting -> waiting.binding().changes(profile))
                .orElse(List.of());
    }

    private boolean save(ProfileEntry active, @Nullable OAuthProfile changed) {
        return active.savePending(changed, Deadline.after(timeout));
    }

    /**
     * Deletes a profile with its secrets and tokens, and revokes these at the provider (RFC 7009) if no other profile uses them: the form's
     * <em>Delete Profile</em>. Ends within the client's {@code tokenTimeout}; the profile is gone from here whatever the provider answers.
     *
     * @param name the profile's name
     * @return what the provider knows; empty if there is no such profile
     */
    public Optional<Revocation> delete(String name) {
        Deadline deadline = Deadline.after(timeout);
        List<Revocations.Started> begun = remove(name);
        Optional<Revocation> told = Optional.empty();
        for (Revocations.Started what : begun) {
            Revocation end = revocations.finish(what, deadline);
            told = told.isPresent() ? told : Optional.of(end);
        }
        return told;
    }

    /** What the provider has yet to be told: of the tokens in use first, then of those that nobody has saved. */
    private synchronized List<Revocations.Started> remove(String name) {
        ProfileEntry active = table.find(name);
        if (active == null) {
            return List.of();
        }
        Credential credential = active.credential();
        // A renewal that is under way ends first, so that what it brings is revoked too; one that does not end is left.
        Optional<PendingTokenSet> waiting = active.pending();
        Optional<Revocations.Started> unsaved = Optional.empty();
        RecordLock held = credential == null ? null : lock(credential);
        try {
            unsaved = waiting.map(grant -> begin(active, grant));
            List<Revocations.Started> all = new ArrayList<>();
            all.add(active.delete());
            unsaved.ifPresent(all::add);
            active.pending() // what came meanwhile; from now on what comes is given back
                    .filter(late -> !waiting.equals(Optional.of(late)))
                    .ifPresent(late -> all.add(begin(active, late)));
            events.add(name, Event.Kind.CONFIGURED, "deleted");
            table.remove(active);
            return all;
        } catch (RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            unsaved.ifPresent(revocations::cancel);
            throw e;
        } finally {
            if (held != null) {
                held.close();
            }
        }
    }

    private Revocations.Started begin(ProfileEntry active, PendingTokenSet unsaved) {
        return revocations.begin(active.profile(), unsaved.binding(), unsaved.grant());
    }

    private static @Nullable RecordLock lock(Credential credential) {
        try {
            return credential.lockEverywhere(Deadline.after(PATIENCE));
        } catch (IOException e) {
            throw new UncheckedIOException("The profile could not be deleted. Check the storage and try again.", e);
        }
    }

    /**
     * Reads a profile.
     *
     * @param name the profile's name
     * @return the profile, if there is one
     */
    public Optional<OAuthProfile> read(String name) {
        return Optional.ofNullable(table.find(name)).map(ProfileEntry::profile);
    }

    /** {@return all profiles, by name} */
    public List<OAuthProfile> list() {
        return table.all().stream()
                .map(ProfileEntry::profile)
                .sorted(Comparator.comparing(OAuthProfile::name))
                .toList();
    }

    /** {@return one sentence for each stored record that could not be read when the client was built, with its cure} */
    public List<String> unreadable() {
        return table.unreadable();
    }

    private static InvalidProfileException notStored() {
        return new InvalidProfileException(
                List.of(ProfileField.NAME.problem("names no stored profile", "Create the profile first.")));
    }

    /**
     * What stands against storing a profile in this client, before {@link #create} or {@link #update} would say it.
     *
     * @param profile the profile; one whose id is stored would be an update
     * @return all problems; empty if there are none
     */
    public synchronized List<Problem> problems(OAuthProfile profile) {
        ProfileEntry namesake = table.find(profile.name());
        return problems(profile, namesake != null && namesake.profile().id().equals(profile.id()) ? namesake : null);
    }

    private List<Problem> problems(OAuthProfile profile, @Nullable ProfileEntry replaced) {
        List<Problem> problems = new ArrayList<>(checks.problems(profile));
        ProfileEntry namesake = table.find(profile.name());
        if (namesake != null && namesake != replaced) {
            problems.add(ProfileField.NAME.problem("is taken by another profile", "Choose another name."));
        }
        return problems;
    }

    private void check(OAuthProfile profile, @Nullable ProfileEntry replaced) {
        List<Problem> problems = problems(profile, replaced);
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(problems);
        }
    }
}
