package com.algosolutions.oauth.profile;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of an authorization server's metadata that a profile keeps: RFC 8414 section 2, and OpenID Connect Discovery. Immutable and
 * thread-safe; contains no secrets.
 *
 * <p>The metadata is stored with the profile, so that a device works without another discovery, and so that a status page can show which
 * endpoints were set by hand.
 *
 * @since 0.1.0
 */
public final class ServerMetadata {
    private static final String ISSUER = "issuer";
    private static final String TOKEN_ENDPOINT = "token_endpoint";
    private static final String AUTH_METHODS = "token_endpoint_auth_methods_supported";
    private static final String AUTH_ALGORITHMS = "token_endpoint_auth_signing_alg_values_supported";
    private static final String CHALLENGE_METHODS = "code_challenge_methods_supported";
    private static final String GRANTS = "grant_types_supported";
    private static final String DPOP_ALGORITHMS = "dpop_signing_alg_values_supported";
    private static final String ISS_PARAMETER = "authorization_response_iss_parameter_supported";
    private static final String PAR_REQUIRED = "require_pushed_authorization_requests";
    private static final String ALIASES = "mtls_endpoint_aliases";
    private static final String BOUND_TO_CERTIFICATE = "tls_client_certificate_bound_access_tokens";

    /** The names of the endpoints that were left out because they cannot be used; not a member of the document. */
    private static final String UNUSABLE = "unusable";

    private static final Map<ProfileField<URI>, String> ENDPOINTS = endpoints();

    private static final List<String> LISTS =
            List.of(AUTH_METHODS, AUTH_ALGORITHMS, GRANTS, CHALLENGE_METHODS, DPOP_ALGORITHMS);
    private static final List<String> FLAGS = List.of(ISS_PARAMETER, PAR_REQUIRED, BOUND_TO_CERTIFICATE);

    /** The longest URL, and the longest list of names, in characters. */
    private static final int LONGEST = 2_000;

    /** The longest issuer that a message repeats, in characters. */
    private static final int LONGEST_SHOWN = 200;

    /** A placeholder in the issuer of a document that serves all tenants. */
    private static final Pattern PLACE =
            Pattern.compile("\\{[A-Za-z0-9_-]+}|%7B[A-Za-z0-9_-]+%7D|<[A-Za-z0-9_-]+>", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> members;

    private ServerMetadata(Map<String, String> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    private static Map<ProfileField<URI>, String> endpoints() {
        Map<ProfileField<URI>, String> endpoints = new LinkedHashMap<>();
        endpoints.put(ProfileField.TOKEN_URL, TOKEN_ENDPOINT);
        endpoints.put(ProfileField.AUTH_URL, "authorization_endpoint");
        endpoints.put(ProfileField.PAR_URL, "pushed_authorization_request_endpoint");
        endpoints.put(ProfileField.DEVICE_URL, "device_authorization_endpoint");
        endpoints.put(ProfileField.REVOCATION_URL, "revocation_endpoint");
        return endpoints;
    }

    /** {@return the form's fields for endpoints of the server} */
    static Set<ProfileField<URI>> fields() {
        return ENDPOINTS.keySet();
    }

    /**
     * Reads a server's document. Members that this library does not know, or cannot use, are left out.
     *
     * @param issuer the issuer that the document must have, compared code point by code point: RFC 8414 section 3.3
     * @param document the document's members
     * @param loopbackHttp whether an endpoint on a loopback address may be http
     * @return the metadata
     * @throws InvalidInputException if the document has another issuer, no token endpoint, or one that is not https; then no part of it may be
     *     used. Another endpoint that is not https is left out, and becomes a hint of the form
     */
    public static ServerMetadata read(
            URI issuer, Map<String, ? extends @Nullable Object> document, boolean loopbackHttp) {
        requireNonNull(issuer, "issuer");
        requireNonNull(document, "document");
        if (ApiHost.find(issuer).isEmpty()) {
            throw rejected("has an issuer whose host or port cannot exist", "Correct Issuer.");
        }
        if (!issuer.toString().equals(document.get(ISSUER))) {
            throw anotherIssuer(issuer, document.get(ISSUER));
        }
        Map<String, String> kept = new LinkedHashMap<>();
        List<String> unusable = new ArrayList<>();
        kept.put(ISSUER, issuer.toString());
        for (String name : ENDPOINTS.values()) {
            keep(name, document.get(name), loopbackHttp, kept, unusable);
        }
        if (unusable.contains(TOKEN_ENDPOINT)) {
            throw rejected("has a token_endpoint that is not an https URL", "Fill in the URLs by hand.");
        }
        if (!kept.containsKey(TOKEN_ENDPOINT)) {
            throw rejected("has no token_endpoint", "Fill in the URLs by hand.");
        }
        for (String name : LISTS) {
            if (document.get(name) instanceof List<?> list) {
                kept.put(name, words(list));
            }
        }
        for (String name : FLAGS) {
            if (document.get(name) instanceof Boolean flag) {
                kept.put(name, flag.toString());
            }
        }
        if (document.get(ALIASES) instanceof Map<?, ?> aliases) {
            for (String name : ENDPOINTS.values()) {
                keep(ALIASES + "." + name, aliases.get(name), loopbackHttp, kept, unusable);
            }
        }
        if (!unusable.isEmpty()) {
            kept.put(UNUSABLE, String.join(" ", unusable));
        }
        return new ServerMetadata(kept);
    }

    /**
     * Reads the metadata that a profile keeps.
     *
     * @throws IllegalArgumentException if {@link #read} would not have accepted it
     */
    static ServerMetadata kept(Map<String, String> members) {
        String issuer = members.get(ISSUER);
        if (issuer == null || !names(issuer) || !members.containsKey(TOKEN_ENDPOINT)) {
            throw new IllegalArgumentException("Leave it to discovery, or clear it.");
        }
        for (Map.Entry<String, String> member : members.entrySet()) {
            if (member.getKey().endsWith("_endpoint")) {
                if (!usable(member.getValue(), true)) {
                    throw new IllegalArgumentException("Leave it to discovery, or clear it.");
                }
            }
        }
        return new ServerMetadata(new LinkedHashMap<>(members));
    }

    /** Whether a text is a URL with a host and a port that can exist. */
    private static boolean names(String url) {
        try {
            return ApiHost.find(URI.create(url)).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void keep(
            String name,
            @Nullable Object value,
            boolean loopbackHttp,
            Map<String, String> kept,
            List<String> unusable) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            return;
        }
        if (usable(value, loopbackHttp)) {
            kept.put(name, (String) value);
        } else {
            unusable.add(name);
        }
    }

    private static boolean usable(@Nullable Object value, boolean loopbackHttp) {
        if (value instanceof String text && text.length() <= LONGEST) {
            try {
                URI url = URI.create(text);
                boolean http = "http".equalsIgnoreCase(url.getScheme()) && loopbackHttp && ApiHost.isLoopback(url);
                return ApiHost.find(url).isPresent()
                        && ("https".equalsIgnoreCase(url.getScheme()) || http)
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        return false;
    }

    /** A document of another issuer: the message has both, and the advice the one to write. */
    private static InvalidInputException anotherIssuer(URI issuer, @Nullable Object found) {
        String other = printable(found).orElse("");
        Matcher place = PLACE.matcher(other);
        if (place.find()) {
            return rejected(
                    "has the issuer " + other + " for all tenants instead of " + issuer,
                    "Write Issuer as " + other + ", with your tenant's id in place of " + place.group() + ".");
        }
        if (other.isEmpty()) {
            return rejected("does not have the issuer " + issuer, "Write Issuer exactly as the server does.");
        }
        boolean same = ApiHost.of(URI.create(other)).equals(ApiHost.of(issuer));
        return rejected(
                "has the issuer " + other + " instead of " + issuer,
                (same ? "Write Issuer as " : "If that is your provider, write Issuer as ") + other
                        + ", exactly as the server does.");
    }

    private static String words(List<?> list) {
        List<String> words = new ArrayList<>();
        int length = 0;
        for (Object entry : list) {
            if (entry instanceof String word && !word.isBlank() && !word.contains(" ")) {
                length += word.length() + 1;
                if (length > LONGEST) {
                    break;
                }
                words.add(word);
            }
        }
        return String.join(" ", words);
    }

    /** The issuer of a document, if it is a short URL without a user name; some have a placeholder for the tenant. */
    private static Optional<String> printable(@Nullable Object issuer) {
        if (issuer instanceof String text && text.length() <= LONGEST_SHOWN) {
            try {
                URI url = URI.create(PLACE.matcher(text).replaceAll("x"));
                return ApiHost.find(url).isEmpty() || url.getRawUserInfo() != null
                        ? Optional.empty()
                        : Optional.of(text.equals(url.toString()) ? url.toASCIIString() : text)
                                .filter(shown -> shown.chars().allMatch(c -> c > ' ' && c < 0x7F));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static InvalidInputException rejected(String wrong, String cure) {
        return new InvalidInputException(List.of(Problem.of(ISSUER, "The issuer's metadata", wrong, cure)));
    }

    /** {@return the issuer} */
    public URI issuer() {
        return URI.create(text(ISSUER).orElseThrow());
    }

    /**
     * An endpoint.
     *
     * @param field a form's field for an endpoint, such as {@link ProfileField#TOKEN_URL}
     * @return its URL, if the metadata has it
     */
    public Optional<URI> endpoint(ProfileField<URI> field) {
        return Optional.ofNullable(ENDPOINTS.get(field)).flatMap(this::text).map(URI::create);
    }

    /**
     * The endpoint for a client that presents its certificate: the alias of RFC 8705 section 5, if there is one. The browser, which has no
     * certificate, opens the authorization endpoint, so that one has no alias.
     */
    private Optional<URI> certificateEndpoint(ProfileField<URI> field) {
        return Optional.ofNullable(ENDPOINTS.get(field))
                .filter(name -> !field.equals(ProfileField.AUTH_URL))
                .flatMap(name -> text(ALIASES + "." + name))
                .map(URI::create)
                .or(() -> endpoint(field));
    }

    /** Whether discovery fills in a field: PAR URL only if the server requires pushed requests, else the operator decides. */
    boolean fills(ProfileField<URI> field) {
        return !field.equals(ProfileField.PAR_URL) || flag(PAR_REQUIRED);
    }

    /** The URL of a field for a client that presents a certificate or does not; a URL that was set by hand is kept. */
    URI forClient(ProfileField<URI> field, URI value, boolean certificate) {
        Optional<URI> other = certificate ? certificateEndpoint(field) : endpoint(field);
        return names(field, value) ? other.orElse(value) : value;
    }

    /** Whether a field's value is the endpoint, or its alias, in the metadata. */
    boolean names(ProfileField<URI> field, URI value) {
        return endpoint(field).filter(value::equals).isPresent()
                || certificateEndpoint(field).filter(value::equals).isPresent();
    }

    /** {@return the client authentication methods of the token endpoint; {@code client_secret_basic} if the metadata has none} */
    public List<String> clientAuthMethods() {
        return text(AUTH_METHODS).isPresent() ? list(AUTH_METHODS) : List.of("client_secret_basic");
    }

    /** {@return the PKCE code challenge methods; empty if the metadata has none} */
    public List<String> codeChallengeMethods() {
        return list(CHALLENGE_METHODS);
    }

    /** The {@code grant_type} values; empty if the metadata has none. */
    List<String> grantTypes() {
        return list(GRANTS);
    }

    /** The signing algorithms of client authentication by a JWT; empty if the metadata has none. */
    List<String> authAlgorithms() {
        return list(AUTH_ALGORITHMS);
    }

    /** Whether the server binds tokens to certificates (RFC 8705 section 3.3): false also if the metadata does not say so. */
    boolean bindsToCertificates() {
        return flag(BOUND_TO_CERTIFICATE);
    }

    /** The endpoint fields for which the document has a URL that cannot be used. */
    List<ProfileField<URI>> unusable() {
        return ENDPOINTS.entrySet().stream()
                .filter(endpoint -> list(UNUSABLE).contains(endpoint.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The signing algorithms of DPoP proofs (RFC 9449 section 5.1); empty if the metadata has none. */
    List<String> dpopAlgorithms() {
        return list(DPOP_ALGORITHMS);
    }

    /** {@return whether authorization responses have an {@code iss}, so that one without it must be rejected: RFC 9207 section 2.4} */
    public boolean authorizationResponseIss() {
        return flag(ISS_PARAMETER);
    }

    private List<String> list(String member) {
        return text(member)
                .filter(words -> !words.isEmpty())
                .map(words -> List.of(words.split(" ")))
                .orElse(List.of());
    }

    private boolean flag(String member) {
        return text(member).filter("true"::equals).isPresent();
    }

    private Optional<String> text(String member) {
        return Optional.ofNullable(members.get(member));
    }

    /** {@return the hosts of endpoints, other than the issuer's own, sorted; without those for clients with a certificate} */
    public Set<String> foreignHosts() {
        return foreignHosts(false);
    }

    /** The hosts of the endpoints that a client with or without a certificate uses, other than the issuer's own. */
    Set<String> foreignHosts(boolean certificate) {
        Set<String> hosts = new TreeSet<>();
        for (ProfileField<URI> field : fields()) {
            (certificate ? certificateEndpoint(field) : endpoint(field))
                    .ifPresent(url -> hosts.add(ApiHost.of(url).toString()));
        }
        hosts.remove(ApiHost.of(issuer()).toString());
        return Collections.unmodifiableSet(hosts);
    }

    /** The members as texts; lists are separated by spaces. */
    Map<String, String> members() {
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerMetadata that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** {@return the issuer} */
    @Override
    public String toString() {
        return "ServerMetadata[" + members.get(ISSUER) + "]";
    }
}
