package com.algosolutions.button;

import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.profile.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buttons of a device. Thread-safe. Sends on daemon threads that die when idle. Only with an {@link OfflineQueue} is there something to
 * close: without that an instance that has been replaced goes on to send what waits, with its own settings and listener.
 *
 * <pre>{@code
 * try (ButtonActions buttons = ButtonActions.load(client, Path.of("buttons.json"))) {
 *     PressResult pressed = buttons.press("help");
 * }
 * }</pre>
 */
public final class ButtonActions implements AutoCloseable {
    private final ButtonForm form;
    private final RunningPresses presses;
    private final @Nullable PressQueue queue;

    private ButtonActions(Builder builder, String json) {
        PressSettings settings = builder.settings();
        form = new ButtonReader(!settings.signers().isEmpty(), settings.device()).read(json);
        queue = builder.offlineQueue == null ? null : new PressQueue(builder.offlineQueue, settings);
        presses = new RunningPresses(settings, queue);
    }

    /**
     * Reads the buttons of a file with default settings: {@link Builder#load}.
     *
     * @param client sends the requests
     * @param file a JSON document as described in {@code docs/buttons.md}, in UTF-8
     * @return the buttons
     */
    public static ButtonActions load(OAuthClient client, Path file) {
        return builder(client).load(file);
    }

    /**
     * Reads the buttons of a document with default settings: {@link Builder#read}.
     *
     * @param client sends the requests
     * @param json a JSON document as described in {@code docs/buttons.md}
     * @return the buttons
     */
    public static ButtonActions of(OAuthClient client, String json) {
        return builder(client).read(json);
    }

    /**
     * The settings for reading buttons; each has a default.
     *
     * @param client sends the requests
     * @return the settings
     */
    public static Builder builder(OAuthClient client) {
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
     * The document that the buttons were read from: the same members with the same values in the same order, nothing added and nothing
     * left out; indented. What the operator wrote into the payloads and headers is in it, so treat it like the document.
     *
     * @return the JSON text
     */
    public String toJson() {
        return form.toJson();
    }

    /** {@return how many presses wait in the offline queue; if its store cannot say so, how many it were when it last could} */
    public int queued() {
        return queue == null ? 0 : queue.size();
    }

    /**
     * Sends what waits in the offline queue, now; for firmware that knows that the network is back. Blocks until everything was tried once,
     * but for what a server has asked to wait with. An interrupt does not cut it short.
     *
     * @return what came of it; empty if nothing waits, nothing could be sent, or it is being sent already
     */
    public List<QueuedOutcome> sendQueued() {
        return queue == null ? List.of() : queue.sendNow();
    }

    /**
     * Takes a press out of the offline queue, so that nothing of it is sent any more. A request that is being sent at this moment cannot be
     * called back; what comes of it is told to the queue's listener all the same.
     *
     * @param press the press's id
     * @return what is known of its requests: {@link TargetResult.State#CANCELLED}, or {@link TargetResult.State#UNCONFIRMED} for one that was begun
     *     before; empty if the press does not wait
     * @throws UncheckedIOException if the store fails; the press may still wait then
     */
    public List<QueuedOutcome> withdrawQueued(String press) {
        try {
            return queue == null ? List.of() : queue.withdraw(press);
        } catch (IOException e) {
            throw new UncheckedIOException("The press cannot be withdrawn from the queue. Mend the store.", e);
        }
    }

    /**
     * Ends the work of the offline queue: nothing more of it is begun, nothing more is kept. What waits stays in the store, for the next
     * instance on it. Presses that are running end by their deadlines, and a press after this is sent as without a queue. To be called before
     * {@link OAuthClient#close}, and before the buttons are read again with other settings.
     */
    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }

    /**
     * Presses a button: sends its requests in order, each to its targets side by side, each once. Always answers, by the press's
     * deadline. An interrupt does not cut it short.
     *
     * @param identifier the button's identifier
     * @return what came of it; a disabled or unknown button, or one whose press is running, is an answer, not an exception
     */
    public PressResult press(String identifier) {
        return pressAsync(identifier).result();
    }

    /**
     * Presses a button without waiting.
     *
     * @param identifier the button's identifier
     * @return the press
     */
    public Press pressAsync(String identifier) {
        return begin(identifier, null);
    }

    /**
     * Presses a button without waiting, and tells how far it is: at the beginning, for each outcome, and at the end. In order, one call
     * at a time, on a thread of its own: a listener that hangs or throws holds up no sending. One that hangs keeps its thread, so it
     * hands over what takes long.
     *
     * @param identifier the button's identifier
     * @param listener is told
     * @return the press
     */
    public Press pressAsync(String identifier, Consumer<? super PressProgress> listener) {
        return begin(identifier, listener);
    }

    private Press begin(String identifier, @Nullable Consumer<? super PressProgress> listener) {
        Button button = form.buttons().get(identifier);
        if (button == null) {
            return presses.answer(PressResult.withoutOutcomes(identifier, PressResult.State.UNKNOWN), listener);
        }
        return button.enabled()
                ? presses.press(button, listener)
                : presses.answer(PressResult.withoutOutcomes(identifier, PressResult.State.DISABLED), listener);
    }

    /** The settings for reading buttons. Not thread-safe. */
    public static final class Builder {
        private final OAuthClient client;
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

        private Builder(OAuthClient client) {
            this.client = client;
        }

        /**
         * Sets how long a press may take, all its requests together, token work included. Default: 10 s.
         *
         * @param value the limit, at most a day
         * @return this
         */
        public Builder pressTimeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(
                        "pressTimeout is not positive: a press without a limit is not offered.");
            }
            pressTimeout = atMostADay("pressTimeout", value);
            return this;
        }

        /**
         * Sets to how many targets of a request a press sends at the same time. Default: 8.
         *
         * @param value the bound, at least 1
         * @return this
         */
        public Builder parallelTargets(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("parallelTargets is less than 1.");
            }
            parallelTargets = value;
            return this;
        }

        /**
         * Sets what a failed request means for those after it. Default: they are sent.
         *
         * @param value what it means
         * @return this
         */
        public Builder onFailure(OnFailure value) {
            onFailure = value;
            return this;
        }

        /**
         * Sets what becomes of a press of a button whose last press is running. Default: it is ignored, and says so.
         *
         * @param value what becomes of it
         * @return this
         */
        public Builder repeatedPress(RepeatedPress value) {
            repeatedPress = value;
            return this;
        }

        /**
         * Sets how long after a press another one of the same button is taken for a bouncing finger, and ignored. Default: 300 ms.
         *
         * @param value the time, zero for none, at most a day
         * @return this
         */
        public Builder debounce(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("debounce is negative.");
            }
            debounce = atMostADay("debounce", value);
            return this;
        }

        private static Duration atMostADay(String setting, Duration value) {
            if (value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(setting + " is more than a day. Give what a person would wait for.");
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
         * Sets the form's <em>Remote Device RESTful API Password</em>, which vouches for requests to other Algo devices, by Standard or
         * Basic authentication. Their certificates are their own: {@link OAuthClient.Builder#pin}.
         *
         * @param value the password, one for all of them
         * @return this
         */
        public Builder remoteDevicePassword(Secret value) {
            remoteDevicePassword = value;
            return this;
        }

        /**
         * Keeps what could not be sent for want of a network, and sends it later. Default: it fails at once.
         *
         * @param value the queue's settings
         * @return this
         */
        public Builder offlineQueue(OfflineQueue value) {
            offlineQueue = value;
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
            device.put(Placeholders.DEVICE_NAME, value);
            return this;
        }

        /**
         * Sets the device's MAC address, for {@code ${mac}}.
         *
         * @param value the address, as it should be read
         * @return this
         */
        public Builder mac(String value) {
            device.put(Placeholders.MAC, value);
            return this;
        }

        /**
         * Sets the clock and time zone of {@code ${localTime}}. Default: the system's.
         *
         * @param value the clock, with the device's zone
         * @return this
         */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        private PressSettings settings() {
            Map<HeadersMode, Authorization> signers = new EnumMap<>(HeadersMode.class);
            if (remoteDevicePassword != null) {
                signers.put(
                        HeadersMode.ALGO_STANDARD,
                        Authorization.signedBy(new AlgoStandardAuthentication(remoteDevicePassword)));
                signers.put(
                        HeadersMode.ALGO_BASIC,
                        Authorization.signedBy(new AlgoBasicAuthentication(remoteDevicePassword)));
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
         * Reads the buttons of a document.
         *
         * @param json a JSON document as described in {@code docs/buttons.md}
         * @return the buttons
         * @throws InvalidButtonsException with everything that is wrong with the document
         */
        public ButtonActions read(String json) {
            return new ButtonActions(this, json);
        }

        /**
         * Reads the buttons of a file, otherwise as {@link #read}.
         *
         * @param file a JSON document in UTF-8
         * @return the buttons
         * @throws UncheckedIOException if the file cannot be read
         */
        public ButtonActions load(Path file) {
            try {
                return read(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The buttons in " + file + " cannot be read. Check path and encoding.", e);
            }
        }
    }
}
