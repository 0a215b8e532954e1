/** Clocks, deadlines and threads. Not exported. */
package com.algosolutions.oauth.time;
