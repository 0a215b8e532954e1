/**
 * RingCentral in the test's own process.
 *
 * <p>Start at {@link com.algosolutions.oauth.testkit.RingCentralSandbox}; then {@link
 * com.algosolutions.oauth.testkit.SandboxBuilder} for its rules, {@link com.algosolutions.oauth.testkit.Faults} for what
 * goes wrong, {@link com.algosolutions.oauth.testkit.SandboxClock} for time, and {@link
 * com.algosolutions.oauth.testkit.RingCentralFixtures} for replies as RingCentral gave them.
 */
package com.algosolutions.oauth.testkit;
