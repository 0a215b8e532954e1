/**
 * A simulated RingCentral in the test's process.
 *
 * <p>Start at {@link com.algosolutions.oauth.testkit.RingCentralSandbox}; then {@link
 * com.algosolutions.oauth.testkit.RingCentralSandbox.Builder} for its rules, {@link com.algosolutions.oauth.testkit.SandboxOperator} for
 * what administrators do meanwhile, {@link com.algosolutions.oauth.testkit.Faults} for failures, {@link
 * com.algosolutions.oauth.testkit.SandboxNetwork} to unplug the network, {@link com.algosolutions.oauth.testkit.SandboxPerson} for the
 * user who signs in, {@link com.algosolutions.oauth.testkit.SandboxClock} for time, and {@link
 * com.algosolutions.oauth.testkit.RingCentralFixtures} for RingCentral's own responses. {@link com.algosolutions.oauth.testkit.AlgoDeviceSimulator} is a simulated Algo device.
 *
 * <p>A null argument is rejected at once with a {@link NullPointerException}.
 */
@NullMarked
package com.algosolutions.oauth.testkit;

import org.jspecify.annotations.NullMarked;
