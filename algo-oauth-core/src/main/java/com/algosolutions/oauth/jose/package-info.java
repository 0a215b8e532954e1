/** JWS signatures, JWT assertions and DPoP proofs. Not exported. */
@NullMarked
package com.algosolutions.oauth.jose;

import org.jspecify.annotations.NullMarked;
