/** Where profiles and tokens are kept: {@link com.algosolutions.oauth.store.RecordStore}. */
package com.algosolutions.oauth.store;
