package com.algosolutions.console.device;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.OfflineQueue;
import com.algosolutions.button.QueuedResult;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.store.RecordStore;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The device: its store, its client and its buttons, as firmware would keep them; and the power, which can be cut. Thread-safe. */
public final class Device implements AutoCloseable {
    public static final int QUEUE_CAPACITY = 20;
    public static final Duration QUEUE_EXPIRY = Duration.ofMinutes(10);

    static final String NAME = "Lobby console";

    private final DeviceFolder folder;
    private final BenchClock clock;
    private final Consumer<OAuthClient.Builder> network;
    private final Secret remoteDevicePassword;
    private final AtomicBoolean full = new AtomicBoolean();

    /** The listeners; set once, before the first start. */
    private Consumer<? super Event> eventListener = event -> {};

    private Consumer<? super QueuedResult> queueListener = result -> {};

    /** Guarded by this, as are those below. Null while the device does not run. */
    private @Nullable Running running;

    private @Nullable String problem;
    private @Nullable String lastStop;
    private int starts;
    private Instant startedAt;

    /** What runs between a start and a stop. The buttons are absent if their document has problems. */
    private record Running(
            BenchStore store, OAuthClient client, Optional<ButtonActions> buttons, List<Problem> documentProblems) {}

    /**
     * A device that is off.
     *
     * @param network adds the settings with which the client reaches its servers
     * @param remoteDevicePassword the password of other Algo devices
     */
    public Device(
            DeviceFolder folder, BenchClock clock, Consumer<OAuthClient.Builder> network, Secret remoteDevicePassword) {
        this.folder = folder;
        this.clock = clock;
        this.network = network;
        this.remoteDevicePassword = remoteDevicePassword;
        startedAt = clock.now();
    }

    /**
     * Starts the device on its store.
     *
     * @param events gets the events of the client
     * @param queue gets the results of the queue
     */
    public synchronized void start(Consumer<? super Event> events, Consumer<? super QueuedResult> queue) {
        eventListener = events;
        queueListener = queue;
        powerOn();
    }

    /** Stops the device without closing anything on its store, and starts it again. */
    public synchronized void cutPower() {
        Running old = running;
        running = null;
        lastStop = "power cut";
        if (old != null) {
            old.store().cutPower();
            old.buttons().ifPresent(ButtonActions::close);
            old.client().close();
        }
        powerOn();
    }

    private void powerOn() {
        starts++;
        startedAt = clock.now();
        problem = null;
        BenchStore store =
                new BenchStore(RecordStore.directory(folder.records()).encryptedWith(folder.key()), full);
        int start = starts;
        OAuthClient.Builder settings = OAuthClient.builder()
                .store(store)
                .clock(clock.device())
                .ticker(clock.ticker())
                .userAgent("AlgoConsole/0.1")
                .keepRefreshTokensAlive()
                .listener(event -> ifRunning(start, event, eventListener));
        network.accept(settings);
        try {
            OAuthClient client = settings.build();
            running = withButtons(store, client, start, folder.buttons());
        } catch (UncheckedIOException e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    private Running withButtons(BenchStore store, OAuthClient client, int start, String document) {
        try {
            OfflineQueue queue = OfflineQueue.in(store)
                    .capacity(QUEUE_CAPACITY)
                    .expiry(QUEUE_EXPIRY)
                    .listener(result -> ifRunning(start, result, queueListener));
            return new Running(
                    store,
                    client,
                    Optional.of(settings(client).offlineQueue(queue).parse(document)),
                    List.of());
        } catch (InvalidInputException e) {
            return new Running(store, client, Optional.empty(), e.problems());
        }
    }

    /** Passes on what the present start of the device reports; after a power cut nothing more comes from the earlier one. */
    private <T> void ifRunning(int start, T news, Consumer<? super T> listener) {
        boolean present;
        synchronized (this) {
            present = start == starts;
        }
        if (present) {
            listener.accept(news);
        }
    }

    /** {@return the settings for buttons of this device without a queue} */
    public ButtonActions.Builder settings(OAuthClient client) {
        return ButtonActions.builder(client)
                .deviceName(NAME)
                .macAddress("00:22:ee:00:84:50")
                .clock(clock.device())
                .remoteDevicePassword(remoteDevicePassword);
    }

    /**
     * Replaces the button document and reads the buttons again.
     *
     * @throws InvalidInputException if the document has problems; nothing has changed then
     */
    public synchronized void replaceButtons(String document) {
        Running now = running();
        settings(now.client()).parse(document).close();
        now.buttons().ifPresent(ButtonActions::close);
        folder.replaceButtons(document);
        running = withButtons(now.store(), now.client(), starts, document);
    }

    private synchronized Running running() {
        Running now = running;
        if (now == null) {
            throw new HttpError(503, "device-stopped", problem == null ? "The device restarts." : problem);
        }
        return now;
    }

    public OAuthClient client() {
        return running().client();
    }

    /** {@return the buttons; empty if their document has problems} */
    public Optional<ButtonActions> buttons() {
        return running().buttons();
    }

    /** {@return the problems of the button document} */
    public List<Problem> documentProblems() {
        return running().documentProblems();
    }

    public String buttonDocument() {
        return folder.buttons();
    }

    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Makes the disk refuse every write, or accept them again. */
    public void diskFull(boolean isFull) {
        full.set(isFull);
    }

    /** {@return the device for the page} */
    public synchronized View view() {
        return new View()
                .with("name", NAME)
                .with("running", running != null)
                .with("starts", starts)
                .with("startedAt", startedAt)
                .with("clock", clock.device().instant())
                .with("clockErrorMillis", clock.deviceError())
                .with(
                        "store",
                        new View()
                                .with("folder", folder.toString())
                                .with("encrypted", true)
                                .with("full", full.get())
                                .map())
                .with("lastStop", lastStop)
                .with("problem", problem);
    }

    @Override
    public synchronized void close() {
        Running old = running;
        running = null;
        starts++;
        if (old != null) {
            old.buttons().ifPresent(ButtonActions::close);
            old.client().close();
        }
    }
}
