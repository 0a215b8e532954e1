package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.spi.Endpoint;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a response redirects to: RFC 9110 sections 10.2.2 and 15.4. The device never follows it, because the request contains credentials;
 * its operator reads the address and corrects a field. Immutable.
 *
 * @param from the URL of the request
 * @param location the header's value; null if the response has none
 * @param to the address; null if there is none that can be read
 * @param address the address for an operator, without user name, query and secrets
 * @param host its host for an operator, without secrets
 */
record Redirect(
        URI from, @Nullable String location, @Nullable URI to, String address, String host) {
    private static final int LONGEST = 300;
    private static final int LONGEST_READ = 4_000;

    static Redirect of(URI from, HttpResponse reply, Redactor redactor) {
        String location = reply.header("Location")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text)
                .orElse(null);
        URI to = location == null ? null : resolved(from, location);
        String address = to == null ? redactor.clean(Objects.toString(location, "")) : shown(to, redactor);
        return new Redirect(from, location, to, address, to == null ? "" : shownHost(to, redactor));
    }

    /** Whether a response redirects, and names where to. */
    static boolean isNamedBy(HttpResponse reply) {
        return reply.status() >= 300
                && reply.status() < 400
                && reply.header("Location").isPresent();
    }

    /** Resolves a reference as RFC 3986 section 5.3 does; java.net.URI differs if the path of either is empty. */
    private static @Nullable URI resolved(URI from, String location) {
        try {
            String origin = from.getScheme() + "://" + from.getRawAuthority();
            String path = Objects.toString(from.getRawPath(), "");
            URI base = URI.create(origin + (path.isEmpty() ? "/" : path));
            URI to = location.startsWith("?") || location.startsWith("#")
                    ? URI.create(base + location)
                    : base.resolve(URI.create(location));
            String scheme = Objects.toString(to.getScheme(), "").toLowerCase(Locale.ROOT);
            return (scheme.equals("https") || scheme.equals("http"))
                            && ApiHost.find(to).isPresent()
                    ? to
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String shown(URI to, Redactor redactor) {
        StringBuilder text = new StringBuilder(to.getScheme().toLowerCase(Locale.ROOT))
                .append("://")
                .append(shownHost(to, redactor));
        for (String segment : Objects.toString(to.getRawPath(), "").split("(?=/)", -1)) {
            text.append(segment.startsWith("/") ? "/" : "")
                    .append(redactor.clean(segment.startsWith("/") ? segment.substring(1) : segment));
        }
        text.append(to.getRawQuery() == null ? "" : "?…");
        String address = Redactor.visible(redactor.mask(text.toString()));
        return address.length() <= LONGEST ? address : address.substring(0, LONGEST) + "…";
    }

    /** Host and port, without a user name. A host may have characters that java.net.URI does not take for one, such as an underscore. */
    private static String host(URI uri) {
        String authority = uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** The secrets are masked before the letters change their case. */
    private static String shownHost(URI to, Redactor redactor) {
        String authority = to.getRawAuthority();
        return Redactor.visible(redactor.mask(authority.substring(authority.lastIndexOf('@') + 1)))
                .toLowerCase(Locale.ROOT);
    }

    /** What has happened, without the actor: "redirects elsewhere, …". */
    String meaning() {
        if (to == null) {
            return "redirects elsewhere, "
                    + (location == null
                            ? "but its response has no Location header that names the address"
                            : "but its Location header \"" + address + "\" is no web address");
        }
        return (isTheSame() ? "redirects to the address of the request, " : "redirects elsewhere, to ") + address
                + ", and the device sends no credential there";
    }

    /** Whether following the redirect would send the same request to the same URL. */
    private boolean isTheSame() {
        return to != null && to.equals(from);
    }

    /**
     * What to do.
     *
     * @param field the field that has the URL of the request
     */
    String advice(String field) {
        if (to == null) {
            return "Correct " + field + " (now on " + host(from) + ") by the provider's documentation.";
        }
        if (isTheSame()) {
            return "Check " + field + " with the provider: its server expects a web browser at this address.";
        }
        if (to.getScheme().equalsIgnoreCase("http") && from.getScheme().equalsIgnoreCase("https")) {
            return "Check " + field
                    + ": the address of the redirect is not encrypted (http), so do not use it. Ask the provider for its https address.";
        }
        String warning = host(to).equals(host(from))
                ? ""
                : " It is on another host than " + host(from) + ": first make sure that " + host
                        + " belongs to the provider.";
        return "Write " + address + " into " + field + ", unless that is a page for people, such as a login: then "
                + field + " is not the address of this service." + warning;
    }

    /** The field with the URL of an endpoint. */
    static String field(Endpoint endpoint) {
        return switch (endpoint) {
            case TOKEN -> "Token URL";
            case DEVICE -> "Device URL";
            case PAR -> "PAR URL";
            case REVOCATION -> "Revocation URL";
            case API -> "the URL of the request";
        };
    }
}
