package com.algosolutions.button;

import com.algosolutions.oauth.profile.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a device's secrets are, so that its configuration names them and does not hold them: {@code env:NAME}, {@code file:path}, or a
 * scheme of the firmware's own. Must be thread-safe.
 */
public interface SecretSource {
    /** {@return the schemes that this source knows, such as {@code env}} */
    List<String> schemes();

    /**
     * Fetches a secret.
     *
     * @param scheme one of the schemes
     * @param name what stands behind the scheme and its colon
     * @return the secret, or empty if there is none of that name
     * @throws IOException if it cannot be read; the message must not hold a secret
     */
    Optional<Secret> secret(String scheme, String name) throws IOException;

    /** {@return {@code env:NAME} and {@code file:path}; the white space at a file's end is not part of the secret} */
    static SecretSource standard() {
        return standard(System.getenv());
    }

    /**
     * As {@link #standard()}, with another environment.
     *
     * @param environment the variables
     * @return the source
     */
    static SecretSource standard(Map<String, String> environment) {
        return new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("env", "file");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) throws IOException {
                String value = null;
                if (scheme.equals("env")) {
                    value = environment.get(name);
                } else if (Files.isRegularFile(Path.of(name))) {
                    value = new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8).stripTrailing();
                }
                return value == null || value.isBlank() ? Optional.empty() : Optional.of(Secret.of(value));
            }
        };
    }

    /**
     * This source, and another for the schemes that this one does not know.
     *
     * @param other the other
     * @return both
     */
    default SecretSource and(SecretSource other) {
        SecretSource first = this;
        return new SecretSource() {
            @Override
            public List<String> schemes() {
                List<String> all = new ArrayList<>(first.schemes());
                all.addAll(other.schemes());
                return all;
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) throws IOException {
                return (first.schemes().contains(scheme) ? first : other).secret(scheme, name);
            }
        };
    }
}
