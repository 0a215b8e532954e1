/** A {@link com.algosolutions.oauth.store.RecordStore} in a database. */
package com.algosolutions.oauth.jdbc;
