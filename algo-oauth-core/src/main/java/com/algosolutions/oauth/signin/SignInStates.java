package com.algosolutions.oauth.signin;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.signin.ProfileSignIn.Identity;
import com.algosolutions.oauth.time.Timer;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of each sign-in, by the store, with what depends on it. Thread-safe. */
final class SignInStates implements ProfileSignIn.Book {
    private static final System.Logger LOG = System.getLogger(SignInStates.class.getName());

    /** The shortest time between two looks at a sign-in that should have ended. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** How long after its last second a sign-in may still be redeemed, whose end is then known in detail. */
    private static final Duration LONGEST_REDEMPTION = Duration.ofMinutes(1);

    private final ProfileTable profiles;
    private final SignInRecords records;
    private final DeviceSignInRecords devices;
    private final OpenSignIns open;
    private final SignInEnds ends;
    private final TrustedClock clock;
    private final Timer timer;

    SignInStates(
            ProfileTable profiles,
            SignInRecords records,
            DeviceSignInRecords devices,
            OpenSignIns open,
            SignInEnds ends,
            TrustedClock clock,
            Timer timer) {
        this.profiles = profiles;
        this.records = records;
        this.devices = devices;
        this.open = open;
        this.ends = ends;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public State state(ProfileSignIn signIn) {
        State state = read(signIn);
        signIn.last(state);
        if (state.ended()) {
            open.complete(signIn, state);
        }
        return state;
    }

    private State read(ProfileSignIn signIn) {
        try {
            ProfileEntry entry = profiles.withId(signIn.identity().profileId());
            if (entry == null) {
                State last = signIn.last();
                return last.ended() && last != State.UNSAVED ? last : State.CANCELLED;
            }
            return read(entry, signIn);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-in cannot be read: {0}", e.getMessage());
            SignInOutcome how = signIn.end();
            return how == null || how == SignInOutcome.GRANTED ? signIn.last() : how.state();
        }
    }

    @Override
    public Optional<String> name(String profileId) {
        return Optional.ofNullable(find(profileId)).map(entry -> entry.profile().name());
    }

    /** The profile of an id; null if it has been deleted, or cannot be read now. */
    private @Nullable ProfileEntry find(String profileId) {
        try {
            return profiles.withId(profileId);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The profile of a sign-in cannot be read: {0}", e.getMessage());
            return null;
        }
    }

    @Override
    public Duration expiresIn(ProfileSignIn signIn) {
        if (signIn.state() != State.WAITING) {
            return Duration.ZERO;
        }
        return openFor(signIn);
    }

    private Duration openFor(ProfileSignIn signIn) {
        Duration life = life(signIn);
        return waitingWithBrowser(signIn).map(browser -> browser.openFor(life)).orElse(life);
    }

    @Override
    public Optional<Failure> failure(ProfileSignIn signIn, State state) {
        boolean failed = state == State.DENIED || state == State.EXPIRED || state == State.FAILED;
        SignInOutcome how = signIn.end();
        return failed
                ? signIn.knownFailure().or(() -> (how == null ? SignInOutcome.EXPIRED : how).reason())
                : Optional.empty();
    }

    @Override
    public String message(ProfileSignIn signIn, State state) {
        return switch (state) {
            case WAITING -> whatToDo(signIn, signIn.expiresIn());
            case UNSAVED -> unsaved(signIn, true);
            case SAVED -> "The new credentials are saved, and in use.";
            case CANCELLED -> cancelled(signIn.end());
            default -> failure(signIn, state).map(Failure::toString).orElse(state.name());
        };
    }

    /** The state and the message for a status: by what this process knows, without a read of the store if the sign-in was started here. */
    String known(ProfileSignIn signIn) {
        State state = signIn.last();
        String text = switch (state) {
            case WAITING -> whatToDo(signIn, openFor(signIn));
            case UNSAVED -> unsaved(signIn, false);
            default -> message(signIn, state);
        };
        return state + ": " + text;
    }

    private String whatToDo(ProfileSignIn signIn, Duration openFor) {
        String within = " within " + openFor.plusMillis(999).toSeconds() + " s";
        return signIn.browserUrl()
                .filter(url -> waitingWithBrowser(signIn).isPresent()) // otherwise the browser has come back
                .map(url -> "sign in for " + signIn.profile() + " at "
                        + ApiHost.of(url).host() + within)
                .or(() -> signIn.deviceCode().map(code -> code + within))
                .orElse("the code of the sign-in is being redeemed");
    }

    private String unsaved(ProfileSignIn signIn, boolean newest) {
        ProfileEntry entry = find(signIn.identity().profileId());
        if (entry == null) {
            return State.UNSAVED.name();
        }
        return (newest ? entry.newestPending() : entry.pending())
                .map(tokens -> PendingTokens.message(entry, tokens, entry.isPendingStored()))
                .orElse(State.UNSAVED.name()); // saved or dropped meanwhile
    }

    private static String cancelled(@Nullable SignInOutcome how) {
        return how == null || how.state() != State.CANCELLED
                ? "the sign-in was cancelled, or its profile was deleted"
                : how.meaning();
    }

    @Override
    public void watch(ProfileSignIn signIn) {
        if (signIn.pollingLife().isEmpty() && signIn.watched()) {
            watchAgain(signIn);
        }
    }

    private void watchAgain(ProfileSignIn signIn) {
        Duration life = life(signIn);
        timer.after(life.compareTo(AGAIN) < 0 ? AGAIN : life, () -> {
            if (!signIn.state().ended()) {
                watchAgain(signIn);
            }
        });
    }

    /** Has a sign-in for which this process does not poll leave memory when it has expired. Reads nothing then. */
    void forgetExpired(ProfileSignIn signIn) {
        timer.after(life(signIn).plus(LONGEST_REDEMPTION), () -> open.remove(signIn));
    }

    @Override
    public boolean cancel(ProfileSignIn signIn) {
        try {
            ProfileEntry entry = profiles.withId(signIn.identity().profileId());
            if (entry == null) {
                return false;
            }
            String digest = signIn.identity().digest();
            boolean ended = signIn.state() == State.WAITING
                    && ends.tryToEnd(entry.profile(), digest::equals, SignInOutcome.ABANDONED);
            return ended
                    || (signIn.state() == State.UNSAVED
                            && ends.drop(entry, SignInOutcome.ABANDONED, PendingTokens.ABANDONED));
        } catch (IOException e) {
            throw StoredSignIns.notCancelled(e);
        }
    }

    private State read(ProfileEntry entry, ProfileSignIn signIn) throws IOException {
        Identity identity = signIn.identity();
        SignInRecord record = records.read(identity.profileId());
        Optional<SignInOutcome> stored = record.endOf(identity.digest());
        if (stored.equals(Optional.of(SignInOutcome.REDEEMING))) {
            stored = Optional.of(ends.resolve(entry, identity.digest()));
            record = records.known(identity.profileId());
        }
        if (stored.equals(Optional.of(SignInOutcome.REDEEMING))) {
            return State.WAITING;
        }
        stored.ifPresent(how -> open.ended(signIn, how));
        SignInOutcome how = stored.orElse(signIn.end());
        if (how == null) {
            return waiting(entry, signIn, record);
        }
        if (how != SignInOutcome.GRANTED) {
            return how.state();
        }
        Optional<PendingTokenSet> tokens = entry.readPending();
        if (tokens.isPresent() && record.signInOf(tokens.get()).equals(identity.digest())) {
            return State.UNSAVED;
        }
        return stored.isPresent() || entry.isInStore() ? State.SAVED : State.CANCELLED;
    }

    /** The state of a sign-in whose end is not known. */
    private State waiting(ProfileEntry entry, ProfileSignIn signIn, SignInRecord record) throws IOException {
        Identity identity = signIn.identity();
        if (record.waiting()
                .filter(one -> one.digest().equals(identity.digest()))
                .isPresent()) {
            if (!life(signIn).isZero()) {
                return State.WAITING;
            }
            SignInOutcome.EXPIRED.reason().ifPresent(signIn::failed);
            ends.end(entry.profile(), identity.digest()::equals, SignInOutcome.EXPIRED);
            return State.EXPIRED;
        }
        boolean polledHere = signIn.pollingLife().isPresent();
        if (polledHere && !signIn.isStored()) {
            return State.WAITING;
        }
        Optional<DeviceSignInRecord> device = signIn.deviceCode().isEmpty()
                ? Optional.empty()
                : devices.read(identity.profileId()).filter(one -> one.digest().equals(identity.digest()));
        if (device.isEmpty()) {
            return State.CANCELLED; // by the deletion of its profile, or more sign-ins ago than the record has
        }
        return polledHere || !life(signIn).isZero() ? State.WAITING : State.EXPIRED;
    }

    private Optional<BrowserSignIn> waitingWithBrowser(ProfileSignIn signIn) {
        Identity identity = signIn.identity();
        try {
            return records.known(identity.profileId())
                    .waiting()
                    .filter(one -> one.digest().equals(identity.digest()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The remaining life of a sign-in that is waiting; zero if it is over, or not known. */
    Duration life(ProfileSignIn signIn) {
        String profileId = signIn.identity().profileId();
        Optional<Duration> life = signIn.pollingLife()
                .or(() -> waitingWithBrowser(signIn).map(browser -> records.left(profileId, browser)))
                .or(() -> signIn.deviceCode().flatMap(code -> deviceLife(signIn)));
        return life.filter(left -> !left.isNegative()).orElse(Duration.ZERO);
    }

    private Optional<Duration> deviceLife(ProfileSignIn signIn) {
        Identity identity = signIn.identity();
        try {
            return devices.read(identity.profileId())
                    .filter(device -> device.digest().equals(identity.digest()))
                    .map(device -> device.left(clock));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
