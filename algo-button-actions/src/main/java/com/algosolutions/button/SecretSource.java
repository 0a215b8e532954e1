package com.algosolutions.button;

import com.algosolutions.oauth.input.Secret;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolves the references to secrets in a device configuration: {@code env:NAME}, {@code file:path}, or a scheme of the firmware.
 * Implementations must be thread-safe. Whatever a method throws, an {@link Error} included, or a null result, is a problem of the document that
 * names the exception's class.
 *
 * @since 0.1.0
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
     * @throws IOException if it is there and cannot be used; the message must not contain a secret
     */
    Optional<Secret> secret(String scheme, String name) throws IOException;

    /**
     * A source for {@code env:NAME} and {@code file:path}. A file has at most 64 KiB of UTF-8. A byte order mark, and white space at the end, are not
     * part of the secret. An empty file or variable, or one with white space only, is an error.
     *
     * <p>The document chooses which file or variable is sent as a secret, and to which server. So this source is for documents that are trusted as
     * the operator is.
     *
     * @return the source
     */
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
                String value;
                try {
                    value = scheme.equals("env") ? environment.get(name) : TextFile.read(Path.of(name), 64 << 10);
                } catch (NoSuchFileException e) {
                    return Optional.empty();
                }
                if (value == null) {
                    return Optional.empty();
                }
                if (value.isBlank()) {
                    throw new TextFile.Unusable(
                            value.isEmpty() ? "is empty" : "has only white space",
                            scheme.equals("env") ? "Set it to the secret." : "Write the secret into it.");
                }
                return Optional.of(Secret.of(value.stripTrailing()));
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
