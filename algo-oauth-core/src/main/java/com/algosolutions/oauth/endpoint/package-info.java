/** Requests to the authorization server, the meaning of its responses, and the rate limit. Not exported. */
@NullMarked
package com.algosolutions.oauth.endpoint;

import org.jspecify.annotations.NullMarked;
