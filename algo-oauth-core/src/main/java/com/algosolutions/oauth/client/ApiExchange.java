package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.RetryBudget;
import com.algosolutions.oauth.http.HttpOutcome;
import com.algosolutions.oauth.http.HttpTransport;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Deadline;
import com.algosolutions.oauth.time.TrustedClock;
import com.algosolutions.oauth.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The sendings of one call. With one token the same request goes out again only where it certainly was not executed: after a 429 whose
 * wait ends within the deadline, once, with a token or without; and after a 401 about its DPoP proof, once for the whole call. For one thread.
 */
final class ApiExchange {
    /** Headers whose values are no credential. */
    private static final Set<String> OPEN_HEADERS = Set.of(
            "accept", "accept-language", "content-md5", "content-type", "date", "if-match", "if-none-match", "prefer");

    private final ApiRequest request;
    private final HttpTransport transport;
    private final TrustedClock clock;
    private final DpopProofs proofs;
    private final RetryBudget retries;
    private final CallListener watcher;
    private final Deadline deadline;
    /** The profile's and the tokens that were sent, a condemned one too: not to be printed if a server says them back. */
    private final List<Secret> secrets = new ArrayList<>();

    private boolean waited;
    private boolean provedAgain;

    /** A token that is bound to the device's certificate is good only where that is presented: RFC 8705 section 3. */
    private ClientAuthMode by = ClientAuthMode.NONE;

    ApiExchange(
            ApiRequest request,
            HttpTransport transport,
            TrustedClock clock,
            DpopProofs proofs,
            RetryBudget retries,
            CallListener watcher,
            Deadline deadline) {
        this.request = request;
        this.transport = transport;
        this.clock = clock;
        this.proofs = proofs;
        this.retries = retries;
        this.watcher = watcher;
        this.deadline = deadline;
    }

    /** The time by which a request to the target is signed. */
    Instant time() {
        return clock.now(request.uri().getHost());
    }

    /** Takes note of whose call it is. */
    void of(OAuthProfile profile) {
        by = profile.clientAuthMode();
        profile.clientSecret().ifPresent(secrets::add);
        profile.jwtAssertion().ifPresent(secrets::add);
    }

    /** Sends the request with its own headers and some that take the place of its own. */
    HttpOutcome send(List<Header> made) {
        List<Header> headers = new ArrayList<>(request.headers());
        for (Header header : made) {
            headers.removeIf(own -> own.name().equalsIgnoreCase(header.name()));
            headers.add(header);
        }
        return sendOnce(headers);
    }

    /** Sends the request with a token. */
    HttpOutcome send(AccessToken token, OAuthProvider provider) {
        waited = false;
        while (true) {
            Instant signedAt =
                    token.proofKey() == null ? null : clock.now(request.uri().getHost());
            List<Header> headers = new ArrayList<>(request.headers());
            token.carry(headers, request.method(), request.uri(), proofs);
            HttpOutcome outcome = sendOnce(headers);
            if (!(outcome instanceof HttpOutcome.Received received)) {
                return outcome;
            }
            HttpResponse reply = received.reply();
            if (signedAt != null && proofRefused(reply, provider, signedAt) && !provedAgain) {
                provedAgain = true;
                watcher.passed(Step.REQUEST, request + " is sent again with the proof that the target asks for");
                continue;
            }
            if (waited(outcome).isZero()) {
                return outcome;
            }
        }
    }

    /** Waits as a 429 asks, once and if there is time; the request is to be sent again then. Zero if it is not. */
    Duration waited(HttpOutcome outcome) {
        Duration wait = outcome instanceof HttpOutcome.Received received
                        && received.reply().status() == 429
                ? RetryAfter.of(received.reply()).orElse(Duration.ZERO)
                : Duration.ZERO;
        if (waited || wait.isZero() || !retries.await(wait, deadline)) {
            return Duration.ZERO;
        }
        waited = true;
        watcher.passed(Step.REQUEST, request + " answered 429 and is sent again after " + wait.toSeconds() + " s");
        return wait;
    }

    /** Whether a 401 is about the proof, which can be mended, and not about the token: it wants its nonce, or the device's time was wrong. */
    private boolean proofRefused(HttpResponse reply, OAuthProvider provider, Instant signedAt) {
        boolean nonce = proofs.learn(Endpoint.API, request.uri(), reply);
        return reply.status() == 401
                && ((nonce && new ErrorResponse(Endpoint.API, provider, reply).says(DpopProofs.NONCE_REQUIRED))
                        || clock.disagrees(signedAt, request.uri().getHost()));
    }

    private HttpOutcome sendOnce(List<Header> headers) {
        for (Header header : headers) {
            if (!OPEN_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))
                    && !header.value().isEmpty()) {
                secrets.add(Secret.of(header.value()));
                int scheme = header.value().indexOf(' ') + 1;
                if (scheme > 0 && scheme < header.value().length()) {
                    secrets.add(Secret.of(header.value().substring(scheme)));
                }
            }
        }
        return transport.send(by, request.method(), request.uri(), headers, request.body(), deadline);
    }

    /** Masks what this call must not print: the profile's secrets, and every header value that may be a credential. */
    Redactor redactor() {
        return new Redactor(List.copyOf(secrets));
    }
}
