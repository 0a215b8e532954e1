/** One process of a gateway. */
@org.jspecify.annotations.NullMarked
package com.algosolutions.gateway;
