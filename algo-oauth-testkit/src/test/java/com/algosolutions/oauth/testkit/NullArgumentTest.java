package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call that takes a reference rejects null itself, not a later request. */
@SuppressWarnings("NullAway") // the test passes null on purpose
class NullArgumentTest {
    private final RingCentralSandbox sandbox = RingCentralSandbox.start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Stream<ThrowingCallable> calls() {
        RingCentralSandbox.Builder rules = RingCentralSandbox.builder();
        AlgoDeviceSimulator.Builder device = AlgoDeviceSimulator.builder("Hall horn", "algo");
        SandboxClock clock = SandboxClock.at(Instant.EPOCH);
        return Stream.of(
                () -> rules.clock(null),
                () -> rules.accessTokenLife(null),
                () -> rules.refreshTokenLife(null),
                () -> rules.sessionTimeout(null),
                () -> rules.idleTimeout(null),
                () -> rules.rateLimit(null, 1),
                () -> rules.devicePollInterval(null),
                () -> rules.certificateValidity(null, Instant.MAX),
                () -> rules.certificateValidity(Instant.MIN, null),
                () -> AlgoDeviceSimulator.builder(null, "algo"),
                () -> AlgoDeviceSimulator.builder("Hall horn", null),
                () -> device.clock(null),
                () -> device.clockWindow(null),
                () -> device.authentication(null),
                () -> SandboxClock.at(null),
                () -> clock.advance(null),
                () -> clock.set(null),
                () -> clock.withZone(null),
                () -> Fault.reply(200, null, ""),
                () -> Fault.reply(200, Map.of(), null),
                () -> Fault.hold(null),
                () -> Fault.slowDrip(1, null),
                () -> Fault.redirect(302, null),
                () -> Fault.skewedDate(null),
                () -> Fault.tooManyRequests(null),
                () -> Fault.unavailable(null),
                () -> HostileReply.of(null, ""),
                () -> HostileReply.of("x", null),
                () -> HostileReply.json("x", null),
                () -> HostileReply.of("x", "").thenForever(null),
                () -> HostileReply.of("x", "").thenRepeated("", 1, null),
                () -> HostileReply.of("x", "").slowly(1, null));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void setting_null_isRejectedAtOnceByName(ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessageMatching("[a-zA-Z]+");
    }

    @Test
    void hostileServer_null_isRejectedAtOnce() {
        try (HostileServer server = HostileServer.start()) {
            Stream.<ThrowingCallable>of(
                            () -> server.attack(null),
                            () -> server.answer(null, "{}"),
                            () -> server.answer("/", null),
                            () -> server.uri(null),
                            () -> HostileServer.startTls((String) null))
                    .forEach(call -> assertThatNullPointerException().isThrownBy(call));
        }
    }

    @Test
    void sandbox_null_isRejectedAtOnce() {
        SandboxUser user = sandbox.createUser("Lobby console");
        SandboxApp app = sandbox.newApp("Front desk app").create();
        SandboxOperator operator = sandbox.operator();
        Stream.<ThrowingCallable>of(
                        () -> sandbox.newApp(null),
                        () -> sandbox.newApp("Other").scopes("ReadAccounts", null),
                        () -> sandbox.createUser(null),
                        () -> sandbox.createTeam(null, user),
                        () -> sandbox.createTeam("Reception", user, null),
                        () -> sandbox.newJwt(null),
                        () -> sandbox.newJwt(user).expires(null),
                        () -> sandbox.newJwt(user).forApps(app, null),
                        () -> sandbox.newApp("Other").redirectUris((URI) null),
                        () -> sandbox.person(null),
                        () -> sandbox.person(user).open(null),
                        () -> sandbox.person(user).enter(null),
                        () -> sandbox.person(user).scan(null),
                        () -> sandbox.person(user).takes(null),
                        () -> sandbox.network().unplug(null),
                        () -> sandbox.network().idleTimeout(null),
                        () -> sandbox.faults().next(null),
                        () -> sandbox.posts(null),
                        () -> sandbox.cards(null),
                        () -> sandbox.personalPosts(null),
                        () -> operator.invalidateAccessTokens(null),
                        () -> operator.endSessions(null),
                        () -> operator.changePassword(null),
                        () -> operator.revokeJwt(null),
                        () -> operator.disableUser(null),
                        () -> operator.enableUser(null),
                        () -> operator.jwtFlow(null, true),
                        () -> operator.liveSessionCount(null, app),
                        () -> operator.liveSessionCount(user, null),
                        () -> operator.isLive(null, "token"),
                        () -> operator.isLive(app, null))
                .forEach(call -> assertThatNullPointerException().isThrownBy(call));
    }
}
