/** Clocks, deadlines and threads. Not exported. */
@NullMarked
package com.algosolutions.oauth.time;

import org.jspecify.annotations.NullMarked;
