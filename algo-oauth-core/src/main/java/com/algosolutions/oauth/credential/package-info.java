/** The profiles in use, and the stored state of each credential. Not exported. */
@NullMarked
package com.algosolutions.oauth.credential;

import org.jspecify.annotations.NullMarked;
