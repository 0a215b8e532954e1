package com.algosolutions.button;

import com.algosolutions.oauth.input.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolves the references to secrets in a device configuration: {@code env:NAME}, {@code file:path}, or a scheme of the firmware.
 * Implementations must be thread-safe.
 */
public interface SecretSource {
    /** {@return the schemes that this source resolves, such as {@code env}} */
    List<String> schemes();

    /**
     * Reads a secret.
     *
     * @param scheme one of the schemes
     * @param name the part of the reference after the scheme and its colon
     * @return the secret, or empty if it does not exist
     * @throws IOException if it cannot be read; the message must not contain a secret
     */
    Optional<Secret> secret(String scheme, String name) throws IOException;

    /** {@return a source for {@code env:NAME} and {@code file:path}; a byte order mark and white space at the end of a file are no parts of the secret} */
    static SecretSource standard() {
        return standard(System.getenv());
    }

    /**
     * A source as {@link #standard()}, with the given environment variables.
     *
     * @param environment the variables
     * @return the source
     */
    static SecretSource standard(Map<String, String> environment) {
        Objects.requireNonNull(environment, "environment");
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
                    value = new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8)
                            .replaceFirst("^\ufeff", "")
                            .stripTrailing();
                }
                return value == null || value.isBlank() ? Optional.empty() : Optional.of(Secret.of(value));
            }
        };
    }

    /**
     * Combines this source with another one, which resolves the schemes that this source does not know.
     *
     * @param other the other source
     * @return the combined source
     */
    default SecretSource and(SecretSource other) {
        Objects.requireNonNull(other, "other");
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
