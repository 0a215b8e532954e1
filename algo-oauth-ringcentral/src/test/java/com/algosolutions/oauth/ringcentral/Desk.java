package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxClock;
import com.algosolutions.oauth.testkit.SandboxRequest;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A device at a front desk and its simulated RingCentral, both on one clock that a test sets. */
final class Desk implements AutoCloseable {
    static final Instant MORNING = Instant.parse("2026-12-01T08:00:00Z");
    static final Body HELLO = Body.json("{\"text\": \"Hello from OAuth test\"}");
    static final String PROFILE = "Front desk";

    final SandboxClock clock = SandboxClock.at(MORNING);
    final RingCentralSandbox ringCentral;
    final SandboxApp app;
    final SandboxUser user;
    final SandboxTeam team;
    final String jwt;
    final OAuthClient client;

    Desk() {
        this(UnaryOperator.identity(), UnaryOperator.identity());
    }

    Desk(UnaryOperator<RingCentralSandbox.Builder> rules, UnaryOperator<SandboxApp.Builder> registration) {
        ringCentral = rules.apply(RingCentralSandbox.builder().clock(clock)).start();
        app = registration.apply(ringCentral.newApp("Front desk app")).create();
        user = ringCentral.createUser("Lobby console");
        team = ringCentral.createTeam("Reception", user);
        jwt = ringCentral.newJwt(user).create();
        client = OAuthClient.builder()
                .proxy(ringCentral.proxy())
                .trust(ringCentral.trustManager())
                .clock(clock)
                .ticker(clock.ticker())
                .build();
    }

    /** A desk with the profile of the device's manual. */
    static Desk ready() {
        Desk desk = new Desk();
        desk.create(desk.jwt);
        return desk;
    }

    ProfileForm form(String credential) {
        return client.draft(PROFILE, RingCentral.ID)
                .clientId(app.clientId())
                .clientSecret(Secret.of(app.clientSecret()))
                .jwtAssertion(Secret.of(credential));
    }

    void create(String credential) {
        client.profiles().create(form(credential).build());
    }

    ApiResult post() {
        return post(team.id());
    }

    ApiResult post(String teamId) {
        return client.post(
                PROFILE,
                URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + teamId + "/posts"),
                HELLO);
    }

    Failure failedPost() {
        return post().failure().orElseThrow();
    }

    /** The grant types of the token requests, in order, shortened to their last word. */
    List<String> grants() {
        return ringCentral.requests().stream()
                .filter(SandboxRequest::isTokenRequest)
                .map(request -> Arrays.stream(request.body().split("&", -1))
                        .filter(parameter -> parameter.startsWith("grant_type="))
                        .map(parameter -> parameter.replaceAll(".*(=|%3A)", ""))
                        .findFirst()
                        .orElse("none"))
                .toList();
    }

    /** All values that must not be printed: credentials, and each token that was sent or received. */
    List<String> secrets() {
        List<String> sent = ringCentral.requests().stream()
                .flatMap(request -> request.header("Authorization").stream())
                .map(value -> value.substring(value.indexOf(' ') + 1))
                .toList();
        List<String> presented = ringCentral.requests().stream()
                .flatMap(request -> Arrays.stream(request.body().split("&", -1)))
                .filter(parameter -> parameter.matches("(assertion|refresh_token)=.*"))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .toList();
        return Stream.of(List.of(app.clientSecret(), jwt), sent, presented)
                .flatMap(List::stream)
                .toList();
    }

    int posts() {
        return ringCentral.posts(team).size();
    }

    @Override
    public void close() {
        client.close();
        ringCentral.close();
    }
}
