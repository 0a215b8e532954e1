package com.algosolutions.oauth.endpoint;

import java.time.Duration;
import java.util.Map;

/**
 * The response of a PAR endpoint that accepted an authorization request: RFC 9126 section 2.2.
 *
 * @param parameters the parameters of the authorization URL: {@code client_id}, and {@code request_uri} in place of the request
 * @param expiresIn how long the authorization URL can be opened
 */
public record PushedAuthorizationResponse(Map<String, String> parameters, Duration expiresIn) {}
