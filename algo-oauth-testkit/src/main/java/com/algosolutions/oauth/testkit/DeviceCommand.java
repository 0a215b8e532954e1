package com.algosolutions.oauth.testkit;

/**
 * A request that a simulated device accepted and acted on.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class DeviceCommand {
    private final String method;
    private final String path;
    private final String body;

    DeviceCommand(String method, String path, String body) {
        this.method = method;
        this.path = path;
        this.body = body;
    }

    /**
     * The HTTP method.
     *
     * @return the method, for example {@code POST}
     */
    public String method() {
        return method;
    }

    /**
     * The path without its query.
     *
     * @return the path, for example {@code /api/controls/tone/start}
     */
    public String path() {
        return path;
    }

    /**
     * The body as UTF-8 text, verbatim.
     *
     * @return the body; empty if there was none
     */
    public String body() {
        return body;
    }

    /** Method, path and body in one line, for example {@code POST /api/controls/tone/start {"path":"chime.wav"}}. */
    @Override
    public String toString() {
        return (method + " " + path + " " + body).strip();
    }
}
