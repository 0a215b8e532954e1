package com.algosolutions.oauth;

import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of a client: the device's <em>OAuth Profiles</em> list. Thread-safe.
 *
 * <p>Every method that writes throws {@link UncheckedIOException} if the store fails; then nothing has changed.
 */
public final class Profiles {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Engine engine;
    private final Map<String, ActiveProfile> byName = new ConcurrentHashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private boolean signInsKept;

    /** Is told of a profile that is gone; guarded by this. */
    private @Nullable Authorizations authorizations;

    Profiles(Engine engine) {
        this.engine = engine;
        load();
    }

    private void load() {
        IOException damaged = null;
        try {
            for (String id : engine.store().list()) {
                signInsKept |= id.startsWith(DeviceAttempts.ID_PREFIX);
                if (id.startsWith(ProfileRecord.ID_PREFIX)) {
                    IOException why = load(id, this::load);
                    damaged = why == null ? damaged : why;
                } else if (id.startsWith(PendingRevocation.ID_PREFIX)) {
                    load(id, engine.revocations()::load);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (damaged != null && byName.isEmpty()) {
            throw unreadable(damaged); // a wrong key, say: not one profile can be read
        }
        for (ActiveProfile active : all()) {
            Credential credential = active.credential();
            if (credential != null) {
                credential.tellState(); // a refusal that still stands, say
            }
        }
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The profile store cannot be read. Check the storage.", e);
    }

    /** One record; why the store cannot read it, or null if it can. */
    private @Nullable IOException load(String id, BiConsumer<String, StoredRecord> loader) {
        try {
            engine.store().read(id).ifPresent(stored -> loader.accept(id, stored));
            return null;
        } catch (IOException e) { // of this record: the others are served
            cannotRead(id, e);
            return e;
        }
    }

    private void cannotRead(String id, Exception why) {
        unreadable.add("Record " + id + " cannot be read (" + why.getMessage()
                + "). Restore it from a backup, or delete it and create the profile again.");
    }

    private void load(String id, StoredRecord stored) {
        try {
            ProfileRecord read = ProfileRecord.read(stored.bytes());
            ActiveProfile namesake = byName.get(read.profile().name());
            if (namesake != null) { // before it joins the others of its credential
                throw new IllegalArgumentException("a second profile named "
                        + read.profile().name() + ", beside "
                        + namesake.profile().id());
            }
            byName.put(read.profile().name(), new ActiveProfile(read, stored.generation(), engine));
        } catch (RuntimeException e) { // whatever is wrong with one record, the others are served
            cannotRead(id, e);
        }
    }

    /**
     * Stores a new profile: the form's <em>Create Profile</em>.
     *
     * @param profile the profile
     * @throws InvalidProfileException if its name is taken, its provider is not installed, or its provider objects
     */
    public synchronized void create(OAuthProfile profile) {
        check(profile, null);
        ActiveProfile active = new ActiveProfile(new ProfileRecord(profile, CredentialState.EMPTY), 0, engine);
        active.create(engine);
        byName.put(profile.name(), active);
        engine.events().add(profile.name(), Event.Kind.CONFIGURED, "created");
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
        ActiveProfile old = withId(profile.id());
        if (old == null) {
            throw notStored();
        }
        check(profile, old);
        String oldName = old.profile().name();
        List<Problem> changes = changesSinceStarted(old, profile);
        boolean saves = old.pending().isPresent() && changes.isEmpty();
        ActiveProfile updated = old;
        if (!ProfileRecord.fingerprint(profile).equals(ProfileRecord.fingerprint(old.profile()))) {
            updated = old.replaceWith(profile, engine);
            take(updated, oldName); // it is stored, whatever becomes of the new credentials
        } else if (!saves) {
            old.change(profile);
            old.readmit();
        }
        if (saves && !save(updated, profile)) {
            updated.change(profile); // another process has saved or dropped them meanwhile
            updated.readmit();
            saves = false;
        }
        take(updated, oldName);
        engine.events()
                .add(profile.name(), Event.Kind.CONFIGURED, saves ? "updated, and new credentials saved" : "updated");
        if (!changes.isEmpty()) {
            engine.events()
                    .add(
                            profile.name(),
                            Event.Kind.AUTHORIZATION,
                            "the new credentials are not saved: " + changes.get(0));
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
        ActiveProfile active = byName.get(name);
        if (active == null) {
            throw notStored();
        }
        if (!save(active, null)) {
            throw new InvalidProfileException(List.of(Problem.of(
                    "Start Authorization",
                    "has brought no new credentials that could be saved",
                    "Press Start Authorization first; if somebody has to sign in, wait for that.")));
        }
        engine.events().add(name, Event.Kind.AUTHORIZATION, "the new credentials are saved, and in use");
    }

    private void take(ActiveProfile updated, String oldName) {
        String name = updated.profile().name();
        byName.put(name, updated);
        if (!oldName.equals(name)) {
            byName.remove(oldName);
        }
    }

    private static List<Problem> changesSinceStarted(ActiveProfile active, OAuthProfile profile) {
        return active.pending()
                .map(waiting -> waiting.binding().changes(profile))
                .orElse(List.of());
    }

    private boolean save(ActiveProfile active, @Nullable OAuthProfile changed) {
        Credential credential = active.credential();
        return credential != null && credential.adopt(active, changed, Deadline.after(engine.tokenTimeout()));
    }

    /**
     * Deletes a profile with its secrets and tokens, and revokes these at the provider (RFC 7009) if no other profile uses them: the form's
     * <em>Delete Profile</em>. Ends within the client's {@code tokenTimeout}; the profile is gone from here whatever the provider answers.
     *
     * @param name the profile's name
     * @return what the provider knows; empty if there is no such profile
     */
    public Optional<Revocation> delete(String name) {
        Deadline deadline = Deadline.after(engine.tokenTimeout());
        List<Revocations.Begun> begun = remove(name);
        Optional<Revocation> told = Optional.empty();
        for (Revocations.Begun what : begun) {
            Revocation end = engine.revocations().finish(what, deadline);
            told = told.isPresent() ? told : Optional.of(end);
        }
        return told;
    }

    /** What the provider has yet to be told: of the tokens in use first, then of those that nobody has saved. */
    private synchronized List<Revocations.Begun> remove(String name) {
        ActiveProfile active = byName.get(name);
        if (active == null) {
            return List.of();
        }
        Credential credential = active.credential();
        // A renewal that is under way ends first, so that what it brings is revoked too; one that does not end is left.
        Optional<PendingGrant> waiting = active.pending();
        Optional<Revocations.Begun> unsaved = Optional.empty();
        RecordLock held = credential == null ? null : lock(credential);
        try {
            unsaved = waiting.map(grant -> engine.revocations().begin(active.profile(), grant));
            List<Revocations.Begun> all = new ArrayList<>();
            all.add(active.delete(engine));
            unsaved.ifPresent(all::add);
            active.pending() // what came meanwhile; from now on what comes is given back
                    .filter(late -> !waiting.equals(Optional.of(late)))
                    .ifPresent(late -> all.add(engine.revocations().begin(active.profile(), late)));
            engine.events().add(name, Event.Kind.CONFIGURED, "deleted");
            byName.remove(name);
            if (authorizations != null) {
                authorizations.deleted(active.profile());
            }
            return all;
        } catch (RuntimeException e) { // of a store that keeps to its contract, or of one that does not
            unsaved.ifPresent(engine.revocations()::cancel);
            throw e;
        } finally {
            if (held != null) {
                held.close();
            }
        }
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
        return Optional.ofNullable(byName.get(name)).map(ActiveProfile::profile);
    }

    /** {@return all profiles, by name} */
    public List<OAuthProfile> list() {
        return byName.values().stream()
                .map(ActiveProfile::profile)
                .sorted(Comparator.comparing(OAuthProfile::name))
                .toList();
    }

    /** {@return one sentence for each stored record that could not be read when the client was built, with its cure} */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Nullable
    ActiveProfile find(String name) {
        return byName.get(name);
    }

    /** Whether an earlier process has left sign-ins that were waited for, and all profiles can be read. */
    boolean signInsKept() {
        return signInsKept && unreadable.isEmpty();
    }

    synchronized void onDeletion(Authorizations told) {
        authorizations = told;
    }

    List<ActiveProfile> all() {
        return List.copyOf(byName.values());
    }

    /** Null if it has been deleted. */
    @Nullable
    ActiveProfile withId(String id) {
        return byName.values().stream()
                .filter(active -> active.profile().id().equals(id))
                .findFirst()
                .orElse(null);
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
        ActiveProfile namesake = byName.get(profile.name());
        return problems(profile, namesake != null && namesake.profile().id().equals(profile.id()) ? namesake : null);
    }

    private List<Problem> problems(OAuthProfile profile, @Nullable ActiveProfile replaced) {
        List<Problem> problems = new ArrayList<>(engine.problems(profile));
        ActiveProfile namesake = byName.get(profile.name());
        if (namesake != null && namesake != replaced) {
            problems.add(ProfileField.NAME.problem("is taken by another profile", "Choose another name."));
        }
        return problems;
    }

    private void check(OAuthProfile profile, @Nullable ActiveProfile replaced) {
        List<Problem> problems = problems(profile, replaced);
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(problems);
        }
    }
}
