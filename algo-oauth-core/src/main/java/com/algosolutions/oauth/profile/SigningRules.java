package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.ProfileField.ASSERTION_CLAIMS;
import static com.algosolutions.oauth.profile.ProfileField.ASSERTION_LIFETIME;
import static com.algosolutions.oauth.profile.ProfileField.CLIENT_SECRET;
import static com.algosolutions.oauth.profile.ProfileField.SIGNING_ALGORITHM;
import static com.algosolutions.oauth.profile.ProfileField.SIGNING_KEY;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules for signed assertions: key, secret and claims. */
final class SigningRules {
    /** The claims that the device sets itself: RFC 7519 section 4.1. */
    private static final Set<String> STANDARD_CLAIMS = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<ProfileField<?>, Object> values;
    private final List<Problem> problems = new ArrayList<>();

    SigningRules(Map<ProfileField<?>, Object> values) {
        this.values = values;
    }

    List<Problem> problems() {
        Optional<SigningAlgorithm> chosen = value(SIGNING_ALGORITHM);
        boolean mac = chosen.filter(SigningAlgorithm::mac).isPresent();
        boolean selfSigned = GrantType.JWT_BEARER.equals(values.get(ProfileField.GRANT_TYPE))
                && values.get(ProfileField.JWT_ASSERTION_MODE) == JwtAssertionMode.SELF_SIGNED;
        Object mode = values.get(ProfileField.CLIENT_AUTH_MODE);
        if (mode == ClientAuthMode.PRIVATE_KEY_JWT && mac) {
            problem(
                    SIGNING_ALGORITHM,
                    "is " + chosen.get() + ", which does not sign with a private key",
                    "Choose RS256.");
        }
        boolean keyNeeded = mode == ClientAuthMode.PRIVATE_KEY_JWT || (selfSigned && !mac);
        if (value(SIGNING_KEY).isPresent()) {
            key(chosen.filter(algorithm -> !algorithm.mac()));
        } else if (keyNeeded) {
            problem(
                    SIGNING_KEY,
                    "is missing",
                    "Paste the private key: PKCS#8 in PEM, a JWK, or PKCS#12 in Base64 with its password.");
        }
        if (mode == ClientAuthMode.CLIENT_SECRET_JWT || (selfSigned && mac)) {
            secret(chosen.filter(SigningAlgorithm::mac).orElse(SigningAlgorithm.HS256), selfSigned && mac);
        }
        claims();
        return problems;
    }

    private void key(Optional<SigningAlgorithm> chosen) {
        try {
            SigningKey key =
                    SigningKey.read(value(SIGNING_KEY).orElseThrow(), value(ProfileField.SIGNING_KEY_PASSWORD));
            key.trial();
            chosen.filter(algorithm -> !algorithm.fits(key.privateKey()))
                    .ifPresent(algorithm -> problem(
                            SIGNING_ALGORITHM,
                            "is " + algorithm.jose() + ", but the signing key is " + key.kind(),
                            "Choose " + key.usualAlgorithm() + ", or paste another key."));
        } catch (UnusableKeyException e) {
            problem(SIGNING_KEY, e.wrong(), e.cure());
        }
    }

    private void secret(SigningAlgorithm algorithm, boolean required) {
        Optional<Secret> secret = value(CLIENT_SECRET);
        Object mode = values.get(ProfileField.CLIENT_AUTH_MODE);
        if (secret.isEmpty() && required && mode == ClientAuthMode.NONE) {
            problem(
                    SIGNING_ALGORITHM,
                    "is " + algorithm + ", but there is no client secret",
                    "Choose RS256, and paste a Signing Key.");
        } else if (secret.isEmpty()
                && required
                && mode instanceof ClientAuthMode other
                && other.usesCertificate()) { // for the modes that need a secret, ProfileRules reports it
            problem(
                    CLIENT_SECRET,
                    "is missing, but " + algorithm + " needs it",
                    "Copy the client secret from the provider's console, or choose RS256 and paste a Signing Key.");
        }
        secret.filter(text -> text.reveal().getBytes(StandardCharsets.UTF_8).length < algorithm.leastSecretBytes())
                .ifPresent(text -> problem(
                        CLIENT_SECRET,
                        "is too short for " + algorithm,
                        "Have the provider issue one of at least " + algorithm.leastSecretBytes()
                                + " characters (RFC 7518 section 3.2), or choose another way to authenticate."));
    }

    private void claims() {
        value(ASSERTION_LIFETIME)
                .filter(life -> life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0)
                .ifPresent(life -> problem(ASSERTION_LIFETIME, "is out of range", "Write 30 to 300 seconds."));
        for (String name : value(ASSERTION_CLAIMS).orElse(Map.of()).keySet()) {
            if (STANDARD_CLAIMS.contains(name)) {
                problem(
                        ASSERTION_CLAIMS,
                        "sets the standard claim \"" + name + "\"",
                        "Remove it: the form has a field for it, or the device sets it itself.");
            } else if (name.isBlank()) {
                problem(ASSERTION_CLAIMS, "has a member without a name", "Give it a name, or remove it.");
            }
        }
    }

    private void problem(ProfileField<?> field, String wrong, String cure) {
        problems.add(Problem.of(field.property(), field.label(), wrong, cure));
    }

    @SuppressWarnings("unchecked") // only a T is put under a ProfileField<T>
    private <T> Optional<T> value(ProfileField<T> field) {
        return Optional.ofNullable((T) values.get(field));
    }
}
