package com.algosolutions.console.web;

import com.algosolutions.oauth.input.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is not the wanted one: status, error and message of the error's JSON. */
public final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The sentence for an operator whose web session has ended: the manual's case of a 502 during the OAuth Test. */
    static final String LOGGED_OUT =
            "You are logged out of the device's web interface. Log in again, and repeat what you did."
                    + " An Algo device may show this as 502 during the OAuth Test.";

    private final int status;
    private final String error;
    private final transient Map<String, ? extends @Nullable Object> more;

    private HttpError(int status, String error, String message, Map<String, ? extends @Nullable Object> more) {
        super(message, null, false, false);
        this.status = status;
        this.error = error;
        this.more = more;
    }

    public HttpError(int status, String error, String message) {
        this(status, error, message, Map.of());
    }

    /** The operator's input cannot be accepted. */
    public static HttpError problems(List<Problem> problems, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("problems", problems.stream().map(HttpError::view).toList());
        members.putAll(more);
        return new HttpError(
                422, "problems", problems.size() + (problems.size() == 1 ? " problem" : " problems"), members);
    }

    static HttpError tooManyLogins(long retryAfterMillis) {
        String wait =
                "Five wrong passwords in a minute. Wait " + (retryAfterMillis / 1000 + 1) + " s, and log in again.";
        return new HttpError(429, "too-many-logins", wait, Map.of("retryAfterMillis", retryAfterMillis));
    }

    public static HttpError notFound(String what) {
        return new HttpError(404, "not-found", "There is no " + what + ".");
    }

    public static HttpError badRequest(String message) {
        return new HttpError(400, "bad-request", message);
    }

    public static HttpError conflict(String message) {
        return new HttpError(409, "conflict", message);
    }

    static HttpError loggedOut() {
        return new HttpError(401, "logged-out", LOGGED_OUT);
    }

    /** {@return a problem as JSON} */
    public static Map<String, @Nullable Object> view(Problem problem) {
        return new View()
                .with("field", problem.field())
                .with("label", problem.label())
                .with("message", problem.message())
                .with("advice", problem.advice())
                .map();
    }

    int status() {
        return status;
    }

    Map<String, @Nullable Object> view() {
        Map<String, @Nullable Object> members = new View()
                .with("error", error)
                .with("message", String.valueOf(getMessage()))
                .map();
        members.putAll(more);
        return members;
    }
}
