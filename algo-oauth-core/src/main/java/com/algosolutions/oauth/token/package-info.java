/**
 * The life of an access token: when it is renewed, which callers wait for it, and which grant the device presents for the next one. Free of
 * I/O: requests, store and time are ports. Not exported.
 */
package com.algosolutions.oauth.token;
