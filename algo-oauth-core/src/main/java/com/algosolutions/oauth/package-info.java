/**
 * Values: requests, results, failures, events and states, as callers pass them in and get them back.
 *
 * <p>Read {@link com.algosolutions.oauth.client.OAuthClient} first.
 */
package com.algosolutions.oauth;
