package com.algosolutions.oauth.endpoint;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an error response: its codes, its message, and its meaning by the provider's table, or else by the RFCs. */
public final class ErrorResponse {
    /** The error attribute of a Bearer or DPoP challenge, RFC 6750 section 3 and RFC 9449 section 7.1, in quotes or bare. */
    private static final Pattern CHALLENGE =
            Pattern.compile("(?i)\\b(?:Bearer|DPoP)\\b[^\\r\\n]*?\\berror\\s*=\\s*\"?([A-Za-z0-9_.-]+)");

    /** The scope attribute of a challenge, which is always in quotes: RFC 6750 section 3. */
    private static final Pattern SCOPE = Pattern.compile("(?i)\\bscope\\s*=\\s*\"([^\"]*)\"");

    /** Because the pattern's time grows with the square of the length. */
    private static final int LONGEST_CHALLENGE = 4_096;

    /** The code of an API that accepts the token, but needs another scope: RFC 6750 section 3.1. */
    public static final String SCOPE_MISSING = "insufficient_scope";

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F]");

    private static final Pattern FORM = Pattern.compile("[^\\s<>{}\"]++");

    private static final System.Logger LOG = System.getLogger(ErrorResponse.class.getName());

    private final Endpoint endpoint;
    private final OAuthProvider provider;
    private final HttpResponse reply;
    private final boolean toRefreshToken;
    private final Map<String, @Nullable Object> body;
    private final ErrorBody words;
    private final List<String> ownCodes;

    public ErrorResponse(Endpoint endpoint, OAuthProvider provider, HttpResponse reply) {
        this(endpoint, provider, reply, false);
    }

    private ErrorResponse(Endpoint endpoint, OAuthProvider provider, HttpResponse reply, boolean toRefreshToken) {
        this.endpoint = endpoint;
        this.provider = provider;
        this.reply = reply;
        this.toRefreshToken = toRefreshToken;
        this.body = members(reply);
        List<String> declared = call(() -> provider.errorCodes(body), List.of());
        this.words = new ErrorBody(reply, body);
        this.ownCodes = declared.isEmpty() ? words.codes() : declared;
    }

    /** A response of the token endpoint to a refresh token, for which more responses reject the grant. */
    static ErrorResponse toRefreshToken(OAuthProvider provider, HttpResponse reply) {
        return new ErrorResponse(Endpoint.TOKEN, provider, reply, true);
    }

    /** Calls a provider plugin. If the plugin throws or returns null, the call goes on without the plugin's part. */
    private static <T> T call(Supplier<? extends @Nullable T> plugin, T otherwise) {
        try {
            return Objects.requireNonNull(plugin.get());
        } catch (Throwable e) {
            LOG.log(WARNING, "A provider plugin failed: {0}", Uninterruptibly.caught(e));
            return otherwise;
        }
    }

    /**
     * The members of a body that is a JSON object or a form, whatever its Content-Type is; none if it is neither, such as a gateway's HTML
     * page. In an error response, the texts may contain line breaks and tabs, which RFC 8259 section 7 forbids.
     */
    static Map<String, @Nullable Object> members(HttpResponse reply) {
        String body = reply.body();
        try {
            return Json.readObject(body);
        } catch (MalformedJsonException e) {
            return reply.successful() || !CONTROL.matcher(body).find() ? form(body) : withoutControls(body);
        }
    }

    private static Map<String, @Nullable Object> withoutControls(String body) {
        try {
            return Json.readObject(CONTROL.matcher(body).replaceAll(" "));
        } catch (MalformedJsonException e) {
            return Map.of();
        }
    }

    /** The members of a form, as some servers send it instead of JSON; none if it has neither a token nor an error, or has a name twice. */
    private static Map<String, @Nullable Object> form(String body) {
        String form = body.strip();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (!FORM.matcher(form).matches()) {
            return Map.of();
        }
        try {
            for (String pair : form.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8);
                if (members.putIfAbsent(URLDecoder.decode(parts[0], UTF_8), value) != null) {
                    return Map.of();
                }
            }
        } catch (IllegalArgumentException e) { // no percent-encoding
            return Map.of();
        }
        boolean known = members.containsKey("access_token") || members.containsKey("error");
        return known ? Collections.unmodifiableMap(members) : Map.of();
    }

    /** Whether the body has a mark by which this provider reports a failure with any status. */
    static boolean marked(OAuthProvider provider, Map<String, ? extends @Nullable Object> body) {
        for (Map.Entry<String, Object> mark : marks(provider).entrySet()) {
            if (mark.getValue().equals(body.get(mark.getKey()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a response has a provider's failure mark. Reads the body only if the provider has such marks. */
    public static boolean marked(OAuthProvider provider, HttpResponse reply) {
        return needsBody(provider) && marked(provider, members(reply));
    }

    /** Whether this provider reports failures with a status in the 200s, so that such a status alone does not say that all is well. */
    public static boolean needsBody(OAuthProvider provider) {
        return !marks(provider).isEmpty();
    }

    private static Map<String, Object> marks(OAuthProvider provider) {
        try { // not call(…): its lambda would be one more class to load on every press
            return Objects.requireNonNull(provider.failureMarks());
        } catch (Throwable e) {
            LOG.log(WARNING, "A provider plugin failed: {0}", Uninterruptibly.caught(e));
            return Map.of();
        }
    }

    /** For what a provider plugin would not send a request; null if it finds nothing, or fails. */
    public static @Nullable Problem problem(OAuthProvider provider, OutgoingRequest request) {
        try {
            return provider.checkRequest(request).orElse(null);
        } catch (Throwable e) {
            LOG.log(WARNING, "A provider plugin failed: {0}", Uninterruptibly.caught(e));
            return null;
        }
    }

    /**
     * The failure that this response stands for.
     *
     * @param requested the URL of the request, from which a redirect leads
     */
    public Failure failure(Step step, URI requested, Redactor redactor) {
        ErrorRule rule = rule().orElseGet(() -> redirect(Redirect.of(requested, reply, redactor)));
        String meaning = rule.message()
                + neededScope()
                        .map(redactor::clean)
                        .map(scope -> "; it needs " + scope)
                        .orElse("")
                + (rule.kind().temporary() ? unreadableTime(redactor) : "");
        Failure failure = Failure.of(step, rule.kind(), meaning, rule.advice()).withServerError(said(redactor));
        return rule.kind().temporary()
                ? RetryAfter.of(reply).map(failure::withRetryAfter).orElse(failure)
                : failure;
    }

    private ErrorRule redirect(Redirect redirect) {
        return ErrorRule.of(
                endpoint,
                reply.status(),
                Failure.Kind.CONFIGURATION,
                "the " + endpoint.label() + " " + redirect.meaning(),
                redirect.advice(Redirect.field(endpoint)));
    }

    /** The rule for this response; a redirect has none. */
    private Optional<ErrorRule> rule() {
        List<String> codes = codes();
        return call(
                        () -> provider.errors()
                                .find(endpoint, reply.status(), codes, reply.body())
                                .or(() -> shared(codes)),
                        Optional.<ErrorRule>empty())
                .filter(this::credible)
                .or(() -> toRefreshToken
                        ? StandardErrors.findForRefresh(reply.status(), codes)
                        : StandardErrors.find(endpoint, reply.status(), codes));
    }

    /** Whether it rejects a refresh token in words that neither the RFCs nor the provider's table have, so that its meaning is a guess. */
    boolean guessed() {
        return rule().filter(rule -> rule == StandardErrors.REFUSED_REFRESH || rule == StandardErrors.NO_REFRESH)
                .isPresent();
    }

    /** The scope that an API names as missing: RFC 6750 section 3.1. */
    private Optional<String> neededScope() {
        return says(SCOPE_MISSING)
                ? challengeHeaders()
                        .map(SCOPE::matcher)
                        .filter(Matcher::find)
                        .map(scope -> scope.group(1).strip())
                        .filter(scope -> !scope.isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private String unreadableTime(Redactor redactor) {
        return RetryAfter.unreadable(reply)
                .map(value -> "; its Retry-After \"" + redactor.clean(value) + "\" is no time that the device can read")
                .orElse("");
    }

    private Stream<String> challengeHeaders() {
        return reply.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("WWW-Authenticate"))
                .map(Header::value)
                .map(value -> value.length() > LONGEST_CHALLENGE ? value.substring(0, LONGEST_CHALLENGE) : value);
    }

    /** The failure of a 2xx response that lacks a required member; most likely the URL belongs to another service. */
    Failure unusable(Step step, String meaning, String advice, Redactor redactor) {
        return Failure.of(step, Failure.Kind.CONFIGURATION, meaning, advice).withServerError(said(redactor));
    }

    /** Whether the response has a code or words of the server. */
    boolean hasWords() {
        return !codes().isEmpty() || !message().isEmpty();
    }

    /** The endpoints of an authorization server share their codes: RFC 7009 section 2.2.1, RFC 8628 section 3.2, RFC 9126 section 2.3. */
    private Optional<ErrorRule> shared(List<String> codes) {
        return endpoint == Endpoint.TOKEN || endpoint == Endpoint.API
                ? Optional.empty()
                : provider.errors()
                        .find(Endpoint.TOKEN, reply.status(), codes, reply.body())
                        .filter(rule -> rule.code().isPresent())
                        .map(rule -> StandardErrors.of(endpoint, rule));
    }

    /** A failing server may send any code: a 5xx never rejects a grant. */
    private boolean credible(ErrorRule rule) {
        return endpoint == Endpoint.API || reply.status() < 500 || rule.kind().temporary();
    }

    /** Whether the response contains a code. */
    public boolean says(String code) {
        return codes().contains(code);
    }

    /** The codes as the server wrote them, the most specific first; then those of the RFCs that mean the same. */
    List<String> codes() {
        Set<String> codes = new LinkedHashSet<>(ownCodes);
        String error = text("error");
        if (!error.isEmpty()) {
            codes.add(error);
        }
        codes.addAll(challenges());
        List.copyOf(codes).forEach(code -> codes.add(ErrorSynonyms.standard(code)));
        return List.copyOf(codes);
    }

    /** The error attributes of the Bearer and DPoP challenges. */
    private List<String> challenges() {
        List<String> errors = new ArrayList<>();
        challengeHeaders().map(CHALLENGE::matcher).forEach(challenge -> {
            while (challenge.find()) {
                errors.add(challenge.group(1));
            }
        });
        return errors;
    }

    private Failure.ServerError said(Redactor redactor) {
        String error = ErrorBody.isSentence(text("error")) ? "" : text("error");
        error = error.isEmpty() ? challenges().stream().findFirst().orElse("") : error;
        return Failure.ServerError.of(reply.status())
                .withError(redactor.clean(error))
                .withCode(ownCodes.isEmpty() ? "" : redactor.clean(ownCodes.get(0)))
                .withMessage(redactor.clean(message()))
                .withRequestId(requestId(provider, reply).map(redactor::clean).orElse(""));
    }

    /** The server's words. Those of a successful response may be a token, unless its endpoint issues none. */
    private String message() {
        return reply.successful() && body.isEmpty() && endpoint != Endpoint.API ? "" : words.message();
    }

    /** What a response is that lacks a required member, for the rest of a sentence. */
    String kind(Redactor redactor) {
        return redactor.clean(words.kind());
    }

    public static Optional<String> requestId(OAuthProvider provider, HttpResponse reply) {
        try {
            return provider.requestIdHeader().flatMap(reply::header);
        } catch (Throwable e) {
            LOG.log(WARNING, "A provider plugin failed: {0}", Uninterruptibly.caught(e));
            return Optional.empty();
        }
    }

    private String text(String member) {
        return body.get(member) instanceof String text ? text : "";
    }
}
