package com.algosolutions.oauth.http;

import com.algosolutions.oauth.input.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The user and password for a proxy, sent by the Basic scheme of RFC 7617 to the proxy alone. Immutable.
 *
 * @param user the user
 * @param password the password
 */
public record ProxyCredentials(String user, Secret password) {
    public ProxyCredentials {
        if (user.isEmpty() || user.indexOf(':') >= 0 || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The proxy's user is empty, or contains a colon or a control character, which"
                            + " RFC 7617 forbids. Write the user alone, such as DOMAIN\\user.");
        }
        if (password.reveal().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The proxy's password contains a control character, such as a line break. Paste it again.");
        }
    }

    /** The value of {@code Proxy-Authorization}. */
    Secret header() {
        String both = user + ":" + password.reveal();
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
}
