package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The event listener may use the client, and no request waits for it. */
@Timeout(60)
class ListenerTest {
    private static final MockResponse REFUSED = FakeServer.json(400, "{\"error\":\"invalid_grant\"}");

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    /** A client whose listener waits until the client is built. */
    private OAuthClient listening(BiConsumer<OAuthClient, Event> listener) {
        CompletableFuture<OAuthClient> built = new CompletableFuture<>();
        OAuthClient client = device.start(device.settings().listener(event -> listener.accept(built.join(), event)));
        built.complete(client);
        return client;
    }

    private static List<Arguments> methods() {
        return List.of(
                method("renew", client -> client.renew("desk")),
                method("revoke", client -> client.revoke("desk")),
                method("status", client -> client.status("desk")),
                method(
                        "update",
                        client -> client.profiles()
                                .update(client.edit(
                                                client.profiles().find("desk").orElseThrow())
                                        .name("lobby")
                                        .build())),
                method("delete", client -> client.profiles().delete("desk")),
                method("start", client -> client.signIns().start("desk")),
                method("close", OAuthClient::close));
    }

    private static Arguments method(String name, Consumer<OAuthClient> call) {
        return Arguments.of(org.junit.jupiter.api.Named.of(name, call));
    }

    /** The event comes from within a renewal, whose thread holds the profile's locks. */
    @ParameterizedTest
    @MethodSource("methods")
    void listener_thatCallsTheClient_getsItsResult(Consumer<OAuthClient> call) throws Exception {
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        OAuthClient client = listening((itself, event) -> {
            if (event.kind() == Event.Kind.TOKEN && !called.isDone()) {
                call.accept(itself);
                called.complete(true);
            }
        });
        TestValues.withDesk(client, server);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(called.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void listener_thatRevokesAfterARejection_isFollowedByTheEventsOfThat() throws Exception {
        List<String> states = new ArrayList<>();
        CountDownLatch revoked = new CountDownLatch(1);
        OAuthClient client = listening((itself, event) -> event.status().ifPresent(status -> {
            states.add(status.state().name());
            if (status.state() == ProfileStatus.State.REAUTHORIZATION_REQUIRED) {
                assertThat(itself.revoke("desk").outcome()).isEqualTo(RevocationResult.Outcome.NOTHING_TO_REVOKE);
            } else {
                revoked.countDown();
            }
        }));
        TestValues.withDesk(client, server);
        server.onToken(REFUSED);
        TestValues.post(client, server);
        assertThat(revoked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(states).containsExactly("REAUTHORIZATION_REQUIRED", "REVOKED");
    }

    @Test
    void listener_thatHangs_delaysNoCall_andNoClose() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        OAuthClient client = device.start(device.settings().listener(event -> {
            hangs.countDown();
            gate.join();
        }));
        TestValues.withDesk(client, server);
        assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();
        ApiResult result = TestValues.post(client, server);
        assertThat(result.delivered()).isTrue();
        client.revoke("desk");
        client.close();
        gate.complete(null);
    }

    @Test
    void event_ofAnotherState_hasTheStatus_andOtherEventsHaveNone() {
        OAuthClient client = device.withDesk();
        server.onToken(REFUSED);
        device.post();
        Callers.await(() -> device.heard.stream() // the renewal reports its state after it has answered the caller
                .flatMap(event -> event.status().stream())
                .anyMatch(ProfileStatus::needsOperator));
        device.awaitDelivery();
        assertThat(device.heard).isNotEmpty().allSatisfy(event -> {
            assertThat(event.status().isPresent()).isEqualTo(event.kind() == Event.Kind.STATE_CHANGED);
            event.status().ifPresent(status -> assertThat(event.message()).isEqualTo(status.toString()));
        });
        ProfileStatus last = device.heard.stream()
                .flatMap(event -> event.status().stream())
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(last).isEqualTo(client.status("desk"));
        assertThat(last.needsOperator()).isTrue();
    }

    @Test
    void rejection_ofAnEarlierProcess_isDeliveredToAListenerThatUsesTheClient() throws Exception {
        device.withDesk();
        server.onToken(REFUSED);
        device.post();
        device.client().close();
        CompletableFuture<ProfileStatus> asked = new CompletableFuture<>();
        listening((itself, event) -> asked.complete(itself.status(event.profile())));
        assertThat(asked.get(20, TimeUnit.SECONDS).state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
    }
}
