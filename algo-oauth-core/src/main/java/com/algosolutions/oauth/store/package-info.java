/** Where profiles and tokens are kept: {@link com.algosolutions.oauth.store.RecordStore}. */
@NullMarked
package com.algosolutions.oauth.store;

import org.jspecify.annotations.NullMarked;
