/** RingCentral in the test's own process. Start at {@code RingCentralSandbox}. */
package com.algosolutions.oauth.testkit;
