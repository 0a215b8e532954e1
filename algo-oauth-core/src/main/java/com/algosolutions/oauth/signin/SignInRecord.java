package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.PendingTokenSet;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored sign-ins of a profile: the one with a browser that is waiting, and how the latest ones of any kind ended. Immutable. The
 * record is separate from the profile's, so that the writes of a renewal and of a callback do not conflict, and so that the code verifier
 * can be erased from the record's previous generation too.
 *
 * @param waiting the sign-in whose callback has not come yet
 * @param ended the latest sign-ins that ended, the newest first, for the response to a repeated callback, and for other processes
 */
record SignInRecord(Optional<BrowserSignIn> waiting, List<Ended> ended) {
    /** The prefix of the record ids; the profile's id follows. */
    static final String ID_PREFIX = "authorization-";

    static final SignInRecord EMPTY = new SignInRecord(Optional.empty(), List.of());

    private static final int VERSION = 1;
    private static final int MOST_ENDED = 8;

    /**
     * A sign-in that ended.
     *
     * @param stateDigest the digest of its state or of its device code; random for a grant without a sign-in
     * @param how how it ended
     */
    record Ended(String stateDigest, SignInOutcome how) {}

    /** The record after a start: the new sign-in replaces the waiting one. */
    SignInRecord begun(BrowserSignIn next) {
        return new SignInRecord(Optional.of(next), end(SignInOutcome.SUPERSEDED).ended);
    }

    /** The record after the end of the sign-in that is waiting or being redeemed. */
    SignInRecord end(SignInOutcome how) {
        List<Ended> all = new ArrayList<>();
        waiting.ifPresent(signIn -> all.add(new Ended(signIn.digest(), how)));
        for (Ended earlier : ended) {
            all.add(earlier.how() == SignInOutcome.REDEEMING ? new Ended(earlier.stateDigest(), how) : earlier);
        }
        return new SignInRecord(Optional.empty(), all.subList(0, Math.min(all.size(), MOST_ENDED)));
    }

    /** The record after a redemption that did not send the code: the sign-in is waiting again. */
    SignInRecord again(BrowserSignIn notSent) {
        String digest = notSent.digest();
        return new SignInRecord(
                Optional.of(notSent),
                ended.stream().filter(one -> !one.stateDigest().equals(digest)).toList());
    }

    /** The record after the end of a redemption. A newer waiting sign-in is kept. */
    SignInRecord redeemed(String stateDigest, SignInOutcome how) {
        return new SignInRecord(
                waiting,
                ended.stream()
                        .map(one -> one.stateDigest().equals(stateDigest) ? new Ended(stateDigest, how) : one)
                        .toList());
    }

    /** The record after the end of a sign-in that is not in it yet, such as one on another device. An end that is in it stays. */
    SignInRecord ended(String digest, SignInOutcome how) {
        if (endOf(digest).isPresent()) {
            return this;
        }
        List<Ended> all = new ArrayList<>(ended);
        all.add(0, new Ended(digest, how));
        return new SignInRecord(waiting, all.subList(0, Math.min(all.size(), MOST_ENDED)));
    }

    /**
     * The record after a sign-in has obtained tokens.
     *
     * @param replaced the unsaved tokens of an earlier sign-in that they replace
     */
    SignInRecord granted(String digest, Optional<PendingTokenSet> replaced) {
        return replaced.map(tokens -> dropped(tokens, SignInOutcome.SUPERSEDED))
                .orElse(this)
                .ended(digest, SignInOutcome.GRANTED)
                .redeemed(digest, SignInOutcome.GRANTED);
    }

    /** The record after unsaved tokens were dropped. */
    SignInRecord dropped(PendingTokenSet tokens, SignInOutcome how) {
        String digest = signInOf(tokens);
        return ended(digest, how).redeemed(digest, how);
    }

    /**
     * The digest of the sign-in that obtained unsaved tokens. An earlier version stored the tokens without it: then it is the newest one in
     * this record that obtained any, or if there is none, a digest of the tokens.
     */
    String signInOf(PendingTokenSet tokens) {
        return tokens.signIn()
                .or(this::newestGranted)
                .orElseGet(() -> Sha256.of(tokens.grant().accessToken().reveal()));
    }

    /** The digest of the newest sign-in that obtained tokens. */
    private Optional<String> newestGranted() {
        return ended.stream()
                .filter(one -> one.how() == SignInOutcome.GRANTED)
                .map(Ended::stateDigest)
                .findFirst();
    }

    /** How the sign-in with a digest ended; empty if it is unknown or still waiting. */
    Optional<SignInOutcome> endOf(String stateDigest) {
        return ended.stream()
                .filter(one -> one.stateDigest().equals(stateDigest))
                .map(Ended::how)
                .findFirst();
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("waiting", waiting.map(BrowserSignIn::members).orElse(null));
        members.put(
                "ended",
                ended.stream()
                        .map(one -> Map.<String, @Nullable Object>of(
                                "state", one.stateDigest(), "how", one.how().name()))
                        .toList());
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the bytes are no such record, or one of another version
     */
    static SignInRecord read(byte[] bytes) {
        Members members = Members.parse(bytes).version(VERSION);
        List<Ended> ended = new ArrayList<>();
        for (Members one : members.objects("ended")) {
            // An entry without a state matches no callback.
            ended.add(new Ended(one.text("state").orElse(""), SignInOutcome.valueOf(one.requiredText("how"))));
        }
        return new SignInRecord(members.object("waiting").map(BrowserSignIn::read), ended);
    }
}
