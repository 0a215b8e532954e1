/**
 * <em>Start Authorization</em>: the sign-in with a browser (authorization code with PKCE) and the sign-in with a code on another device
 * (RFC 8628), from the request to the new token set that waits for <em>Update Profile</em>. Not exported.
 */
@NullMarked
package com.algosolutions.oauth.signin;

import org.jspecify.annotations.NullMarked;
