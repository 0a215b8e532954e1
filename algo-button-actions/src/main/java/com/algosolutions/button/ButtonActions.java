package com.algosolutions.button;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buttons of a device. Thread-safe. Requests run on daemon threads that end when idle. With an {@link OfflineQueue} an instance must be
 * closed: otherwise it keeps sending waiting requests with its own settings and listener, also after another instance has replaced it.
 *
 * <pre>{@code
 * try (ButtonActions buttons = ButtonActions.load(client, Path.of("buttons.json"))) {
 *     PressResult pressed = buttons.press("help");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ButtonActions implements AutoCloseable {
    private final ButtonForm form;
    private final RunningPresses presses;
    private final @Nullable PressQueue queue;
    private final LoadWarnings warnings;

    private ButtonActions(Builder builder, String json) {
        PressSettings settings = builder.settings();
        form = new ButtonReader(!settings.signers().isEmpty(), settings.device()).read(json);
        queue = builder.offlineQueue == null ? null : new PressQueue(builder.offlineQueue, settings);
        presses = new RunningPresses(settings, queue);
        warnings = new LoadWarnings(form, settings);
    }

    /**
     * Reads the buttons from a file, with default settings: {@link Builder#load}.
     *
     * @param client sends the requests: an {@link OAuthClient}, or a fake in a unit test
     * @param file a JSON document as described in {@code docs/buttons.md}, in UTF-8
     * @return the buttons
     */
    public static ButtonActions load(ApiClient client, Path file) {
        return builder(client).load(file);
    }

    /**
     * Reads the buttons from a document, with default settings: {@link Builder#parse}.
     *
     * @param client sends the requests: an {@link OAuthClient}, or a fake in a unit test
     * @param json a JSON document as described in {@code docs/buttons.md}
     * @return the buttons
     */
    public static ButtonActions parse(ApiClient client, String json) {
        return builder(client).parse(json);
    }

    /**
     * Settings for reading buttons; each has a default.
     *
     * @param client sends the requests: an {@link OAuthClient}, or a fake in a unit test
     * @return the settings
     */
    public static Builder builder(ApiClient client) {
        return new Builder(client);
    }

    /** {@return all buttons: those without a screen first, then screen by screen, in the order of the document} */
    public List<Button> buttons() {
        return List.copyOf(form.buttons().values());
    }

    /** {@return the screens in the order of the document} */
    public List<Screen> screens() {
        return form.screens();
    }

    /**
     * {@return what presses would fail with, as far as the client knows without sending anything: an unknown profile, a target that is not among
     * its API Hosts, a profile without credentials or with an expired JWT; each with its place in the document and its fix. A request about which
     * an {@link ApiClient} of the application throws has a warning that says so}
     */
    public List<Problem> warnings() {
        return warnings.now();
    }

    /**
     * {@return the document from which the buttons were read, with the same members, values and order; indented. Payloads and headers are as the
     * operator wrote them and may contain credentials}
     */
    public String toJson() {
        return form.toJson();
    }

    /** {@return the number of presses in the offline queue; if its store fails, the number at the last successful read} */
    public int queuedCount() {
        return queue == null ? 0 : queue.size();
    }

    /**
     * Runs a round of the offline queue now; for firmware that detects that the network is back. Blocks until every waiting request was tried
     * once, except those under a back-off. An interrupt does not end it.
     *
     * @return the results; empty if no request waits or could be sent, or if a round is already running
     */
    public List<QueuedResult> sendQueued() {
        return queue == null ? List.of() : queue.sendNow();
    }

    /**
     * Removes a press from the offline queue, so that none of its requests is sent later. A request in progress cannot be cancelled; the
     * queue's listener also gets its result.
     *
     * @param pressId the id of the press
     * @return the results of its requests: {@link TargetResult.Outcome#CANCELLED}, or {@link TargetResult.Outcome#UNCONFIRMED} if an attempt was
     *     started; empty if the press does not wait
     * @throws UncheckedIOException if the store fails; the press may still wait then
     */
    public List<QueuedResult> cancelQueued(String pressId) {
        Objects.requireNonNull(pressId, "pressId");
        return queue == null ? List.of() : queue.cancel(pressId);
    }

    /**
     * Closes the offline queue: it starts no further request and stores no further press. Waiting presses stay in the store for the next
     * instance. Running presses end by their deadlines. Call this before {@link OAuthClient#close}, and before reading the buttons again with
     * other settings. Closing again does nothing.
     *
     * <p>Afterwards {@link #press} and {@link #pressAsync(String)} send as without a queue, for as long as the client is open; with a closed
     * client each target's result is {@link TargetResult.Outcome#UNREACHABLE}. {@link #sendQueued} sends nothing and returns no result. {@link
     * #queuedCount} and {@link #cancelQueued} continue to work on the store. Without a queue, closing changes nothing.
     */
    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }

    /**
     * Presses a button: sends its requests in order, each request to its targets in parallel, each once. Returns by the press's deadline. An
     * interrupt does not end it.
     *
     * @param identifier the button's identifier
     * @return the result; a disabled, unknown or already running button is a result too, not an exception
     */
    public PressResult press(String identifier) {
        return pressAsync(identifier).await();
    }

    /**
     * Presses a button without waiting for the result.
     *
     * @param identifier the button's identifier
     * @return the press
     */
    public Press pressAsync(String identifier) {
        return begin(identifier, null);
    }

    /**
     * Presses a button without waiting for the result. The listener is called at the beginning, for each target's result, and at the end; in
     * order, one call at a time, on a daemon thread of the library that holds no lock. The listener may press buttons and call the client. A
     * listener that hangs or throws delays no request, but it occupies its thread until it returns.
     *
     * @param identifier the button's identifier
     * @param listener gets the progress
     * @return the press
     */
    public Press pressAsync(String identifier, Consumer<? super PressProgress> listener) {
        return begin(identifier, Objects.requireNonNull(listener, "listener"));
    }

    private Press begin(String identifier, @Nullable Consumer<? super PressProgress> listener) {
        Button button = form.buttons().get(Objects.requireNonNull(identifier, "identifier"));
        if (button != null && button.enabled()) {
            return presses.press(button, listener);
        }
        PressResult.Outcome why = button == null ? PressResult.Outcome.NO_SUCH_BUTTON : PressResult.Outcome.DISABLED;
        return presses.answer(PressResult.withoutResults(identifier, why), listener);
    }

    /** Settings for reading buttons. Not thread-safe. */
    public static final class Builder {
        private final ApiClient client;
        private Duration pressTimeout = Duration.ofSeconds(10);
        private int parallelTargets = 8;
        private OnFailure onFailure = OnFailure.CONTINUE;
        private RepeatedPress repeatedPress = RepeatedPress.IGNORE;
        private Duration debounce = Duration.ofMillis(300);
        private LongSupplier ticker = System::nanoTime;
        private Executor threads = PressThreads.create();
        private Clock clock = Clock.system(ZoneId.systemDefault());
        private final Map<String, String> device = new HashMap<>();
        private @Nullable Secret remoteDevicePassword;
        private @Nullable OfflineQueue offlineQueue;

        private Builder(ApiClient client) {
            this.client = Objects.requireNonNull(client, "client");
        }

        /**
         * Sets the time limit of a press: all its requests together, token calls included. Default: 10 s.
         *
         * @param value the limit, at most a day
         * @return this
         */
        public Builder pressTimeout(Duration value) {
            if (Objects.requireNonNull(value, "pressTimeout").isNegative() || value.isZero()) {
                throw new IllegalArgumentException(
                        "pressTimeout is not positive. Give a positive time; a press always has a limit.");
            }
            pressTimeout = atMostADay("pressTimeout", value);
            return this;
        }

        /**
         * Sets the greatest number of targets to which a press sends at the same time. Default: 8.
         *
         * @param value the number, at least 1
         * @return this
         */
        public Builder parallelTargets(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("parallelTargets is less than 1. Give 1 or more.");
            }
            parallelTargets = value;
            return this;
        }

        /**
         * Sets whether the later requests are sent after a failed request. Default: {@link OnFailure#CONTINUE}.
         *
         * @param value the setting
         * @return this
         */
        public Builder onFailure(OnFailure value) {
            onFailure = Objects.requireNonNull(value, "onFailure");
            return this;
        }

        /**
         * Sets what a press does while an earlier press of the button is running. Default: {@link RepeatedPress#IGNORE}.
         *
         * @param value the setting
         * @return this
         */
        public Builder repeatedPress(RepeatedPress value) {
            repeatedPress = Objects.requireNonNull(value, "repeatedPress");
            return this;
        }

        /**
         * Sets the time after a press in which another press of the same button is ignored as a contact bounce. Default: 300 ms.
         *
         * @param value the time; zero turns the check off; at most a day
         * @return this
         */
        public Builder debounce(Duration value) {
            if (Objects.requireNonNull(value, "debounce").isNegative()) {
                throw new IllegalArgumentException("debounce is negative. Give zero or more.");
            }
            debounce = atMostADay("debounce", value);
            return this;
        }

        private static Duration atMostADay(String setting, Duration value) {
            if (value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(setting + " is more than a day. Give at most a day.");
            }
            return value;
        }

        /** For tests. */
        Builder threads(Executor value) {
            threads = value;
            return this;
        }

        Builder ticker(LongSupplier nanoseconds) {
            ticker = nanoseconds;
            return this;
        }

        /**
         * Sets the form's <em>Remote Device RESTful API Password</em>, for Standard and Basic authentication at other Algo devices. Their
         * certificates are self-signed and must be pinned: {@link OAuthClient.Builder#pinCertificate}.
         *
         * @param value the password, the same for all devices
         * @return this
         */
        public Builder remoteDevicePassword(Secret value) {
            remoteDevicePassword = Objects.requireNonNull(value, "remoteDevicePassword");
            return this;
        }

        /**
         * Adds an offline queue, which stores requests that could not be sent and sends them later. Default: no queue.
         *
         * @param value the settings of the queue
         * @return this
         */
        public Builder offlineQueue(OfflineQueue value) {
            offlineQueue = Objects.requireNonNull(value, "offlineQueue");
            return this;
        }

        Optional<OfflineQueue> offlineQueue() {
            return Optional.ofNullable(offlineQueue);
        }

        /**
         * Sets the device's name, for {@code ${deviceName}} in paths, headers and payloads.
         *
         * @param value the name
         * @return this
         */
        public Builder deviceName(String value) {
            device.put(Placeholders.DEVICE_NAME, Objects.requireNonNull(value, "deviceName"));
            return this;
        }

        /**
         * Sets the device's MAC address, for {@code ${mac}}.
         *
         * @param value the address in the notation for readers
         * @return this
         */
        public Builder macAddress(String value) {
            device.put(Placeholders.MAC, Objects.requireNonNull(value, "macAddress"));
            return this;
        }

        /**
         * Sets the clock of {@code ${localTime}} and of the offline queue. Default: the system's clock and time zone.
         *
         * @param value the clock, in the time zone of the device
         * @return this
         */
        public Builder clock(Clock value) {
            clock = new DeviceClock(Objects.requireNonNull(value, "clock"));
            return this;
        }

        private PressSettings settings() {
            Map<HeadersMode, RequestSigner> signers = new EnumMap<>(HeadersMode.class);
            if (remoteDevicePassword != null) {
                signers.put(HeadersMode.ALGO_STANDARD, new AlgoStandardAuthentication(remoteDevicePassword));
                signers.put(HeadersMode.ALGO_BASIC, new AlgoBasicAuthentication(remoteDevicePassword));
            }
            return new PressSettings(
                    client,
                    signers,
                    pressTimeout,
                    parallelTargets,
                    onFailure,
                    repeatedPress,
                    debounce,
                    ticker,
                    Placeholders.of(device),
                    clock,
                    threads);
        }

        /**
         * Reads the buttons from a document.
         *
         * @param json a JSON document as described in {@code docs/buttons.md}
         * @return the buttons
         * @throws InvalidInputException with all problems of the document
         */
        public ButtonActions parse(String json) {
            return new ButtonActions(this, Objects.requireNonNull(json, "json"));
        }

        /**
         * Reads the buttons from a file, with {@link #parse}.
         *
         * @param file a JSON document in UTF-8
         * @return the buttons
         * @throws UncheckedIOException if the file cannot be read
         */
        public ButtonActions load(Path file) {
            Objects.requireNonNull(file, "file");
            return parse(TextFile.document("buttons", file));
        }
    }
}
