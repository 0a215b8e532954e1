/**
 * What the forms and documents of all modules share: {@link com.algosolutions.oauth.input.Secret} and {@link
 * com.algosolutions.oauth.input.Problem}.
 */
package com.algosolutions.oauth.input;
