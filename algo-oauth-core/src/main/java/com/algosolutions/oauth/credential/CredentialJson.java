package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.token.CredentialState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a credential's state in a profile's record. It contains secrets, which the store encrypts. */
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

    /**
     * Reads a stored state.
     *
     * @return the state; empty if it belongs to another credential
     * @throws IllegalArgumentException if the record is damaged
     */
    static CredentialState read(String fingerprint, Members members) {
        if (members.text("fingerprint").filter(fingerprint::equals).isEmpty()) {
            return CredentialState.EMPTY;
        }
        return new CredentialState(
                members.object("grant").map(CredentialJson::grant),
                members.text("attempt").map(CredentialState.Attempt::new),
                members.object("refusal").map(CredentialJson::refusal));
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

    static TokenSet grant(Members members) {
        return new TokenSet(
                members.requiredSecret("accessToken"),
                members.duration("expiresIn").orElse(Duration.ZERO),
                members.secret("refreshToken"),
                members.duration("refreshExpiresIn"),
                members.text("scope").orElse(""),
                members.number("issuedAt").isPresent() ? members.requiredInstant("issuedAt") : Instant.EPOCH,
                members.number("sequence").orElse(1L),
                members.secret("proofKey"));
    }

    private static Map<String, @Nullable Object> write(CredentialState.Refusal refusal) {
        Failure failure = refusal.failure();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("times", refusal.times());
        members.put("consequence", stored(failure.kind()));
        members.put("meaning", failure.message());
        members.put("advice", failure.advice());
        failure.serverError().ifPresent(said -> {
            members.put("status", said.status());
            members.put("error", said.error().orElse(""));
            members.put("code", said.code().orElse(""));
            members.put("message", said.message().orElse(""));
            members.put("requestId", said.requestId().orElse(""));
        });
        return members;
    }

    /** The stored name of a kind: four kinds keep the names of the first version, which an older firmware has to read. */
    private static String stored(Failure.Kind kind) {
        return switch (kind) {
            case GRANT_INVALID -> "GRANT_DEAD";
            case TOKEN_INVALID -> "TOKEN_DEAD";
            case THROTTLED -> "WAIT";
            case UNAVAILABLE -> "OUTAGE";
            case CONFIGURATION, REQUEST -> kind.name();
        };
    }

    /** The kind of a stored name. */
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

    /** A text that is printed. A record on a disk may have been changed. */
    static String said(Members members, String name) {
        return Redactor.visible(members.text(name).orElse(""));
    }

    private static CredentialState.Refusal refusal(Members members) {
        Failure failure = Failure.of(
                Step.TOKEN,
                kind(members.text("consequence").orElse("")),
                said(members, "meaning"),
                said(members, "advice"));
        failure = members.number("status")
                .map(status -> Failure.ServerError.of(status.intValue())
                        .withError(said(members, "error"))
                        .withCode(said(members, "code"))
                        .withMessage(said(members, "message"))
                        .withRequestId(said(members, "requestId")))
                .map(failure::withServerError)
                .orElse(failure);
        return new CredentialState.Refusal(
                failure, members.number("times").orElse(1L).intValue());
    }
}
