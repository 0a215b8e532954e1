package com.algosolutions.oauth.endpoint;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Codes that servers send in place of those of the RFCs, with the same meaning: in another spelling, or other words. */
public final class ErrorSynonyms {
    /** A request for fewer requests, with another status than 429. No RFC has a code for it. */
    static final String TOO_MANY_REQUESTS = "too_many_requests";

    private static final Map<String, String> STANDARD = Stream.of(
                    same(
                            "invalid_client",
                            "incorrect_client_credentials", // GitHub
                            "invalid_client_id", // Salesforce, Slack
                            "invalid_client_credentials", // Salesforce
                            "invalid_client_secret",
                            "bad_client_id", // HubSpot
                            "bad_client_secret", // Slack
                            "unknown_client",
                            "client_not_found",
                            "deleted_client", // Google
                            "disabled_client"), // Google
                    same(
                            "access_denied",
                            "authorization_declined", // Entra, OpenAM
                            "user_cancelled_login", // LinkedIn
                            "user_cancelled_authorize", // LinkedIn, Apple
                            "user_cancelled",
                            "user_canceled",
                            "user_denied",
                            "consent_denied",
                            "cancelled",
                            "canceled",
                            "denied"),
                    same("redirect_uri_mismatch", "invalid_redirect_uri", "bad_redirect_uri"),
                    same("invalid_target", "invalid_resource"), // Entra
                    same("invalid_scope", "unauthorized_scope_error", "invalid_scope_requested"), // LinkedIn, Slack
                    same(
                            "invalid_grant",
                            "invalid_assertion",
                            "expired_assertion",
                            "invalid_jwt",
                            "bad_verification_code"),
                    same("unauthorized_client", "device_flow_disabled"), // GitHub
                    same("expired_token", "code_expired", "expired_code", "device_code_expired"),
                    same(
                            TOO_MANY_REQUESTS,
                            "rate_limited",
                            "ratelimited",
                            "rate_limit",
                            "rate_limit_exceeded",
                            "throttled"))
            .flatMap(map -> map.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private ErrorSynonyms() {}

    private static Map<String, String> same(String standard, String... synonyms) {
        return Stream.of(synonyms).collect(Collectors.toMap(Function.identity(), synonym -> standard));
    }

    /** The code of the RFCs that means the same; without one, the code in their spelling: "Invalid client" is {@code invalid_client}. */
    public static String standard(String code) {
        String usual = code.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
        return STANDARD.getOrDefault(usual, usual);
    }
}
