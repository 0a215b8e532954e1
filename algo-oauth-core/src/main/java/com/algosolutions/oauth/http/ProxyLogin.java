package com.algosolutions.oauth.http;

import com.algosolutions.oauth.input.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at a proxy by the Basic scheme, after the proxy has asked for it. No other scheme: Digest relies on MD5, and NTLM and Negotiate
 * authenticate a connection and need a domain. Thread-safe.
 */
final class ProxyLogin {
    private static final List<String> KNOWN = List.of("Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer");

    private final @Nullable ProxyCredentials credentials;

    /** Whether the proxy has asked for Basic, so that the next CONNECT can answer at once. */
    private volatile boolean basic;

    ProxyLogin(@Nullable ProxyCredentials credentials) {
        this.credentials = credentials;
    }

    /** The value of {@code Proxy-Authorization} for a CONNECT before the proxy has answered. */
    Optional<Secret> first() {
        return credentials == null || !basic ? Optional.empty() : Optional.of(credentials.header());
    }

    /**
     * The value of {@code Proxy-Authorization} for the CONNECT after a 407.
     *
     * @param schemes the schemes that the proxy offers
     * @param tried whether the CONNECT had credentials
     * @throws ProxyRefusal if the client has no answer
     */
    Secret after(List<String> schemes, boolean tried) throws ProxyRefusal {
        basic = schemes.stream().anyMatch("Basic"::equalsIgnoreCase);
        if (credentials != null && basic && !tried) {
            return credentials.header();
        }
        if (tried) {
            throw new ProxyRefusal(NetworkError.PROXY_LOGIN_REFUSED, 407, " to the user and password");
        }
        throw new ProxyRefusal(
                basic ? NetworkError.PROXY_LOGIN : NetworkError.PROXY_SCHEME, 407, " and offers " + offered(schemes));
    }

    /** The schemes for a message. A proxy could repeat the password as a scheme. */
    private static String offered(List<String> schemes) {
        List<String> known = KNOWN.stream()
                .filter(name -> schemes.stream().anyMatch(name::equalsIgnoreCase))
                .toList();
        return known.isEmpty() ? "no scheme that the client knows" : String.join(", ", known);
    }
}
