package com.algosolutions.benchmarks;

import java.net.URI;

/** The server's addresses, and the credentials of the profiles. */
public record Site(URI base) {
    /** The bytes of each POST: 24. */
    public static final String BODY = "{\"text\":\"Hello, world!\"}";

    public URI token() {
        return base.resolve("/restapi/oauth/token");
    }

    public URI posts() {
        return base.resolve("/v1/posts");
    }

    public static String name(int profile) {
        return "desk-" + profile;
    }

    public static String clientId(int profile) {
        return "client-" + profile;
    }

    public static String secret(int profile) {
        return "secret-of-the-client-" + profile;
    }

    /** An assertion as an operator pastes it; libraries without this grant take it as a refresh token. */
    public static String jwt(int profile) {
        return "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjo5OTk5OTk5OTk5fQ.signature-" + profile;
    }
}
