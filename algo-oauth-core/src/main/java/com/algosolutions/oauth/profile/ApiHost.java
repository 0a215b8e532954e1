package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Secret;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
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
 * @since 0.1.0
 */
public record ApiHost(String host, int port) {
    private static final int HTTPS = 443;

    /** The limits of the DNS, RFC 1035 section 2.3.4; a longer name cannot exist. */
    private static final int LONGEST_NAME = 253;

    /** An international name is not much longer than its ASCII form, which is made in time with the square of its length. */
    private static final int LONGEST_READ = 1_000;

    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern LEADING_ZEROS = Pattern.compile("\\b0+(?=[0-9])");
    private static final Pattern TOO_LONG_LABEL = Pattern.compile("[^.]{64}");

    /** Names in use that java.net.URI does not read, with an optional port: those with an underscore or with a digit after the last dot. */
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)*+\\.?)(?::([0-9]{0,5}))?");

    /** Resolvers read a last label that is a number as a part of an address: https://url.spec.whatwg.org/#ends-in-a-number-checker. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\\.?");

    /** Characters that the two standards for international names convert differently: RFC 5894 section 7.2. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u03c2\u200c\u200d]");

    private static final String ONLY = "Write a host only, such as platform.ringcentral.com or 192.0.2.7:8443.";

    /**
     * Reads {@code host} or {@code host:port}; the port is 443 if not given. An international name is converted to its ASCII form.
     *
     * @param text the text, such as {@code platform.ringcentral.com}
     * @return the host
     * @throws IllegalArgumentException if the text is anything but a host with an optional port; the message shows it, unless it looks like a secret, and says what to write
     */
    public static ApiHost of(String text) {
        String host = ascii(requireNonNull(text, "text").strip());
        if (host.chars().anyMatch(c -> c <= ' ' || "/?#@\\%".indexOf(c) >= 0) || host.matches(".*:(0[0-9]*)?")) {
            throw unusable(text, host);
        }
        try {
            return of(URI.create("https://" + host));
        } catch (IllegalArgumentException e) {
            throw unusable(text, host);
        }
    }

    private static IllegalArgumentException unusable(String text, String host) {
        String advice = ONLY;
        if (host.isEmpty()) {
            advice = ONLY;
        } else if (host.contains("://") || host.contains("/")) {
            advice = "Write the host only, without https:// and path.";
        } else if (host.contains("@")) {
            advice = "Write the host only, without the part before the @.";
        } else if (host.contains("%")) {
            advice =
                    "Write a host only, without a zone such as %eth0: an IPv4 address, or an IPv6 address that needs no zone.";
        } else if (host.chars().anyMatch(Character::isWhitespace)) {
            advice = "Remove the space. Write one host only, such as platform.ringcentral.com.";
        } else if (!host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':')) {
            advice = "Write a host only. Put an IPv6 address in brackets, such as [2001:db8::1]:8443.";
        } else if (!host.chars().allMatch(c -> c < 128)) {
            advice = "Write the name in its ASCII form, which begins with xn--.";
        } else if (host.matches(".*:[0-9]*")) {
            advice = "Write a host only, or a host with a port from 1 to 65535 after the colon.";
        }
        String shown = Secret.mask(text.substring(text.lastIndexOf('@') + 1)).replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return new IllegalArgumentException('"' + (shown.length() > 100 ? shown.substring(0, 100) + "\u2026" : shown)
                + "\" is not a host. " + advice);
    }

    /** The ASCII form of an international name: RFC 3490. Other texts stay as they are. */
    private static String ascii(String text) {
        if (text.length() > LONGEST_READ
                || text.chars().allMatch(c -> c < 128)
                || AMBIGUOUS.matcher(text).find()) {
            return text;
        }
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        try {
            return IDN.toASCII(name) + (colon < 0 ? "" : text.substring(colon));
        } catch (IllegalArgumentException e) {
            return text;
        }
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
                        || (host.startsWith("127.")
                                && (isIpv4(host) || LOOPBACK.matcher(host).matches())));
    }

    /** Whether a host is four numbers of at most three digits, and without leading zeros. */
    private static boolean isIpv4(String host) {
        int numbers = 0;
        int start = 0;
        for (int i = 0; i <= host.length(); i++) {
            char c = i < host.length() ? host.charAt(i) : '.';
            if (c == '.') {
                int digits = i - start;
                if (digits < 1 || digits > 3 || (digits > 1 && host.charAt(start) == '0')) {
                    return false;
                }
                numbers++;
                start = i + 1;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return numbers == 4;
    }

    /**
     * The host that a URL goes to, if it has one. Reads also names that {@link URI#getHost} does not, such as {@code front_desk.local}.
     *
     * @param url a URL
     * @return its host and port; empty if {@link #of(URI)} would throw
     */
    public static Optional<ApiHost> find(URI url) {
        try {
            return Optional.of(of(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The host that a URL goes to.
     *
     * @param url an absolute http or https URL with a host
     * @return its host and port
     * @throws IllegalArgumentException if the URL has no host, or one that cannot exist
     */
    public static ApiHost of(URI url) {
        String named = requireNonNull(url, "url").getHost();
        int given = url.getPort();
        if (named == null) {
            if (url.getRawAuthority() == null) {
                throw new IllegalArgumentException("no host in " + url.getScheme() + " URL");
            }
            Matcher authority = NAME.matcher(url.getRawAuthority());
            if (!authority.matches()) {
                throw unusable(url.getRawAuthority(), url.getRawAuthority());
            }
            named = authority.group(1);
            String digits = authority.group(2);
            given = digits == null || digits.isEmpty() ? -1 : Integer.parseInt(digits);
        }
        int port = given >= 0 ? given : "http".equalsIgnoreCase(url.getScheme()) ? 80 : HTTPS;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port + ". Write one from 1 to 65535.");
        }
        if (isUsual(named) || (url.getHost() != null && isIpv4(named))) {
            return new ApiHost(named, port);
        }
        String host = oneForm(named.toLowerCase(Locale.ROOT));
        if (host.length() > LONGEST_NAME
                || host.contains("%")
                || TOO_LONG_LABEL.matcher(host).find()
                || (ENDS_IN_A_NUMBER.matcher(host).matches()
                        && (url.getHost() == null || !IPV4.matcher(host).matches()))) {
            throw unusable(named, host);
        }
        return new ApiHost(host, port);
    }

    /** Whether a host is a name in its canonical form: labels of lower-case letters, digits and hyphens, the last of which begins with a letter. */
    private static boolean isUsual(String host) {
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                label = i + 1;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') || i - label > 62) {
                return false;
            }
        }
        return host.length() <= LONGEST_NAME && label < host.length() && host.charAt(label) >= 'a';
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

    /** {@return {@code host}, or {@code host:port} where the port is not 443} */
    @Override
    public String toString() {
        return port == HTTPS ? host : host + ":" + port;
    }
}
