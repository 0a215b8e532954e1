/**
 * Providers beside RingCentral, each a class of data: what choosing it fills into the form, and what its errors mean. The module's README
 * says which of it is confirmed.
 */
package com.algosolutions.oauth.providers;
