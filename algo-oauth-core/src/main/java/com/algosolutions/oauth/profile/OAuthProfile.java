package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One OAuth profile: a provider, an app's credentials, and how to get a token with them. Immutable and thread-safe.
 *
 * <p>The device's form is the model: {@link ProfileField} lists its fields, and this class has an accessor for each. Building checks
 * every rule and reports all problems at once. Printing never shows a secret.
 *
 * @since 0.1.0
 */
public final class OAuthProfile {
    private final String id;
    /** A bit for each field of the form that is not empty. */
    private final long present;
    /** Those fields, in the order of the form. A short array, because a gateway may have many profiles. */
    private final Object[] values;
    /** Parsed when the key is used first: opening PKCS#12 takes a tenth of a second. */
    private volatile @Nullable SigningKey signingKeyRead;

    OAuthProfile(String id, Map<ProfileField<?>, Object> values) {
        this.id = id;
        long bits = 0;
        Object[] found = new Object[values.size()];
        int count = 0;
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = values.get(field);
            if (value != null) {
                bits |= 1L << field.place();
                found[count++] = SharedValues.of(value);
            }
        }
        this.present = bits;
        this.values = found;
    }

    private @Nullable Object at(int place) {
        long bit = 1L << place;
        return (present & bit) == 0 ? null : values[Long.bitCount(present & (bit - 1))];
    }

    /**
     * A form filled in by a preset. Most callers use {@code OAuthClient.draft}, which finds the preset by the provider type.
     *
     * @param preset the preset of the provider type
     * @return the form
     */
    public static ProfileForm builder(Preset preset) {
        return new ProfileForm(
                requireNonNull(preset, "preset"), UUID.randomUUID().toString());
    }

    /**
     * The form with this profile's values. A field that still has the value of the preset follows the preset, so that choosing another
     * environment changes the URLs too.
     *
     * @param preset the preset of this profile's provider type
     * @return the form
     */
    public ProfileForm edit(Preset preset) {
        ProfileForm form = new ProfileForm(requireNonNull(preset, "preset"), id);
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = value(field).orElse(null);
            if (value != null
                    && !value.equals(preset.forGrantType(grantType())
                            .value(field, extraParams())
                            .orElse(null))) {
                form.keep(field, value);
            }
        }
        return form;
    }

    /** {@return the id that stays the same when the profile is renamed or changed} */
    public String id() {
        return id;
    }

    /**
     * The value of a field.
     *
     * @param <T> what the field holds
     * @param field the field
     * @return its value, or empty if it is left empty
     */
    @SuppressWarnings("unchecked") // only a T is put under a ProfileField<T>
    public <T> Optional<T> value(ProfileField<T> field) {
        return Optional.ofNullable((T) at(field.place()));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the rules require these fields; value() reads the others
    private <T> T required(ProfileField<T> field) {
        return (T) at(field.place());
    }

    /** {@return the name that buttons and callers use} */
    public String name() {
        return required(ProfileField.NAME);
    }

    /** {@return the provider's id} */
    public String providerType() {
        return required(ProfileField.PROVIDER_TYPE);
    }

    /** {@return how the token is obtained} */
    public GrantType grantType() {
        return required(ProfileField.GRANT_TYPE);
    }

    /** {@return the token endpoint} */
    public URI tokenUrl() {
        return required(ProfileField.TOKEN_URL);
    }

    /** {@return the authorization endpoint, if any} */
    public Optional<URI> authUrl() {
        return value(ProfileField.AUTH_URL);
    }

    /** {@return the pushed authorization request endpoint, if any} */
    public Optional<URI> parUrl() {
        return value(ProfileField.PAR_URL);
    }

    /** {@return the device authorization endpoint, if any} */
    public Optional<URI> deviceUrl() {
        return value(ProfileField.DEVICE_URL);
    }

    /** {@return the revocation endpoint, if any} */
    public Optional<URI> revocationUrl() {
        return value(ProfileField.REVOCATION_URL);
    }

    /** {@return the authorization server's issuer identifier, if any} */
    public Optional<URI> issuer() {
        return value(ProfileField.ISSUER);
    }

    /** {@return the issuer's metadata of the latest discovery, if there was one} */
    public Optional<ServerMetadata> serverMetadata() {
        return value(ProfileField.SERVER_METADATA);
    }

    /** {@return the endpoint fields whose value differs from the issuer's metadata: those that were set by hand} */
    public List<ProfileField<?>> customEndpoints() {
        return DiscoveryRules.customEndpoints(this::value);
    }

    /** {@return the hosts that the token may be sent to} */
    public List<ApiHost> apiHosts() {
        return required(ProfileField.API_HOSTS);
    }

    /** {@return the client identifier} */
    public String clientId() {
        return required(ProfileField.CLIENT_ID);
    }

    /** {@return the client secret, if any} */
    public Optional<Secret> clientSecret() {
        return value(ProfileField.CLIENT_SECRET);
    }

    /** {@return how the client authenticates} */
    public ClientAuthMode clientAuthMode() {
        return required(ProfileField.CLIENT_AUTH_MODE);
    }

    /** {@return whether scopes are requested} */
    public ScopeMode scopeMode() {
        return required(ProfileField.SCOPE_MODE);
    }

    /** {@return the requested scopes; empty with {@link ScopeMode#NONE}} */
    public List<String> scopes() {
        return value(ProfileField.SCOPES).orElse(List.of());
    }

    /** {@return the resources that tokens are requested for; if empty, the provider chooses} */
    public List<URI> resources() {
        return value(ProfileField.RESOURCES).orElse(List.of());
    }

    /** {@return the extra parameters, including {@link Preset#ownParams()}, which are not sent} */
    public Map<String, String> extraParams() {
        return value(ProfileField.EXTRA_PARAMS).orElse(Map.of());
    }

    /** {@return who signs the assertion} */
    public JwtAssertionMode jwtAssertionMode() {
        return value(ProfileField.JWT_ASSERTION_MODE).orElse(JwtAssertionMode.DISABLED);
    }

    /** {@return the pasted assertion, if any} */
    public Optional<Secret> jwtAssertion() {
        return value(ProfileField.JWT_ASSERTION);
    }

    /** {@return the code challenge method, if any} */
    public Optional<PkceMethod> pkceMethod() {
        return value(ProfileField.PKCE_METHOD);
    }

    /** {@return the redirect URI, if any} */
    public Optional<URI> redirectUri() {
        return value(ProfileField.REDIRECT_URI);
    }

    /** {@return what the authorization endpoint returns, if set} */
    public Optional<ResponseType> responseType() {
        return value(ProfileField.RESPONSE_TYPE);
    }

    /** {@return whether callbacks must have an {@code iss}, if set; else the issuer's metadata decides} */
    public Optional<IssuerCheck> issuerCheck() {
        return value(ProfileField.ISSUER_CHECK);
    }

    /** {@return the lifetime of a token whose response has no {@code expires_in}, if set} */
    public Optional<Duration> defaultExpiresIn() {
        return value(ProfileField.DEFAULT_EXPIRES_IN);
    }

    /** {@return the type of access token to request} */
    public AccessTokenType accessTokenType() {
        return value(ProfileField.ACCESS_TOKEN_TYPE).orElse(AccessTokenType.BEARER);
    }

    /**
     * {@return whether the device presents its TLS certificate to this profile's servers: to authenticate, or because the certificate binds
     * the tokens}
     */
    public boolean usesCertificate() {
        return clientAuthMode().usesCertificate() || accessTokenType() == AccessTokenType.MTLS;
    }

    /** {@return the device's private key as it was pasted, if any} */
    public Optional<Secret> signingKey() {
        return value(ProfileField.SIGNING_KEY);
    }

    /**
     * The signing key, parsed once, unless two threads ask first at the same time.
     *
     * @return the key, or empty if the profile has none
     * @throws IllegalArgumentException if it cannot be read, which the form's rules exclude
     */
    public Optional<SigningKey> parsedSigningKey() {
        SigningKey read = signingKeyRead;
        if (read == null && signingKey().isPresent()) {
            read = SigningKey.read(signingKey().get(), signingKeyPassword());
            signingKeyRead = read;
        }
        return Optional.ofNullable(read);
    }

    /** {@return the password of a signing key in PKCS#12 or encrypted PKCS#8, if any} */
    public Optional<Secret> signingKeyPassword() {
        return value(ProfileField.SIGNING_KEY_PASSWORD);
    }

    /** {@return the id by which the provider knows the signing key, if set} */
    public Optional<String> signingKeyId() {
        return value(ProfileField.SIGNING_KEY_ID);
    }

    /** {@return the algorithm that the device signs with, if set; else the usual one of the key} */
    public Optional<SigningAlgorithm> signingAlgorithm() {
        return value(ProfileField.SIGNING_ALGORITHM);
    }

    /** {@return the issuer of a self-signed assertion, if set; else the client id} */
    public Optional<String> assertionIssuer() {
        return value(ProfileField.ASSERTION_ISSUER);
    }

    /** {@return the subject of a self-signed assertion, if set; else its issuer} */
    public Optional<String> assertionSubject() {
        return value(ProfileField.ASSERTION_SUBJECT);
    }

    /** {@return the audience of a self-signed assertion, if set; else the issuer, or the token URL} */
    public Optional<String> assertionAudience() {
        return value(ProfileField.ASSERTION_AUDIENCE);
    }

    /** {@return how long a signed assertion lives, if set; else a minute} */
    public Optional<Duration> assertionLifetime() {
        return value(ProfileField.ASSERTION_LIFETIME);
    }

    /** {@return the further claims of a self-signed assertion, as JSON values} */
    public Map<String, Object> assertionClaims() {
        return value(ProfileField.ASSERTION_CLAIMS).orElse(Map.of());
    }

    /** {@return the audience of the JWT that authenticates the client, if set; else the issuer, or the token URL} */
    public Optional<String> clientAssertionAudience() {
        return value(ProfileField.CLIENT_ASSERTION_AUDIENCE);
    }

    /** {@return a copy in which the fields that hold secrets are empty, for provider plugins} */
    public OAuthProfile withoutSecrets() {
        Map<ProfileField<?>, Object> open = new HashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            if (!field.secret()) {
                value(field).ifPresent(value -> open.put(field, value));
            }
        }
        return new OAuthProfile(id, open);
    }

    /**
     * The profile as a JSON object of the form's properties, on one line, without its secrets.
     *
     * @return the JSON text, which {@link ProfileForm#json(String)} reads
     */
    public String toJson() {
        return Json.write(written(false));
    }

    /**
     * The profile's JSON members, <strong>secrets included</strong>: for an encrypted store, and for nothing else.
     *
     * @return property names to JSON values
     */
    public Map<String, Object> revealAll() {
        return written(true);
    }

    private Map<String, Object> written(boolean secrets) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            if (value(field).isPresent() && (secrets || !field.secret())) {
                members.put(field.property(), written(field));
            }
        }
        return members;
    }

    private <T> Object written(ProfileField<T> field) {
        return field.write(required(field));
    }

    /**
     * The value of a field as text, for people. {@link ProfileForm#setText} accepts it.
     *
     * @param field the field
     * @return the text; {@code ***} for a secret, empty if the field is not set
     */
    public String display(ProfileField<?> field) {
        return displayed(field);
    }

    private <T> String displayed(ProfileField<T> field) {
        return value(field).map(field::display).orElse("");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OAuthProfile that
                && id.equals(that.id)
                && present == that.present
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return name, provider and grant; not the client id, into which an operator may have pasted a secret} */
    @Override
    public String toString() {
        Secret[] secrets =
                Arrays.stream(values).filter(Secret.class::isInstance).toArray(Secret[]::new);
        return Secret.mask("OAuthProfile[" + name() + ", " + providerType() + ", " + grantType() + "]", secrets);
    }
}
