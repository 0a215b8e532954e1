/** One HTTP request: connection, TLS, proxy, name lookup, deadline. Not exported. */
@NullMarked
package com.algosolutions.oauth.http;

import org.jspecify.annotations.NullMarked;
