package com.algosolutions.oauth.testkit;

/**
 * A request that a simulated device accepted and acted on.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @param method the method
 * @param path the path without its query, for example {@code /api/controls/tone/start}
 * @param body the body as UTF-8 text; empty if there was none
 * @since 0.1
 */
public record DeviceCommand(String method, String path, String body) {}
