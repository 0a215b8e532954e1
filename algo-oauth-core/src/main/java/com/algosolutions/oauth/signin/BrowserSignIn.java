package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
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
 * A sign-in with a browser that is waited for.
 *
 * @param binding for what it was begun
 * @param state what the callback has to bring back
 * @param pkce the verifier of the challenge that went with the browser
 * @param redirectUri where the browser was told to come back to
 * @param issuer the issuer identifier of the authorization server, where the profile knows it
 * @param issuerRequired whether the callback has to name it: RFC 9207 section 2.4
 * @param url the address to open
 * @param openFor how long the address can be opened; as long as the sign-in is waited for, but for a request that was pushed
 * @param proofKey the key to which the code is bound, if it is
 * @param begunAt the wall clock when it was begun, if that could be right; a hint
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

    /** How long somebody has to sign in. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** What is left of its life by the wall clock, which is all there is after a restart; all of it where that cannot tell. */
    Duration left(TrustedClock clock) {
        if (begunAt.isEmpty() || !clock.trusted()) {
            return LIFE;
        }
        Duration age = Duration.between(begunAt.get(), clock.now());
        return age.isNegative() ? LIFE : LIFE.minus(age);
    }

    /** What is left of the time in which the address can be opened. */
    Duration openFor(Duration left) {
        Duration open = left.minus(LIFE.minus(openFor));
        return open.isNegative() ? Duration.ZERO : open;
    }

    /** Compares in time that does not tell where two states differ. */
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

    static BrowserSignIn read(Map<String, @Nullable Object> members) {
        return new BrowserSignIn(
                ProfileSnapshot.read(Json.asObject(members.get("binding"))),
                Secret.of(text(members, "state")),
                new Pkce(Secret.of(text(members, "verifier"))),
                URI.create(text(members, "redirectUri")),
                members.get("issuer") instanceof String issuer ? Optional.of(issuer) : Optional.empty(),
                Boolean.TRUE.equals(members.get("issuerRequired")),
                URI.create(text(members, "url")),
                members.get("openFor") instanceof Number seconds ? Duration.ofSeconds(seconds.longValue()) : LIFE,
                members.get("proofKey") instanceof String key ? Optional.of(Secret.of(key)) : Optional.empty(),
                members.get("begunAt") instanceof Number second
                        ? Optional.of(Instant.ofEpochSecond(second.longValue()))
                        : Optional.empty());
    }

    private static String text(Map<String, @Nullable Object> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a sign-in without " + name);
    }

    /** {@return where somebody signs in; not the state, nor the address that has it} */
    @Override
    public String toString() {
        return "CodeSignIn[" + url.getHost() + "]";
    }
}
