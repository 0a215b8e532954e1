/** JWS signatures, JWT assertions and DPoP proofs. Not exported. */
package com.algosolutions.oauth.jose;
