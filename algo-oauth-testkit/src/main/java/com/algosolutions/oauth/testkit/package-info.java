/**
 * A simulated RingCentral in the test's process.
 *
 * <p>Start at {@link com.algosolutions.oauth.testkit.RingCentralSandbox}; then {@link
 * com.algosolutions.oauth.testkit.RingCentralSandbox.Builder} for its rules, {@link com.algosolutions.oauth.testkit.SandboxOperator} for
 * what administrators do meanwhile, {@link com.algosolutions.oauth.testkit.Faults} for failures, {@link
 * com.algosolutions.oauth.testkit.SandboxNetwork} to unplug the network, {@link com.algosolutions.oauth.testkit.SandboxPerson} for the
 * user who signs in, {@link com.algosolutions.oauth.testkit.SandboxClock} for time, and {@link
 * com.algosolutions.oauth.testkit.RingCentralFixtures} for RingCentral's own responses. {@link com.algosolutions.oauth.testkit.AlgoDeviceSimulator} is a simulated Algo device.
 * {@link com.algosolutions.oauth.testkit.HostileServer} is a server that keeps to no rules.
 *
 * <p>In a project with a {@code module-info}, tests that Surefire before 3.6 runs need {@code useModulePath} false, or a {@code module-info}
 * in {@code src/test/java} that requires {@code com.algosolutions.oauth.testkit}. Otherwise the sandbox fails with an {@link
 * IllegalAccessError}, because OkHttp is on the module path and the testkit is not.
 *
 * <p>A null argument is rejected at once with a {@link NullPointerException}.
 */
@NullMarked
package com.algosolutions.oauth.testkit;

import org.jspecify.annotations.NullMarked;
