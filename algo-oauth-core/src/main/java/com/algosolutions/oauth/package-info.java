/**
 * Values: the requests that callers pass in, and the results, failures, events and states that they get back.
 *
 * <p>Read {@link com.algosolutions.oauth.client.OAuthClient} first.
 */
@NullMarked
package com.algosolutions.oauth;

import org.jspecify.annotations.NullMarked;
