package com.algosolutions.oauth.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.HttpsOnly;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.AccessToken;
import com.algosolutions.oauth.token.NoToken;
import com.algosolutions.oauth.token.TokenManager;
import com.algosolutions.oauth.token.TokenResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends one API request, and re-sends it only where the server certainly did not execute it: after a 429 whose {@code Retry-After} ends within
 * the deadline, once per access token; and after a 401 about its DPoP proof (RFC 9449 section 9), once per call. For one thread.
 */
final class ApiExchange {
    /** Headers whose values are never secret. */
    private static final Set<String> PUBLIC_HEADERS = Set.of(
            "accept", "accept-language", "content-md5", "content-type", "date", "if-match", "if-none-match", "prefer");

    /** Parts of a path that are shorter are words, versions or numbers. */
    private static final int LONGEST_WORD = 16;

    private final ApiRequest request;
    private final ApiHost target;
    private final HttpTransport transport;
    private final TrustedClock clock;
    private final DpopProofs proofs;
    private final RetryBudget retries;
    private final CallListener listener;
    private final Deadline deadline;
    /** The credentials sent, rejected tokens too: masked in output, since a server may echo them. */
    private final List<Secret> secrets = new ArrayList<>();
    /** The secrets that the server may know although they were not sent: those of the profile and its tokens, or of the signer. */
    private Supplier<List<Secret>> known = List::of;

    private boolean waited;
    private boolean provedAgain;

    /** Whether the device presents its certificate, without which a token that is bound to it is not valid: RFC 8705 section 3. */
    private boolean certificate;

    ApiExchange(
            ApiRequest request,
            HttpTransport transport,
            TrustedClock clock,
            DpopProofs proofs,
            RetryBudget retries,
            CallListener listener,
            Deadline deadline) {
        this.request = request;
        this.target = request.host();
        this.transport = transport;
        this.clock = clock;
        this.proofs = proofs;
        this.retries = retries;
        this.listener = listener;
        this.deadline = deadline;
    }

    /** The time to sign a DPoP proof with: the target's time if it is known from a {@code Date} header. */
    private Instant time() {
        return clock.now(target.host());
    }

    /** The time for a {@link RequestSigner}: the time that the target accepted last, else the best time known. */
    Instant signingTime() {
        return clock.signingTime(target.toString(), target.host());
    }

    /**
     * Whether a request may be signed with the time of a response. By plain http, an attacker on the network can send any time, and keep the
     * signed request until then: so not if it is later than a day from now, unless the device does not know the time.
     */
    boolean maySign(Instant targetTime) {
        return HttpsOnly.authenticated(request.uri())
                || !clock.trusted()
                || targetTime.isBefore(clock.now().plus(Duration.ofDays(1)));
    }

    /** The host that the request goes to. */
    ApiHost target() {
        return target;
    }

    /** Adds the secrets of a profile and its tokens to those masked in output, and selects its TLS client. */
    void of(OAuthProfile profile, Supplier<List<Secret>> tokens) {
        certificate = profile.usesCertificate();
        known = () -> Stream.of(Redactor.of(profile), tokens.get())
                .flatMap(List::stream)
                .toList();
    }

    /** Adds the secrets of a signer to those masked in output. */
    void of(RequestSigner signer) {
        known = () -> ApiResponse.ofSigner(List.of(), signer::secrets);
    }

    /**
     * Sends the request once.
     *
     * @param signature headers that replace the request's own headers of the same names
     */
    HttpOutcome send(List<Header> signature) {
        List<Header> headers = new ArrayList<>(request.headers());
        for (Header header : signature) {
            headers.removeIf(own -> own.name().equalsIgnoreCase(header.name()));
            headers.add(header);
        }
        return sendOnce(headers);
    }

    /**
     * Sends the request once, with a signature. A target that answers neither 401 nor 403 accepts the signed time: later requests to it are
     * signed with the same clock.
     */
    HttpOutcome sendSigned(List<Header> signature, Instant signed) {
        long at = clock.ticks();
        HttpOutcome outcome = send(signature);
        if (outcome instanceof HttpOutcome.Received received) {
            int status = received.reply().status();
            clock.signed(target.toString(), signed, at, status != 401 && status != 403);
        }
        return outcome;
    }

    /** Sends the request with an access token, at most three times. */
    HttpOutcome send(AccessToken token, OAuthProvider provider) {
        waited = false;
        while (true) {
            Instant signedAt = token.proofKey() == null ? null : time();
            List<Header> headers = new ArrayList<>(request.headers());
            token.carry(headers, request.method(), request.uri(), proofs);
            HttpOutcome outcome = sendOnce(headers);
            if (!(outcome instanceof HttpOutcome.Received received)) {
                return outcome;
            }
            HttpResponse response = received.reply();
            if (signedAt != null && proofRefused(response, provider, signedAt) && !provedAgain) {
                provedAgain = true;
                listener.passed(Step.REQUEST, request + " is sent again with a new DPoP proof");
                continue;
            }
            if (waited(outcome).isZero()) {
                return outcome;
            }
        }
    }

    /**
     * After a 429, waits for its {@code Retry-After}, once and if it ends within the deadline.
     *
     * @return the time waited, after which the request is to be sent again; zero if it is not to be sent again
     */
    Duration waited(HttpOutcome outcome) {
        Duration wait = outcome instanceof HttpOutcome.Received received
                        && received.reply().status() == 429
                ? RetryAfter.of(received.reply()).orElse(Duration.ZERO)
                : Duration.ZERO;
        if (waited || wait.isZero() || !retries.await(wait, deadline)) {
            return Duration.ZERO;
        }
        waited = true;
        listener.passed(Step.REQUEST, request + " answered 429 and is sent again after " + wait.toSeconds() + " s");
        return wait;
    }

    /**
     * Asks for a token, and once more if the token endpoint asks to wait and the wait ends within the deadline.
     *
     * @param toHandOut whether the application sends the token later
     */
    TokenResult token(TokenManager tokens, boolean toHandOut) {
        for (boolean again = false; ; again = true) {
            TokenResult outcome = toHandOut ? tokens.tokenToHandOut(deadline) : tokens.token(deadline);
            if (again || !(outcome instanceof NoToken none)) {
                return outcome;
            }
            Duration left = Duration.ofNanos(tokens.snapshot().backOffNanos());
            if (!retries.awaitTurn(none.failure(), left, deadline)) {
                return outcome;
            }
            listener.passed(
                    Step.TOKEN,
                    none.failure().message() + ", so the token was requested again after "
                            + left.plusNanos(999_999_999).toSeconds() + " s");
        }
    }

    /** Whether a 401 rejects the DPoP proof and not the token: the server requires its nonce, or the device's time was wrong. */
    private boolean proofRefused(HttpResponse response, OAuthProvider provider, Instant signedAt) {
        boolean nonce = proofs.learn(Endpoint.API, request.uri(), response);
        return response.status() == 401
                && ((nonce && new ErrorResponse(Endpoint.API, provider, response).says(DpopProofs.NONCE_REQUIRED))
                        || clock.disagrees(signedAt, target.host()));
    }

    private HttpOutcome sendOnce(List<Header> headers) {
        for (Header header : headers) {
            if (!PUBLIC_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))
                    && !header.value().isEmpty()) {
                secrets.add(Secret.of(header.value()));
                int scheme = header.value().indexOf(' ') + 1;
                if (scheme > 0 && scheme < header.value().length()) {
                    secrets.add(Secret.of(header.value().substring(scheme)));
                    basicPassword(header.value()).ifPresent(secrets::add);
                }
            }
        }
        return transport.send(certificate, request.method(), request.uri(), headers, request.body(), deadline);
    }

    /** The password in a Basic header (RFC 7617 section 2), which a target may repeat in clear. */
    private static Optional<Secret> basicPassword(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            return password.isEmpty() ? Optional.empty() : Optional.of(Secret.of(password));
        } catch (IllegalArgumentException e) { // not Base64
            return Optional.empty();
        }
    }

    /** Masks the secrets of the profile or the signer, and every part of the request that may be a credential. */
    Redactor redactor() {
        return new Redactor(List.copyOf(secrets)).with(known).with(() -> inUrl(request.uri()));
    }

    /** The parts of a path and a query that are like a key in the URL of a webhook: long, with letters and digits. */
    private static List<Secret> inUrl(URI uri) {
        String parts = uri.getRawPath() + "/" + Objects.toString(uri.getRawQuery(), "");
        return Stream.of(parts.split("[/&=;]"))
                .filter(part -> part.length() >= LONGEST_WORD
                        && part.chars().anyMatch(Character::isDigit)
                        && part.chars().anyMatch(Character::isLetter))
                .map(Secret::of)
                .toList();
    }
}
