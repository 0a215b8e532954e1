/** Requests to the authorization server, what its responses mean, and how often it may be asked. Not exported. */
package com.algosolutions.oauth.endpoint;
