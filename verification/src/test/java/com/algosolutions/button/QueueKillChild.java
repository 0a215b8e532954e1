package com.algosolutions.button;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A console that presses a button without a network, or sends the queued presses, until the test kills it. */
final class QueueKillChild {
    static final String PASSWORD = "algo";

    private QueueKillChild() {}

    /**
     * Presses the button, or sends the queued presses.
     *
     * @param args the folder, the target's port, its fingerprint, {@code press} or {@code send}
     */
    public static void main(String[] args) throws InterruptedException {
        boolean online = args[3].equals("send");
        ButtonActions buttons = console(
                Path.of(args[0]),
                Integer.parseInt(args[1]),
                args[2],
                online,
                outcome -> System.out.println(
                        "reported " + outcome.pressId() + " " + outcome.result().outcome()));
        System.out.println("ready");
        if (online) {
            while (buttons.queuedCount() > 0) {
                buttons.sendQueued();
            }
            return;
        }
        while (true) {
            PressResult pressed = buttons.press("go");
            if (pressed.outcome() == PressResult.Outcome.QUEUED) {
                System.out.println("queued " + pressed.pressId());
            }
        }
    }

    static ButtonActions console(
            Path folder, int port, String fingerprint, boolean online, Consumer<QueuedResult> listener) {
        ApiHost target = new ApiHost("console.test", port);
        OAuthClient client = OAuthClient.builder()
                .proxy(Proxy.NO_PROXY)
                .pinCertificate(target, fingerprint)
                .nameResolver(host -> {
                    if (!online) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
                })
                .build();
        return ButtonActions.builder(client)
                .remoteDevicePassword(Secret.of(PASSWORD))
                .debounce(Duration.ZERO)
                .offlineQueue(OfflineQueue.in(RecordStore.directory(folder))
                        .capacity(100_000)
                        .listener(listener)
                        .interval(Duration.ofDays(1)))
                .parse("""
                        {"buttons": [{"identifier": "go", "action": "Send API Request", "numberOfApiRequests": 1,
                          "requests": [{"command": "Activate Button", "targets": "%s", "parameters": {"id": "${pressId}"}}]}]}
                        """.formatted(target));
    }
}
