package com.algosolutions.oauth.http;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A proxy answered CONNECT with a status that opens no tunnel. */
final class ProxyRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private static final Pattern STATUS = Pattern.compile("response code for CONNECT: (\\d{3})");

    /** RFC 9110 section 15. */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private final transient NetworkError error;
    private final transient int status;

    ProxyRefusal(NetworkError error, int status, String more) {
        super(" answered CONNECT with " + status + (REASONS.containsKey(status) ? " " + REASONS.get(status) : "")
                + more);
        this.error = error;
        this.status = status;
    }

    /** The refusal that an exception stands for; null if it stands for none. OkHttp states the status in a message only. */
    static @Nullable ProxyRefusal of(IOException e) {
        if (e instanceof ProxyRefusal refusal) {
            return refusal;
        }
        Matcher status = STATUS.matcher(String.valueOf(e.getMessage()));
        return status.find() ? new ProxyRefusal(NetworkError.PROXY, Integer.parseInt(status.group(1)), "") : null;
    }

    NetworkError error() {
        return error;
    }

    /** Whether the proxy may answer otherwise at once: a gateway's error. */
    boolean mayPass() {
        return status >= 500;
    }

    /** What was seen, for an operator. */
    String seen(String proxy) {
        return "the proxy " + proxy + getMessage();
    }
}
