/**
 * What happens: the client, the grant engine, and what comes of a call.
 *
 * <p>Read {@link com.algosolutions.oauth.OAuthClient} first.
 */
package com.algosolutions.oauth;
