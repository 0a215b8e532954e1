package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata documents of an issuer: RFC 8414 section 3, then OpenID Connect Discovery section 4. No credential is sent.
 *
 * <p>The second address is requested if the first has no usable document, for any reason: some servers serve a valid document at only one
 * of them. If neither has one, the failure of the first counts, unless it is only that there is no document.
 */
public final class MetadataEndpoint {
    /** A hundred times the size of a usual document. */
    private static final int LARGEST = 256 * 1024;

    /** The address of a document, which documentation often names in place of the issuer. */
    private static final Pattern DOCUMENT = Pattern.compile(
            "(https?://[^/?#]*(?:/[^?#]*?)?)/\\.well-known/(?:openid-configuration|oauth-authorization-server)((?:/[^?#]*)?)");

    private static final Pattern ORIGIN = Pattern.compile("([^:/?#]+://[^/?#]*)(.*)");

    private final URI issuer;

    /** The issuers that a document may have: what was written, in the forms that mean the same. */
    private final Set<String> same = new LinkedHashSet<>();

    private final BackChannel channel;

    /**
     * An issuer's metadata.
     *
     * @param written the issuer, with scheme and host in any case; or the address of its document. Then the slash at the issuer's end is
     *     unknown, because the document of both is at that address
     */
    public MetadataEndpoint(URI written, BackChannel channel) {
        Matcher document = DOCUMENT.matcher(written.toString());
        String name = document.matches() ? document.group(1) + document.group(2) : written.toString();
        Matcher origin = ORIGIN.matcher(name);
        String lower = origin.matches() ? origin.group(1).toLowerCase(Locale.ROOT) + origin.group(2) : name;
        this.issuer = URI.create(lower);
        this.channel = channel;
        for (String form : List.of(name, lower)) {
            same.add(form);
            if (document.matches()) {
                same.add(form.endsWith("/") ? form.substring(0, form.length() - 1) : form + "/");
            }
        }
    }

    public Answer<ServerMetadata> ask(Deadline deadline) {
        if (!usable()) {
            return failed(
                    Failure.Kind.CONFIGURATION,
                    "the issuer is not an https URL without query and fragment",
                    "Write Issuer "
                            + wanted().map(Secret::mask)
                                    .orElse("exactly as the server does, such as https://login.example.com/realms/one")
                            + ".",
                    0);
        }
        Answer<ServerMetadata> first = null;
        Answer<ServerMetadata> last = failed(Failure.Kind.CONFIGURATION, "", "", 0);
        for (URI address : addresses()) {
            HttpOutcome outcome = channel.transport()
                    .send("GET", address, List.of(new Header("Accept", "application/json")), Body.none(), deadline)
                    .withBody()
                    .limited(LARGEST);
            if (outcome instanceof HttpOutcome.NoResponse none) {
                last = new Answer.Failed<>(none.failure(
                        Step.DISCOVERY,
                        "no metadata from " + ApiHost.of(address).host()));
                return first == null ? last : first;
            }
            HttpResponse reply = ((HttpOutcome.Received) outcome).reply();
            Map<String, @Nullable Object> document = document(reply);
            last = document.isEmpty() ? none(address, reply) : read(document, reply.status());
            if (last instanceof Answer.Got<ServerMetadata> || reply.status() == 429) {
                return last;
            }
            if (first == null && (!document.isEmpty() || unavailable(reply) || Redirect.isNamedBy(reply))) {
                first = last;
            }
        }
        return first == null ? last : first;
    }

    private static boolean unavailable(HttpResponse reply) {
        return reply.status() == 429 || reply.status() >= 500;
    }

    private boolean usable() {
        return ApiHost.find(issuer).isPresent()
                && channel.httpsOnly().allows(issuer)
                && issuer.getRawQuery() == null
                && issuer.getRawFragment() == null
                && issuer.getRawUserInfo() == null;
    }

    /** What to write in place of an issuer that is none: the same host and path by https. */
    private Optional<String> wanted() {
        String path = issuer.getRawSchemeSpecificPart();
        String host = (path.startsWith("//") ? path.substring(2) : issuer.toString()).replaceAll("[?#].*|^[^/@]*@", "");
        try {
            URI url = URI.create("https://" + host);
            return host.contains(".") && ApiHost.find(url).isPresent() ? Optional.of("as " + url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 8414 section 3.1 inserts the well-known name between host and path, OpenID Connect Discovery section 4 after the path. */
    private List<URI> addresses() {
        String origin = issuer.getScheme() + "://" + issuer.getRawAuthority();
        String path = issuer.getRawPath() == null ? "" : issuer.getRawPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(
                URI.create(origin + "/.well-known/oauth-authorization-server" + trimmed),
                URI.create(origin + trimmed + "/.well-known/openid-configuration"));
    }

    /** The document's members; none if there is no document, but a redirect or the page of a web application, for example. */
    private static Map<String, @Nullable Object> document(HttpResponse reply) {
        return reply.status() == 200 ? ErrorResponse.members(reply) : Map.of();
    }

    private Answer<ServerMetadata> read(Map<String, @Nullable Object> document, int status) {
        Object found = document.get("issuer");
        URI meant = found instanceof String named && same.contains(named) ? URI.create(named) : issuer;
        try {
            return new Answer.Got<>(
                    ServerMetadata.read(meant, document, channel.httpsOnly().loopbackHttp()));
        } catch (InvalidInputException e) {
            Problem problem = e.problems().get(0);
            return failed(
                    Failure.Kind.CONFIGURATION,
                    "the metadata " + problem.message() + ", so it is not used",
                    problem.advice(),
                    status);
        }
    }

    private static Answer<ServerMetadata> none(URI address, HttpResponse reply) {
        boolean unavailable = unavailable(reply);
        if (Redirect.isNamedBy(reply)) {
            Redirect redirect = Redirect.of(address, reply, new Redactor(List.of()));
            return failed(
                    Failure.Kind.CONFIGURATION,
                    ApiHost.of(address).host() + " has no metadata at the usual address: it " + redirect.meaning(),
                    redirect.to() == null
                            ? redirect.advice("Issuer")
                            : "Write Issuer as the server's documentation does, for " + redirect.address()
                                    + ", or fill in the URLs by hand.",
                    reply.status());
        }
        return failed(
                unavailable ? Failure.Kind.UNAVAILABLE : Failure.Kind.CONFIGURATION,
                ApiHost.of(address).host()
                        + (unavailable ? " is temporarily unavailable" : " has no metadata at the usual addresses"),
                unavailable ? "Try again later." : "Check Issuer, or fill in the URLs by hand.",
                reply.status());
    }

    private static Answer<ServerMetadata> failed(Failure.Kind kind, String meaning, String advice, int status) {
        Failure failure = Failure.of(Step.DISCOVERY, kind, meaning, advice);
        return new Answer.Failed<>(status == 0 ? failure : failure.withServerError(Failure.ServerError.of(status)));
    }
}
