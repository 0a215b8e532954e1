package com.algosolutions.oauth.profile;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private keys in a JSON text: a JWK, a JWK set, or a file that a console hands out for a service account, with the key in PEM in one of
 * its members.
 */
final class JsonKeys {
    private static final Pattern PRIVATE_PEM = Pattern.compile("BEGIN [A-Z ]{0,40}PRIVATE KEY");

    private final List<Found> found = new ArrayList<>();
    private boolean publicKey;

    /** A key: a JWK's members, or PEM; and the members beside it. */
    private record Found(@Nullable String pem, Map<?, ?> members) {}

    /** Reads a key in PEM. */
    interface PemReader {
        SigningKey read(String pem) throws GeneralSecurityException;
    }

    JsonKeys(Object json) {
        search(json);
    }

    private void search(@Nullable Object json) {
        if (json instanceof Map<?, ?> members) {
            boolean jwk = members.containsKey("kty")
                    || (members.containsKey("d") && (members.containsKey("n") || members.containsKey("crv")));
            if (jwk && JwkReader.mayBePrivate(members)) {
                found.add(new Found(null, members));
            } else {
                publicKey |= jwk;
                for (Object value : members.values()) {
                    if (value instanceof String text
                            && PRIVATE_PEM.matcher(text).find()) {
                        found.add(new Found(text, members));
                    } else {
                        search(value);
                    }
                }
            }
        } else if (json instanceof List<?> list) {
            list.forEach(this::search);
        }
    }

    /**
     * The only private key.
     *
     * @throws UnusableKeyException if there is none, or several
     */
    SigningKey only(PemReader reader) throws GeneralSecurityException {
        if (found.size() > 1) {
            throw new UnusableKeyException("is a set of " + found.size() + " private keys", "Paste one of them.");
        }
        if (found.isEmpty()) {
            throw publicKey
                    ? new UnusableKeyException("has no private part", "Paste the JWK with its private members.")
                    : new UnusableKeyException(
                            "is JSON without a private key",
                            "Paste the whole file that the provider's console handed out, or only the key in it.");
        }
        Found only = found.get(0);
        if (only.pem != null) {
            return reader.read(only.pem).named(keyId(only.members, "private_key_id", "publicKeyID", "kid"));
        }
        JwkReader jwk = new JwkReader(only.members);
        return new SigningKey(jwk.privateKey(), keyId(only.members, "kid"), jwk.algorithm());
    }

    private static @Nullable String keyId(Map<?, ?> members, String... names) {
        return Stream.of(names)
                .map(members::get)
                .filter(value -> value instanceof String id && !id.isBlank())
                .map(String.class::cast)
                .findFirst()
                .orElse(null);
    }
}
