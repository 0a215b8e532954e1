package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host that a profile's token may be sent to, with its port. Immutable and thread-safe.
 *
 * <p>Hosts are compared exactly. A host that can be written in several ways has one canonical form: in lower case, without the dot at the
 * end for the root of the DNS, IPv6 literals as in RFC 5952. There are no wildcards, because a token that was sent to the wrong host is
 * disclosed.
 *
 * @param host the host name or IP literal in its canonical form; an IPv6 literal in brackets
 * @param port the port, 1 to 65535
 */
public record ApiHost(String host, int port) {
    private static final int HTTPS = 443;

    /** The limits of the DNS, RFC 1035 section 2.3.4; a longer name cannot exist. */
    private static final int LONGEST_NAME = 253;

    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern LEADING_ZEROS = Pattern.compile("\\b0+(?=[0-9])");
    private static final Pattern TOO_LONG_LABEL = Pattern.compile("[^.]{64}");

    /**
     * Reads {@code host} or {@code host:port}; the port is 443 if not given.
     *
     * @param text the text, such as {@code platform.ringcentral.com}
     * @return the host
     * @throws IllegalArgumentException if the text is anything but a host with an optional port
     */
    public static ApiHost of(String text) {
        URI uri;
        try {
            uri = URI.create("https://" + requireNonNull(text, "text").strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host: " + text);
        }
        if (uri.getHost() == null || !uri.getRawAuthority().equals(authority(uri)) || !bare(uri)) {
            throw new IllegalArgumentException("not a host: " + text);
        }
        return of(uri);
    }

    /**
     * Recognizes a loopback host by its text, without a name lookup: RFC 8252 section 7.3.
     *
     * @param url a URL
     * @return whether its host is {@code localhost}, in 127.0.0.0/8, or {@code [::1]}; false for a URL without a host
     */
    public static boolean isLoopback(URI url) {
        String host = requireNonNull(url, "url").getHost();
        return host != null
                && ("localhost".equalsIgnoreCase(host)
                        || host.equals("[::1]")
                        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"));
    }

    /**
     * The host that a URL goes to.
     *
     * @param url an absolute http or https URL with a host
     * @return its host and port
     * @throws IllegalArgumentException if the URL has no host, or one that cannot exist
     */
    public static ApiHost of(URI url) {
        if (requireNonNull(url, "url").getHost() == null) {
            throw new IllegalArgumentException("no host in " + url.getScheme() + " URL");
        }
        int port = url.getPort() >= 0 ? url.getPort() : "http".equalsIgnoreCase(url.getScheme()) ? 80 : HTTPS;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        String host = oneForm(url.getHost().toLowerCase(Locale.ROOT));
        if (host.length() > LONGEST_NAME
                || host.contains("%")
                || TOO_LONG_LABEL.matcher(host).find()) {
            throw new IllegalArgumentException("no such host: " + host);
        }
        return new ApiHost(host, port);
    }

    /** The canonical form, made from the text only: nothing is looked up. */
    private static String oneForm(String host) {
        if (host.startsWith("[") && !host.contains("%")) {
            return Ipv6.oneForm(host);
        }
        if (IPV4.matcher(host).matches()) {
            return LEADING_ZEROS.matcher(host).replaceAll("");
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static boolean bare(URI uri) {
        return uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    /** {@return {@code host}, or {@code host:port} where the port is not 443} */
    @Override
    public String toString() {
        return port == HTTPS ? host : host + ":" + port;
    }
}
