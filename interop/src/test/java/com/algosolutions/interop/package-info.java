/** The library against authorization servers of other projects. Tests only. */
@org.jspecify.annotations.NullMarked
package com.algosolutions.interop;
