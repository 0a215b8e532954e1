/**
 * Providers other than RingCentral. Each is a class of data: the form values that choosing it fills in, and the meaning of its errors. The
 * module's README says which of these are confirmed.
 */
@NullMarked
package com.algosolutions.oauth.providers;

import org.jspecify.annotations.NullMarked;
