/**
 * What is written: JSON text, its members, and everything that is wrong with them, found in one pass.
 *
 * <p>The leaf of this library; the other packages and the button module read their documents with it. {@link
 * com.algosolutions.oauth.json.Json} turns text into plain Java values and back, {@link com.algosolutions.oauth.json.Fields} reads the
 * members of one object, and {@link com.algosolutions.oauth.json.Problem} says what is wrong with one of them and what to do.
 */
package com.algosolutions.oauth.json;
