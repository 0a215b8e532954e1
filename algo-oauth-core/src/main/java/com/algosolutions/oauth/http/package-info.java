/** One HTTP request: connection, TLS, proxy, name lookup, deadline. Not exported. */
package com.algosolutions.oauth.http;
