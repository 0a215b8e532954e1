package com.algosolutions.oauth.signin;

import static com.algosolutions.oauth.signin.SignInDesk.callback;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.store.DyingStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that is stopped between any two writes of a sign-in. */
class SignInPowerCutTest {

    @ParameterizedTest
    @DisplayName(
            "E2.7 storage dead from the n-th write on, then a restart: the code is sent at most once, and the state is the true one")
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void stopped_afterSoManyWrites(int writes) {
        try (SignInDesk desk = new SignInDesk()) {
            SignIn started = desk.start();
            OAuthClient other = desk.another();
            SignIn there = other.signIns().current("desk").orElseThrow();
            DyingStore dying = new DyingStore(desk.store, writes);
            try (OAuthClient before = desk.settings().store(dying).build()) {
                before.signIns().handleCallback(callback(started));
            }
            int sent = desk.server.tokenRequests().size();
            try (other;
                    OAuthClient after = desk.another()) {
                ProfileStatus status = after.status("desk");
                String again = after.signIns().handleCallback(callback(started)).toString();
                List<SignIn> underWay = after.signIns().current("desk").stream().toList();
                assertThat(desk.server.tokenRequests())
                        .as("requests, %s writes", writes)
                        .hasSize(1);
                if (sent == 0) {
                    assertThat(again).as("the code was never sent").startsWith("New credentials wait");
                } else if (status.signIn().isPresent()) {
                    assertThat(again).contains("received before, and new credentials were obtained");
                    assertThat(underWay).singleElement().is(SignInResults.GRANTED);
                } else {
                    assertThat(status.toString())
                            .startsWith(
                                    "REAUTHORIZATION_REQUIRED: the device was stopped while the code of this sign-in was being");
                    assertThat(again).startsWith("the device was stopped");
                    assertThat(there.state()).isEqualTo(SignIn.State.FAILED);
                    assertThat(there.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
                }
            }
        }
    }

    @Test
    @DisplayName("while a code is being redeemed no process reports it as lost")
    void redemption_underWay_isNotTakenForLost() throws Exception {
        try (SignInDesk desk = new SignInDesk();
                OAuthClient other = desk.another()) {
            SignIn started = desk.start();
            CountDownLatch replies = desk.server.holdTokenReplies();
            CompletableFuture<CallbackResult> first = Callers.elsewhere(() -> desk.returned(callback(started)));
            desk.server.awaitTokenRequest();
            assertThat(other.signIns().handleCallback(callback(started)).toString())
                    .startsWith("a callback of this sign-in was received before, and its code is being redeemed");
            assertThat(other.status("desk").toString()).contains("no user has signed in for this profile yet");
            replies.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).is(SignInResults.GRANTED);
        }
    }
}
