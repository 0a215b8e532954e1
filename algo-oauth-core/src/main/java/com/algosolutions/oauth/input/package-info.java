/**
 * What the forms and documents of all modules share: {@link com.algosolutions.oauth.input.Secret}, {@link
 * com.algosolutions.oauth.input.Problem} and {@link com.algosolutions.oauth.input.InvalidInputException}.
 */
@NullMarked
package com.algosolutions.oauth.input;

import org.jspecify.annotations.NullMarked;
