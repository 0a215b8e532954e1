/**
 * The life of an access token: when it is renewed, who waits for it, and what the device presents for the next one. Free of I/O: requests,
 * store and time are given. Not exported.
 */
package com.algosolutions.oauth.token;
