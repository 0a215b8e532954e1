/**
 * The client: {@link com.algosolutions.oauth.client.OAuthClient}, its stored profiles, their sign-ins, and one API call from profile to
 * result.
 *
 * <p>An application builds one client per device, and stores profiles by {@link com.algosolutions.oauth.client.Profiles}. Read {@code
 * OAuthClient.execute}, then {@code ApiCall} and {@code ApiExchange}, for the path of a request.
 */
@NullMarked
package com.algosolutions.oauth.client;

import org.jspecify.annotations.NullMarked;
