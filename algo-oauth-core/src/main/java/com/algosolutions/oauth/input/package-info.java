/** What every form and document has: {@link com.algosolutions.oauth.input.Secret} and {@link com.algosolutions.oauth.input.Problem}. */
package com.algosolutions.oauth.input;
