/**
 * The client: {@link com.algosolutions.oauth.client.OAuthClient}, its stored profiles and their sign-ins, and how one API request is sent.
 */
package com.algosolutions.oauth.client;
