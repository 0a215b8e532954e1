package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a profile's sign-ins with a browser. It has a record of its own, so that a renewal's write does not cross a
 * callback's, and that the code verifier can be erased from the record's older generation too.
 *
 * @param waiting the sign-in that is waited for
 * @param ended how the latest ones ended, the newest first, so that a callback that comes once more is told so
 */
record SignInRecord(Optional<BrowserSignIn> waiting, List<Ended> ended) {
    /** What the ids of these records begin with; the profile's id follows. */
    static final String ID_PREFIX = "authorization-";

    static final SignInRecord EMPTY = new SignInRecord(Optional.empty(), List.of());

    private static final int VERSION = 1;
    private static final int MOST_ENDED = 8;

    /**
     * One that ended.
     *
     * @param stateDigest which one
     * @param how how it ended
     */
    record Ended(String stateDigest, SignInOutcome how) {}

    /** The same with a new sign-in, which takes the place of one that is waited for. */
    SignInRecord begun(BrowserSignIn next) {
        return new SignInRecord(Optional.of(next), end(SignInOutcome.SUPERSEDED).ended);
    }

    /** The same after the end of the sign-in that is waited for, or of the one that is being redeemed. */
    SignInRecord end(SignInOutcome how) {
        List<Ended> all = new ArrayList<>();
        waiting.ifPresent(signIn -> all.add(new Ended(Sha256.of(signIn.state().reveal()), how)));
        for (Ended earlier : ended) {
            all.add(earlier.how() == SignInOutcome.REDEEMING ? new Ended(earlier.stateDigest(), how) : earlier);
        }
        return new SignInRecord(Optional.empty(), all.subList(0, Math.min(all.size(), MOST_ENDED)));
    }

    /** The same with a sign-in whose code was not sent after all: it is waited for again. */
    SignInRecord again(BrowserSignIn notSent) {
        String digest = Sha256.of(notSent.state().reveal());
        return new SignInRecord(
                Optional.of(notSent),
                ended.stream().filter(one -> !one.stateDigest().equals(digest)).toList());
    }

    /** The same after the end of a redemption, whatever is waited for by now. */
    SignInRecord redeemed(String stateDigest, SignInOutcome how) {
        return new SignInRecord(
                waiting,
                ended.stream()
                        .map(one -> one.stateDigest().equals(stateDigest) ? new Ended(stateDigest, how) : one)
                        .toList());
    }

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
     * @throws IllegalArgumentException if it is none, or is of a newer version
     */
    static SignInRecord read(byte[] bytes) {
        Map<String, @Nullable Object> members = Json.readObject(new String(bytes, UTF_8));
        if (!Integer.valueOf(VERSION).equals(members.get("version"))) {
            throw new IllegalArgumentException("not a record of sign-ins of version " + VERSION);
        }
        List<Ended> ended = new ArrayList<>();
        if (members.get("ended") instanceof List<?> list) {
            for (Object one : list) {
                Map<String, @Nullable Object> read = Json.asObject(one);
                if (read != null) {
                    ended.add(new Ended(
                            String.valueOf(read.get("state")), SignInOutcome.valueOf(String.valueOf(read.get("how")))));
                }
            }
        }
        return new SignInRecord(
                Optional.ofNullable(Json.asObject(members.get("waiting"))).map(BrowserSignIn::read), ended);
    }
}
