package com.algosolutions.benchmarks;

import java.nio.charset.StandardCharsets;

/** A response of {@link Server}. */
public final class Reply {
    private static final String TOKEN = """
            {"access_token":"%s","token_type":"Bearer","expires_in":%d,"scope":"TeamMessaging"}""";

    final byte[] bytes;
    final long delayMillis;

    private Reply(byte[] bytes, long delayMillis) {
        this.bytes = bytes;
        this.delayMillis = delayMillis;
    }

    /** With these header lines, each with its line break. */
    public static Reply of(int status, String headers, String body) {
        String head =
                "HTTP/1.1 " + status + " Reply\r\nContent-Type: application/json\r\n" + headers + "Content-Length: ";
        return new Reply((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII), 0);
    }

    /** An access token of 40 characters that contains the number. */
    public static Reply token(int number, int expiresIn) {
        return of(200, "", TOKEN.formatted("access-token-%027d".formatted(number), expiresIn));
    }

    public static Reply invalidGrant() {
        return of(400, "", "{\"error\":\"invalid_grant\",\"error_description\":\"The assertion was revoked.\"}");
    }

    /** The same reply, this time later. */
    public Reply after(long millis) {
        return new Reply(bytes, millis);
    }
}
