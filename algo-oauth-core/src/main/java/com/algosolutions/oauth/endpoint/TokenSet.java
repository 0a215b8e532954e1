package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens that a token endpoint issued in one response: RFC 6749 section 5.1. Immutable.
 *
 * @param accessToken the access token
 * @param expiresIn the lifetime of the access token, from {@code issuedAt}
 * @param refreshToken the refresh token, if one was issued
 * @param refreshExpiresIn the lifetime of the refresh token, if the response contains it
 * @param scope the granted scope; empty if the response has none, which means the requested scope
 * @param issuedAt the time of the request on the wall clock, which may be wrong
 * @param sequence counts the token sets of a credential, so that the newer of two copies is known without a clock
 * @param proofKey the key to which the tokens are bound, a private JWK: RFC 9449; empty for bearer tokens
 */
public record TokenSet(
        Secret accessToken,
        Duration expiresIn,
        Optional<Secret> refreshToken,
        Optional<Duration> refreshExpiresIn,
        String scope,
        Instant issuedAt,
        long sequence,
        Optional<Secret> proofKey) {

    /** A set of bearer tokens. */
    public TokenSet(
            Secret accessToken,
            Duration expiresIn,
            Optional<Secret> refreshToken,
            Optional<Duration> refreshExpiresIn,
            String scope,
            Instant issuedAt,
            long sequence) {
        this(accessToken, expiresIn, refreshToken, refreshExpiresIn, scope, issuedAt, sequence, Optional.empty());
    }

    /** This token set some time later: the lifetime of the refresh token is shorter. */
    public TokenSet aged(long nanos) {
        return new TokenSet(
                accessToken,
                expiresIn,
                refreshToken,
                refreshExpiresIn
                        .map(life -> life.minusNanos(nanos))
                        .map(left -> left.isNegative() ? Duration.ZERO : left),
                scope,
                issuedAt,
                sequence,
                proofKey);
    }

    /** This token set as the successor of another, whose refresh token it keeps if it has none: RFC 6749 section 6. */
    public TokenSet succeeding(TokenSet earlier, boolean refreshed) {
        boolean keeps = refreshed && refreshToken.isEmpty();
        return new TokenSet(
                accessToken,
                expiresIn,
                keeps ? earlier.refreshToken : refreshToken,
                keeps && refreshExpiresIn.isEmpty() ? earlier.refreshExpiresIn : refreshExpiresIn,
                refreshed && scope.isEmpty() ? earlier.scope : scope,
                issuedAt,
                earlier.sequence + 1,
                proofKey);
    }

    /** For a status page: the granted scope if it is not the requested one (RFC 6749 section 3.3), otherwise an empty text. */
    public String otherScope(OAuthProfile profile) {
        if (scope.isEmpty() || profile.scopes().isEmpty()) {
            return "";
        }
        Set<String> granted = new HashSet<>(List.of(scope.split("[ ,]+")));
        return granted.equals(Set.copyOf(profile.scopes()))
                ? ""
                : ", with another scope than requested: "
                        + new Redactor(Redactor.of(profile)).with(secrets()).clean(scope);
    }

    /** The tokens, and the private key to which they are bound: a server may echo them. */
    public List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>(List.of(accessToken));
        refreshToken.ifPresent(secrets::add);
        proofKey.ifPresent(key -> secrets.addAll(Redactor.numbers(key)));
        return secrets;
    }

    /** This token set after the server rejected its refresh token. */
    public TokenSet withoutRefreshToken() {
        return new TokenSet(
                accessToken, expiresIn, Optional.empty(), Optional.empty(), scope, issuedAt, sequence, proofKey);
    }

    /** The marker of a revoked token set. Its number makes it newer than every copy that still has tokens. */
    public TokenSet revoked() {
        return new TokenSet(
                Secret.of("revoked"), Duration.ZERO, Optional.empty(), Optional.empty(), scope, issuedAt, sequence + 1);
    }

    /** Whether it contains a token. */
    public boolean usable() {
        return refreshToken.isPresent() || !expiresIn.isZero();
    }

    /** {@return number and kind; not the tokens} */
    @Override
    public String toString() {
        return "grant " + sequence + (refreshToken.isPresent() ? " with" : " without") + " refresh token";
    }
}
