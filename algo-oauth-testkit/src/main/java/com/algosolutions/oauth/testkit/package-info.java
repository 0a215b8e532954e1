/**
 * A simulated RingCentral in the test's process.
 *
 * <p>Start at {@link com.algosolutions.oauth.testkit.RingCentralSandbox}; then {@link com.algosolutions.oauth.testkit.SandboxBuilder} for
 * its rules, {@link com.algosolutions.oauth.testkit.Faults} for failures, {@link com.algosolutions.oauth.testkit.SandboxClock} for time,
 * and {@link com.algosolutions.oauth.testkit.RingCentralFixtures} for RingCentral's own responses.
 */
package com.algosolutions.oauth.testkit;
