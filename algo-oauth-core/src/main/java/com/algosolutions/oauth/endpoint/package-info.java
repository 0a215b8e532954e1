/** Requests to the authorization server, the meaning of its responses, and the rate limit. Not exported. */
package com.algosolutions.oauth.endpoint;
