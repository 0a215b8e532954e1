/** The library against authorization servers that others wrote. Tests only. */
@org.jspecify.annotations.NullMarked
package com.algosolutions.interop;
