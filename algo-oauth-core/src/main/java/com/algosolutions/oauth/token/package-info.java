/**
 * The life of an access token: when it is renewed, which callers wait for it, and which grant the device presents for the next one. Free of
 * I/O: requests, store and time are ports. Not exported.
 */
@NullMarked
package com.algosolutions.oauth.token;

import org.jspecify.annotations.NullMarked;
