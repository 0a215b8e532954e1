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
 * What a token endpoint issued: RFC 6749 section 5.1.
 *
 * @param accessToken the access token
 * @param expiresIn how long it lives from {@code issuedAt}
 * @param refreshToken the refresh token, if one was issued
 * @param refreshExpiresIn how long the refresh token lives, if the reply says so
 * @param scope the scope granted, or an empty text where the reply does not say: then it is the scope asked for
 * @param issuedAt the wall clock when it was asked for; a hint, since that clock may be wrong
 * @param sequence counts the grants of a credential, so that of two copies the newer one is known without a clock
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

    /** A grant of bearer tokens. */
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

    /** This grant some time later: a refresh token that is kept has less of its life left. */
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

    /** This grant as the successor of another, whose refresh token it keeps if it has none: RFC 6749 section 6. */
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

    /** For a status page: the scope granted, where it is another than was asked for (RFC 6749 section 3.3); otherwise nothing. */
    public String otherScope(OAuthProfile profile) {
        if (scope.isEmpty() || profile.scopes().isEmpty()) {
            return "";
        }
        Set<String> granted = new HashSet<>(List.of(scope.split("[ ,]+")));
        return granted.equals(Set.copyOf(profile.scopes()))
                ? ""
                : ", with another scope than asked for: " + new Redactor(secrets(profile)).clean(scope);
    }

    private List<Secret> secrets(OAuthProfile profile) {
        List<Secret> secrets = new ArrayList<>(List.of(accessToken));
        refreshToken.ifPresent(secrets::add);
        profile.clientSecret().ifPresent(secrets::add);
        profile.jwtAssertion().ifPresent(secrets::add);
        return secrets;
    }

    /** The same grant after its refresh token was refused. */
    public TokenSet withoutRefreshToken() {
        return new TokenSet(
                accessToken, expiresIn, Optional.empty(), Optional.empty(), scope, issuedAt, sequence, proofKey);
    }

    /** What is left of a grant that was revoked: its number, by which it is newer than every copy that still has tokens. */
    public TokenSet revoked() {
        return new TokenSet(
                Secret.of("revoked"), Duration.ZERO, Optional.empty(), Optional.empty(), scope, issuedAt, sequence + 1);
    }

    /** Whether there is a token in it. */
    public boolean usable() {
        return refreshToken.isPresent() || !expiresIn.isZero();
    }

    /** {@return what it is good for; not the tokens} */
    @Override
    public String toString() {
        return "grant " + sequence + (refreshToken.isPresent() ? " with" : " without") + " refresh token";
    }
}
