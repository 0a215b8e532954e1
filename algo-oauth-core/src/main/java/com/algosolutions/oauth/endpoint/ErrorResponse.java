package com.algosolutions.oauth.endpoint;

import static java.lang.System.Logger.Level.WARNING;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads an error response: its codes, its message, and its meaning by the provider's table, or else by the RFCs. */
public final class ErrorResponse {
    /** The code of an API that accepts the token, but needs another scope: RFC 6750 section 3.1. */
    public static final String SCOPE_MISSING = "insufficient_scope";

    private static final int MOST_CODES = 20;

    private static final System.Logger LOG = System.getLogger(ErrorResponse.class.getName());

    private final Endpoint endpoint;
    private final OAuthProvider provider;
    private final HttpResponse reply;
    private final boolean toRefreshToken;
    private final Map<String, @Nullable Object> body;
    private final ResponseBody words;
    private final List<String> ownCodes;
    private final List<Challenge> challenges;
    private final List<String> codes;

    public ErrorResponse(Endpoint endpoint, OAuthProvider provider, HttpResponse reply) {
        this(endpoint, provider, new ResponseBody(reply));
    }

    ErrorResponse(Endpoint endpoint, OAuthProvider provider, ResponseBody body) {
        this(endpoint, provider, body, false);
    }

    private ErrorResponse(Endpoint endpoint, OAuthProvider provider, ResponseBody words, boolean toRefreshToken) {
        this.endpoint = endpoint;
        this.provider = provider;
        this.reply = words.reply();
        this.toRefreshToken = toRefreshToken;
        this.body = words.members();
        this.words = words;
        List<String> declared = call(() -> first(provider.errorCodes(body)), List.of());
        this.ownCodes = declared.isEmpty() ? words.codes() : declared;
        this.challenges = Challenge.of(reply);
        this.codes = allCodes();
    }

    /** The first codes that a plugin finds: each is looked up in the tables. */
    private static List<String> first(List<String> codes) {
        return List.copyOf(codes.subList(0, Math.min(codes.size(), MOST_CODES)));
    }

    /** A response of the token endpoint to a refresh token, for which more responses reject the grant. */
    static ErrorResponse toRefreshToken(OAuthProvider provider, ResponseBody body) {
        return new ErrorResponse(Endpoint.TOKEN, provider, body, true);
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

    /** The members of a body: see {@link ResponseBody#members}. */
    static Map<String, @Nullable Object> members(HttpResponse reply) {
        return new ResponseBody(reply).members();
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

    /** The secrets that a response issues: see {@link ResponseBody#secrets}. */
    public static List<Secret> secrets(HttpResponse reply) {
        return new ResponseBody(reply).secrets();
    }

    /** Whether the response has the provider's failure mark. */
    public boolean marked() {
        return marked(provider, body);
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
    public Failure failure(Step step, URI requested, Redactor ofRequest) {
        Redactor redactor = ofRequest.with(words.secrets());
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
                ? challenges.stream()
                        .map(Challenge::scope)
                        .filter(scope -> !scope.isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private String unreadableTime(Redactor redactor) {
        return RetryAfter.unreadable(reply)
                .map(value -> "; its Retry-After \"" + redactor.clean(value) + "\" is no time that the device can read")
                .orElse("");
    }

    /** The failure of a 2xx response that lacks a required member; most likely the URL belongs to another service. */
    Failure unusable(Step step, String meaning, String advice, Redactor ofRequest) {
        return Failure.of(step, Failure.Kind.CONFIGURATION, meaning, advice)
                .withServerError(said(ofRequest.with(words.secrets())));
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
        return codes;
    }

    private List<String> allCodes() {
        Set<String> all = new LinkedHashSet<>(ownCodes);
        String error = text("error");
        if (!error.isEmpty()) {
            all.add(error);
        }
        all.addAll(challengeErrors());
        List.copyOf(all).forEach(code -> all.add(ErrorSynonyms.standard(code)));
        return List.copyOf(all);
    }

    /** The error attributes of the Bearer and DPoP challenges. */
    private List<String> challengeErrors() {
        return challenges.stream()
                .filter(Challenge::forTokens)
                .map(Challenge::error)
                .filter(error -> !error.isEmpty())
                .toList();
    }

    private Failure.ServerError said(Redactor redactor) {
        String error = ResponseBody.isSentence(text("error")) ? "" : text("error");
        error = error.isEmpty() ? challengeErrors().stream().findFirst().orElse("") : error;
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
    String kind(Redactor ofRequest) {
        return ofRequest.with(words.secrets()).clean(words.kind());
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
