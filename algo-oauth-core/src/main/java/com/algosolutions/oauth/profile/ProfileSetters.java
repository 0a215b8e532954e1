package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A setter for each field of the form, under the name of its property. {@link ProfileForm} inherits them. */
abstract class ProfileSetters {
    ProfileSetters() {}

    /** Sets any field; the setters below delegate to it. */
    abstract <T> ProfileForm set(ProfileField<T> field, T value);

    /** Restores the preset's value of a field. */
    abstract ProfileForm reset(ProfileField<?> field);

    /**
     * Sets the name.
     *
     * @param value unique in the store
     * @return this
     */
    public ProfileForm name(String value) {
        return set(ProfileField.NAME, value);
    }

    /**
     * Sets how the token is obtained.
     *
     * @param value the grant type
     * @return this
     */
    public ProfileForm grantType(GrantType value) {
        return set(ProfileField.GRANT_TYPE, value);
    }

    /**
     * Sets the token endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm tokenUrl(URI value) {
        return set(ProfileField.TOKEN_URL, value);
    }

    /**
     * Sets the authorization endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm authUrl(URI value) {
        return set(ProfileField.AUTH_URL, value);
    }

    /**
     * Sets the device authorization endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm deviceUrl(URI value) {
        return set(ProfileField.DEVICE_URL, value);
    }

    /**
     * Sets the revocation endpoint.
     *
     * @param value an https URL
     * @return this
     */
    public ProfileForm revocationUrl(URI value) {
        return set(ProfileField.REVOCATION_URL, value);
    }

    /**
     * Sets the issuer identifier.
     *
     * @param value an https URL without query and fragment
     * @return this
     */
    public ProfileForm issuer(URI value) {
        return set(ProfileField.ISSUER, value);
    }

    /**
     * Sets the hosts that the token may be sent to.
     *
     * @param value the hosts
     * @return this
     */
    public ProfileForm apiHosts(ApiHost... value) {
        return set(ProfileField.API_HOSTS, List.of(requireNonNull(value, "apiHosts")));
    }

    /**
     * Sets the client identifier.
     *
     * @param value as the provider's console shows it
     * @return this
     */
    public ProfileForm clientId(String value) {
        return set(ProfileField.CLIENT_ID, value);
    }

    /**
     * Sets the client secret.
     *
     * @param value as the provider's console shows it
     * @return this
     */
    public ProfileForm clientSecret(Secret value) {
        return set(ProfileField.CLIENT_SECRET, value);
    }

    /**
     * Sets how the client authenticates.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm clientAuthMode(ClientAuthMode value) {
        return set(ProfileField.CLIENT_AUTH_MODE, value);
    }

    /**
     * Sets the scopes, and with them {@link ScopeMode#SCOPES_LIST}; without any, {@link ScopeMode#NONE}.
     *
     * @param value the scopes
     * @return this
     */
    public ProfileForm scopes(String... value) {
        List<String> scopes = List.of(requireNonNull(value, "scopes"));
        if (scopes.isEmpty()) {
            return reset(ProfileField.SCOPES).set(ProfileField.SCOPE_MODE, ScopeMode.NONE);
        }
        return set(ProfileField.SCOPES, scopes).set(ProfileField.SCOPE_MODE, ScopeMode.SCOPES_LIST);
    }

    /**
     * Sets whether scopes are requested.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm scopeMode(ScopeMode value) {
        return set(ProfileField.SCOPE_MODE, value);
    }

    /**
     * Sets the extra parameters.
     *
     * @param value names to values, none of them a standard parameter of OAuth
     * @return this
     */
    public ProfileForm extraParams(Map<String, String> value) {
        return set(ProfileField.EXTRA_PARAMS, value);
    }

    /**
     * Sets who signs the assertion.
     *
     * @param value the mode
     * @return this
     */
    public ProfileForm jwtAssertionMode(JwtAssertionMode value) {
        return set(ProfileField.JWT_ASSERTION_MODE, value);
    }

    /**
     * Sets the pasted assertion. White space around it is removed.
     *
     * @param value the JWT
     * @return this
     */
    public ProfileForm jwtAssertion(Secret value) {
        return set(ProfileField.JWT_ASSERTION, value);
    }

    /**
     * Sets the code challenge method: RFC 7636 section 4.2.
     *
     * @param value the method
     * @return this
     */
    public ProfileForm pkceMethod(PkceMethod value) {
        return set(ProfileField.PKCE_METHOD, value);
    }

    /**
     * Sets the redirect URI: RFC 6749 section 3.1.2.
     *
     * @param value an https URL, exactly as registered with the provider
     * @return this
     */
    public ProfileForm redirectUri(URI value) {
        return set(ProfileField.REDIRECT_URI, value);
    }

    /**
     * Sets the pushed authorization request endpoint: RFC 9126 section 2.
     *
     * @param value an https URL; without it, the authorization request is sent through the browser only
     * @return this
     */
    public ProfileForm parUrl(URI value) {
        return set(ProfileField.PAR_URL, value);
    }

    /**
     * Sets the resources that the token is requested for: RFC 8707.
     *
     * @param values absolute URIs without fragment, as the provider names its APIs
     * @return this
     */
    public ProfileForm resources(URI... values) {
        return set(ProfileField.RESOURCES, List.of(requireNonNull(values, "resources")));
    }

    /**
     * Sets what the authorization endpoint returns.
     *
     * @param value the response type
     * @return this
     */
    public ProfileForm responseType(ResponseType value) {
        return set(ProfileField.RESPONSE_TYPE, value);
    }

    /**
     * Sets <em>Issuer Check</em>.
     *
     * @param value the value
     * @return this
     */
    public ProfileForm issuerCheck(IssuerCheck value) {
        return set(ProfileField.ISSUER_CHECK, value);
    }

    /**
     * Sets the lifetime of a token whose response has no {@code expires_in}.
     *
     * @param value whole seconds, 1 s to 30 days
     * @return this
     */
    public ProfileForm defaultExpiresIn(Duration value) {
        return set(ProfileField.DEFAULT_EXPIRES_IN, value);
    }

    /**
     * Sets the type of access token to request.
     *
     * @param value the type; bearer tokens by default
     * @return this
     */
    public ProfileForm accessTokenType(AccessTokenType value) {
        return set(ProfileField.ACCESS_TOKEN_TYPE, value);
    }

    /**
     * Sets the device's private key, for {@link JwtAssertionMode#SELF_SIGNED} and {@link ClientAuthMode#PRIVATE_KEY_JWT}.
     *
     * @param value PKCS#8, PKCS#1 or SEC 1 in PEM, a JWK, a service account's JSON file, or PKCS#12 in Base64
     * @return this
     */
    public ProfileForm signingKey(Secret value) {
        return set(ProfileField.SIGNING_KEY, value);
    }

    /**
     * Sets the password of a signing key in PKCS#12 or encrypted PKCS#8.
     *
     * @param value the password
     * @return this
     */
    public ProfileForm signingKeyPassword(Secret value) {
        return set(ProfileField.SIGNING_KEY_PASSWORD, value);
    }

    /**
     * Sets the id by which the provider knows the key: RFC 7515 section 4.1.4.
     *
     * @param value the {@code kid}
     * @return this
     */
    public ProfileForm signingKeyId(String value) {
        return set(ProfileField.SIGNING_KEY_ID, value);
    }

    /**
     * Sets the algorithm that the device signs with.
     *
     * @param value the algorithm: RFC 7518 section 3.1, RFC 8037
     * @return this
     */
    public ProfileForm signingAlgorithm(SigningAlgorithm value) {
        return set(ProfileField.SIGNING_ALGORITHM, value);
    }

    /**
     * Sets the {@code iss} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value the party that signs
     * @return this
     */
    public ProfileForm assertionIssuer(String value) {
        return set(ProfileField.ASSERTION_ISSUER, value);
    }

    /**
     * Sets the {@code sub} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value the party that the token is issued for
     * @return this
     */
    public ProfileForm assertionSubject(String value) {
        return set(ProfileField.ASSERTION_SUBJECT, value);
    }

    /**
     * Sets the {@code aud} of a self-signed assertion: RFC 7523 section 3.
     *
     * @param value the party that accepts the assertion
     * @return this
     */
    public ProfileForm assertionAudience(String value) {
        return set(ProfileField.ASSERTION_AUDIENCE, value);
    }

    /**
     * Sets how long a signed assertion lives.
     *
     * @param value whole seconds, 30 to 300
     * @return this
     */
    public ProfileForm assertionLifetime(Duration value) {
        return set(ProfileField.ASSERTION_LIFETIME, value);
    }

    /**
     * Sets further claims of a self-signed assertion.
     *
     * @param value names to texts, numbers, booleans, lists and maps; none of them a claim that the device sets itself
     * @return this
     */
    public ProfileForm assertionClaims(Map<String, ?> value) {
        return set(ProfileField.ASSERTION_CLAIMS, new LinkedHashMap<>(requireNonNull(value, "assertionClaims")));
    }

    /**
     * Sets the {@code aud} of the JWT that authenticates the client.
     *
     * @param value the audience; the issuer by default, or the token URL if there is no issuer
     * @return this
     */
    public ProfileForm clientAssertionAudience(String value) {
        return set(ProfileField.CLIENT_ASSERTION_AUDIENCE, value);
    }
}
