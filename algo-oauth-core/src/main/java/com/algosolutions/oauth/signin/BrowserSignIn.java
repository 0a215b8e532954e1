package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in with a browser whose callback has not come yet. Immutable.
 *
 * @param binding the profile when the sign-in began
 * @param state the {@code state} that the callback must contain
 * @param pkce the verifier of the challenge in the authorization request
 * @param redirectUri the redirect URI in the authorization request
 * @param issuer the issuer identifier of the authorization server, if the profile has one
 * @param issuerRequired whether the callback must name its issuer: RFC 9207 section 2.4
 * @param url the address to open
 * @param openFor how long the address can be opened: {@link #LIFE}, or less for a pushed request
 * @param proofKey the DPoP key to which the code is bound, if it is
 * @param begunAt the wall clock at the start, if it was trusted
 */
record BrowserSignIn(
        ProfileSnapshot binding,
        Secret state,
        Pkce pkce,
        URI redirectUri,
        Optional<String> issuer,
        boolean issuerRequired,
        URI url,
        Duration openFor,
        Optional<Secret> proofKey,
        Optional<Instant> begunAt) {

    /** How long the user has to sign in. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** The length of a state's random part. */
    private static final int RANDOM = Pkce.random().length();

    private static final int LONGEST_ID = 100;

    /**
     * The remaining life by the wall clock, the only clock that continues after a restart. {@link #LIFE} if the clock is not trusted or is
     * before {@link #begunAt}; zero after the end.
     */
    Duration left(TrustedClock clock) {
        if (begunAt.isEmpty() || !clock.trusted()) {
            return LIFE;
        }
        Duration age = Duration.between(begunAt.get(), clock.now());
        return age.isNegative() ? LIFE : notNegative(LIFE.minus(age));
    }

    /** The remaining time in which the address can be opened. */
    Duration openFor(Duration left) {
        return notNegative(left.minus(LIFE.minus(openFor)));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** A state that callbacks of a profile contain: 256 random bits, and the profile's id, by which the profile is found. */
    static String freshState(String profileId) {
        return Pkce.random() + profileId;
    }

    /** The id of the profile in a state; empty if this library has not made the state. */
    static Optional<String> profileId(String state) {
        boolean possible = state.length() > RANDOM && state.length() <= RANDOM + LONGEST_ID;
        return possible && state.chars().skip(RANDOM).allMatch(BrowserSignIn::isOfId)
                ? Optional.of(state.substring(RANDOM))
                : Optional.empty();
    }

    /** Whether a profile's id may contain a character: the rule of {@code ProfileForm.id}. */
    private static boolean isOfId(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** The digest of the state, which identifies the sign-in after its end. */
    String digest() {
        return Sha256.of(state.reveal());
    }

    /** Compares the states in constant time. */
    boolean isOf(String other) {
        return MessageDigest.isEqual(state.reveal().getBytes(UTF_8), other.getBytes(UTF_8));
    }

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("binding", binding.members());
        members.put("state", state.reveal());
        members.put("verifier", pkce.verifier().reveal());
        members.put("redirectUri", redirectUri.toString());
        members.put("issuer", issuer.orElse(null));
        members.put("issuerRequired", issuerRequired);
        members.put("url", url.toString());
        members.put("openFor", openFor.toSeconds());
        members.put("proofKey", proofKey.map(Secret::reveal).orElse(null));
        members.put("begunAt", begunAt.map(Instant::getEpochSecond).orElse(null));
        return members;
    }

    /**
     * Reads a stored sign-in.
     *
     * @throws IllegalArgumentException if a required member is missing or invalid
     */
    static BrowserSignIn read(Members members) {
        return new BrowserSignIn(
                ProfileSnapshot.read(members.asMap().get("binding")),
                Secret.of(members.requiredText("state")),
                new Pkce(Secret.of(members.requiredText("verifier"))),
                url(members, "redirectUri"),
                members.text("issuer"),
                members.flag("issuerRequired"),
                url(members, "url"),
                members.duration("openFor")
                        .filter(time -> !time.isNegative() && time.compareTo(LIFE) <= 0)
                        .orElse(LIFE),
                members.text("proofKey").map(Secret::of),
                members.instant("begunAt"));
    }

    private static URI url(Members members, String name) {
        URI url = URI.create(members.requiredText(name));
        ApiHost.of(url);
        return url;
    }

    /** {@return the host of the authorization endpoint; not the state, nor the address, which contains it} */
    @Override
    public String toString() {
        return "BrowserSignIn[" + ApiHost.of(url).host() + "]";
    }
}
