package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.token.CredentialState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is remembered of a credential, as JSON in a profile's record. Secrets are in it: the store encrypts. */
final class CredentialJson {
    private CredentialJson() {}

    static Map<String, @Nullable Object> write(String fingerprint, CredentialState state) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("fingerprint", fingerprint);
        members.put("grant", state.grant().map(CredentialJson::write).orElse(null));
        members.put(
                "attempt",
                state.attempt().map(CredentialState.Attempt::refreshTokenDigest).orElse(null));
        members.put("refusal", state.refusal().map(CredentialJson::write).orElse(null));
        return members;
    }

    /** Nothing, if what was remembered belongs to another credential. */
    static CredentialState read(String fingerprint, @Nullable Map<String, @Nullable Object> members) {
        if (members == null || !fingerprint.equals(members.get("fingerprint"))) {
            return CredentialState.EMPTY;
        }
        return new CredentialState(
                Optional.ofNullable(Json.asObject(members.get("grant"))).map(CredentialJson::grant),
                text(members, "attempt").map(CredentialState.Attempt::new),
                Optional.ofNullable(Json.asObject(members.get("refusal"))).map(CredentialJson::refusal));
    }

    static Map<String, @Nullable Object> write(TokenSet grant) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("accessToken", grant.accessToken().reveal());
        members.put("expiresIn", grant.expiresIn().toSeconds());
        members.put("refreshToken", grant.refreshToken().map(Secret::reveal).orElse(null));
        members.put(
                "refreshExpiresIn",
                grant.refreshExpiresIn().map(Duration::toSeconds).orElse(null));
        members.put("scope", grant.scope());
        members.put("issuedAt", grant.issuedAt().getEpochSecond());
        members.put("sequence", grant.sequence());
        grant.proofKey().ifPresent(key -> members.put("proofKey", key.reveal()));
        return members;
    }

    static TokenSet grant(Map<String, @Nullable Object> members) {
        return new TokenSet(
                text(members, "accessToken")
                        .map(Secret::of)
                        .orElseThrow(() -> new IllegalArgumentException("a grant without a token")),
                Duration.ofSeconds(number(members, "expiresIn").orElse(0L)),
                text(members, "refreshToken").map(Secret::of),
                number(members, "refreshExpiresIn").map(Duration::ofSeconds),
                text(members, "scope").orElse(""),
                Instant.ofEpochSecond(number(members, "issuedAt").orElse(0L)),
                number(members, "sequence").orElse(1L),
                text(members, "proofKey").map(Secret::of));
    }

    private static Map<String, @Nullable Object> write(CredentialState.Refusal refusal) {
        Failure failure = refusal.failure();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("times", refusal.times());
        members.put("consequence", failure.kind().name());
        members.put("meaning", failure.meaning());
        members.put("advice", failure.advice());
        failure.said().ifPresent(said -> {
            members.put("status", said.status());
            members.put("error", said.error());
            members.put("code", said.code());
            members.put("message", said.message());
            members.put("requestId", said.requestId());
        });
        return members;
    }

    /** The kind of a stored failure; records of older versions have other names for four of them. */
    private static Failure.Kind kind(String stored) {
        return switch (stored) {
            case "" -> Failure.Kind.CONFIGURATION;
            case "GRANT_DEAD" -> Failure.Kind.GRANT_INVALID;
            case "TOKEN_DEAD" -> Failure.Kind.TOKEN_INVALID;
            case "WAIT" -> Failure.Kind.THROTTLED;
            case "OUTAGE" -> Failure.Kind.UNAVAILABLE;
            default -> Failure.Kind.valueOf(stored);
        };
    }

    private static CredentialState.Refusal refusal(Map<String, @Nullable Object> members) {
        Optional<Failure.Said> said = number(members, "status")
                .map(status -> new Failure.Said(
                        status.intValue(),
                        text(members, "error").orElse(""),
                        text(members, "code").orElse(""),
                        text(members, "message").orElse(""),
                        text(members, "requestId").orElse("")));
        Failure failure = new Failure(
                Step.TOKEN,
                kind(text(members, "consequence").orElse("")),
                text(members, "meaning").orElse(""),
                text(members, "advice").orElse(""),
                said,
                Optional.empty());
        return new CredentialState.Refusal(
                failure, number(members, "times").orElse(1L).intValue());
    }

    private static Optional<String> text(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Long> number(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }
}
