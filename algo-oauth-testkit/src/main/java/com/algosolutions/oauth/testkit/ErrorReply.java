package com.algosolutions.oauth.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** RingCentral's error bodies: one format for the token endpoint, another for the API. */
final class ErrorReply {
    private ErrorReply() {}

    /** {@code {"error":..., "errors":[{...}], "error_description":...}}, in the recorded order of members. */
    static Reply oauth(int status, String error, String code, String message) {
        return oauth(status, error, new JsonObject().with("errorCode", code).with("message", message), message);
    }

    /** An error of the token endpoint whose detail has members besides code and message. */
    static Reply oauth(int status, String error, @Nullable JsonObject detail, String message) {
        JsonObject body = new JsonObject().with("error", error);
        if (detail != null) {
            body.with("errors", List.of(detail));
        }
        return Reply.json(status, body.with("error_description", message));
    }

    /** An error for which no RingCentral code is known: it has none, rather than an invented one. */
    static Reply oauthWithoutCode(String error, String message) {
        return oauth(400, error, (JsonObject) null, message);
    }

    /** {@code invalid_request} CMN-101 for one parameter of a token request. */
    static Reply oauthParameter(String parameter) {
        String message = "Parameter [" + parameter + "] value is invalid";
        return oauth(
                400,
                "invalid_request",
                new JsonObject()
                        .with("errorCode", "CMN-101")
                        .with("message", message)
                        .with("parameterName", parameter),
                message);
    }

    /** {@code {"errorCode":..., "message":..., "errors":[{"errorCode":..., "message":...}]}}. */
    static Reply api(int status, String outerCode, String innerCode, String message) {
        return Reply.json(status, apiBody(outerCode, innerCode, message));
    }

    private static JsonObject apiBody(String outerCode, String innerCode, String message) {
        JsonObject detail = new JsonObject().with("errorCode", innerCode).with("message", message);
        return new JsonObject()
                .with("errorCode", outerCode)
                .with("message", message)
                .with("errors", List.of(detail));
    }

    /** An error of the API about one parameter, which is named beside the code. */
    static Reply parameter(int status, String code, String message, String parameter) {
        JsonObject detail = new JsonObject()
                .with("errorCode", code)
                .with("message", message)
                .with("parameterName", parameter);
        return Reply.json(
                status,
                new JsonObject()
                        .with("errorCode", code)
                        .with("message", message)
                        .with("errors", List.of(detail))
                        .with("parameterName", parameter));
    }

    static Reply badParameter(String parameter) {
        return parameter(400, "CMN-101", "Parameter [" + parameter + "] value is invalid", parameter);
    }

    static Reply chatNotFound() {
        return parameter(404, "CMN-102", "Resource for parameter [chatId] is not found", "chatId");
    }

    /** 401 for a bearer token: the outer code is always the same, the inner code gives the reason. */
    static Reply tokenInvalid(String innerCode, String message) {
        return api(401, "TokenInvalid", innerCode, message);
    }

    /** 401 of the gateway, which does not check the token; recorded without {@code errors}. */
    static Reply gateway(String code, String message) {
        return Reply.json(401, new JsonObject().with("errorCode", code).with("message", message));
    }

    static Reply permissionMissing(String permission) {
        String message =
                "In order to call this API endpoint, application needs to have [" + permission + "] permission";
        JsonObject detail = new JsonObject()
                .with("errorCode", "CMN-401")
                .with("message", message)
                .with("permissionName", permission);
        return Reply.json(
                403,
                new JsonObject()
                        .with("errorCode", "InsufficientPermissions")
                        .with("message", message)
                        .with("errors", List.of(detail))
                        .with("permissionName", permission));
    }

    /** The response to a path that the server does not have. */
    static Reply notFound() {
        return Reply.json(404, new JsonObject().with("message", "Resource not found"));
    }

    static Reply rateExceeded() {
        return api(429, "CMN-301", "CMN-301", "Request rate exceeded");
    }
}
