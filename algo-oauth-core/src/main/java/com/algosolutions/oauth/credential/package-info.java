/** The profiles in use, and the stored state of each credential. Not exported. */
package com.algosolutions.oauth.credential;
