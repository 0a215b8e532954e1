package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.SignIn.State;
import com.algosolutions.oauth.client.Callers;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Start Authorization on a store that refuses a write: every one from the first, once, three times or for ever, before the bytes are on the
 * disk or after. Then the store works again, or the power fails.
 */
class RefusingSignInTest {
    private static final String REASON = "No space left on device";

    private enum Way {
        BROWSER,
        DEVICE,
        /** A grant that needs no user. */
        ASSERTION
    }

    private record Cell(Way way, int first, int times, boolean onDisk, boolean powerCut) {}

    private static List<Cell> matrix() {
        List<Cell> all = new ArrayList<>();
        for (Way way : Way.values()) {
            for (int first = 1; first <= 7; first++) {
                for (int times : new int[] {1, 3, 1000}) {
                    for (boolean onDisk : new boolean[] {false, true}) {
                        all.add(new Cell(way, first, times, onDisk, false));
                        all.add(new Cell(way, first, times, onDisk, true));
                    }
                }
            }
        }
        return all;
    }

    @Test
    void signIn_onAStoreThatRefuses_sendsItsCodeOnce_andLosesNoTokensWithoutAPowerCut() {
        List<String> wrong = new ArrayList<>();
        try (FakeServer server = FakeServer.start()) {
            for (Cell cell : matrix()) {
                try (TestDevice device = new TestDevice().withTimer()) {
                    new Run(device, server, cell).signIn();
                } catch (AssertionError | RuntimeException | IOException e) {
                    wrong.add(cell + ": " + e.getMessage());
                }
            }
        }
        System.out.println(matrix().size() + " sign-ins on a store that refuses, " + wrong.size() + " wrong");
        assertThat(wrong).isEmpty();
    }

    private record Run(TestDevice device, FakeServer server, Cell cell) {
        void signIn() throws IOException {
            OAuthClient client = device.client();
            configure(client);
            refuse();
            int before = server.tokenRequests().size();
            SignIn started = client.signIns().start("desk");
            if (cell.way == Way.BROWSER && started.state() == State.FAILED) {
                assertThat(started.failure().orElseThrow().toString()).contains("could not be stored", REASON);
                works();
                started = client.signIns().start("desk");
            }
            String refused = finish(client, started);
            if (!refused.isEmpty()) { // the code was not sent, and the same page works again
                assertThat(refused).contains("the device's storage failed", REASON, "no code was sent");
                works();
                assertThat(finish(client, started)).isEmpty();
            }
            // A redemption, a poll or a grant: one token request, and its tokens wait to be saved.
            assertThat(server.tokenRequests()).hasSize(before + 1);
            assertThat(started.state()).isEqualTo(State.UNSAVED);
            boolean stored = onDisk();
            assertThat(stored || started.message().contains("The storage has refused them"))
                    .as(started.message())
                    .isTrue();
            if (cell.powerCut) {
                afterAPowerCut(stored);
            } else {
                afterTheStoreWorksAgain(client, started);
            }
            assertThat(server.tokenRequests()).hasSize(before + 1);
        }

        private void configure(OAuthClient client) {
            var form = TestValues.draft(client, "desk", server);
            client.profiles()
                    .create((switch (cell.way) {
                                case ASSERTION -> form;
                                case DEVICE ->
                                    form.grantType(GrantType.DEVICE_CODE)
                                            .reset(ProfileField.JWT_ASSERTION)
                                            .deviceUrl(server.http("/device"));
                                case BROWSER ->
                                    form.grantType(GrantType.AUTH_CODE_PKCE)
                                            .reset(ProfileField.JWT_ASSERTION)
                                            .authUrl(URI.create("https://login.example/authorize"))
                                            .redirectUri(URI.create(SignInDesk.REDIRECT))
                                            .apiHosts(ApiHost.of(server.host()));
                            })
                            .build());
        }

        /** The user signs in. Returns why no code was sent; empty if one was. */
        private String finish(OAuthClient client, SignIn started) {
            if (cell.way == Way.BROWSER) {
                var result = client.signIns().handleCallback(SignInDesk.callback(started));
                return result.accepted() ? "" : result.toString();
            }
            if (cell.way == Way.DEVICE) {
                device.ticker.seconds(6);
                Callers.await(() -> started.state() != State.WAITING && !ids().contains("device-authorization-"));
            }
            return "";
        }

        private String ids() {
            try {
                return device.store.list().toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean onDisk() {
            return device.store.text().contains("\"pending\":{");
        }

        private void afterTheStoreWorksAgain(OAuthClient client, SignIn started) {
            works();
            device.ticker.seconds(100);
            Callers.await(this::onDisk);
            assertThat(started.message()).doesNotContain("storage");
            assertThat(client.signIns().save("desk")).isTrue();
            assertThat(started.state()).isEqualTo(State.SAVED);
            assertThat(TestValues.post(client, server).delivered()).isTrue();
        }

        private void afterAPowerCut(boolean stored) throws IOException {
            works();
            FaultyStore disk = new FaultyStore();
            for (String id : device.store.list()) {
                disk.replace(id, 0, device.store.read(id).orElseThrow().bytes());
            }
            device.ticker.reset();
            OAuthClient restarted = device.start(device.settings().store(disk));
            ProfileStatus status = restarted.status("desk");
            assertThat(restarted.signIns().current("desk").map(SignIn::state).equals(Optional.of(State.UNSAVED)))
                    .as(status.toString())
                    .isEqualTo(stored);
            if (stored) {
                assertThat(restarted.signIns().save("desk")).isTrue();
                assertThat(TestValues.post(restarted, server).delivered()).isTrue();
            } else if (cell.way != Way.ASSERTION) {
                assertThat(status.state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
                assertThat(status.failure().orElseThrow().advice()).contains("Start Authorization");
            }
        }

        private void refuse() {
            AtomicInteger writes = new AtomicInteger();
            FaultyStore.Watcher refuser = (id, bytes) -> {
                int write = writes.incrementAndGet();
                if (write >= cell.first && write - cell.first < cell.times) {
                    throw new IOException(REASON);
                }
            };
            if (cell.onDisk) {
                device.store.after(refuser);
            } else {
                device.store.before(refuser);
            }
        }

        private void works() {
            device.store.before((id, bytes) -> {});
            device.store.after((id, bytes) -> {});
        }
    }
}
