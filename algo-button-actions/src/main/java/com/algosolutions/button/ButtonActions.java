package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The buttons of a device. Thread-safe.
 *
 * <pre>{@code
 * ButtonActions buttons = ButtonActions.load(client, Path.of("buttons.json"));
 * PressResult pressed = buttons.press("help");
 * }</pre>
 */
public final class ButtonActions {
    private final OAuthClient client;
    private final Map<String, Button> buttons;
    private final Optional<Authorization> algoStandard;
    private final Duration pressTimeout;

    private ButtonActions(Builder settings, String json) {
        client = settings.client;
        algoStandard = Optional.ofNullable(settings.remoteDevicePassword)
                .map(password -> Authorization.signedBy(new AlgoStandardAuthentication(password)));
        pressTimeout = settings.pressTimeout;
        buttons = new ButtonReader(algoStandard.isPresent()).read(json);
    }

    /**
     * Reads the buttons of a file with default settings.
     *
     * @param client sends the requests
     * @param file a JSON document as described in {@code docs/buttons.md}, in UTF-8
     * @return the buttons
     * @throws InvalidButtonsException with everything that is wrong with the document
     * @throws UncheckedIOException if the file cannot be read
     */
    public static ButtonActions load(OAuthClient client, Path file) {
        return builder(client).load(file);
    }

    /**
     * Reads the buttons of a document with default settings.
     *
     * @param client sends the requests
     * @param json a JSON document as described in {@code docs/buttons.md}
     * @return the buttons
     * @throws InvalidButtonsException with everything that is wrong with the document
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

    /** {@return the buttons in the order of the document} */
    public List<Button> buttons() {
        return List.copyOf(buttons.values());
    }

    /**
     * Presses a button: sends its requests, in order, to their targets, in order, each once. Always answers, by the press's deadline.
     *
     * @param identifier the button's identifier
     * @return what came of it; a disabled or unknown button is an answer, not an exception
     */
    public PressResult press(String identifier) {
        long started = System.nanoTime();
        Button button = buttons.get(identifier);
        List<PressResult.Outcome> outcomes = new ArrayList<>();
        if (button != null && button.enabled()) {
            for (int i = 0; i < button.requests().size(); i++) {
                ButtonRequest request = button.requests().get(i);
                for (ApiHost target : request.targets()) {
                    outcomes.add(
                            new PressResult.Outcome(i + 1, target, send(request.to(target, algoStandard), started)));
                }
            }
        }
        return new PressResult(
                identifier, state(button, outcomes), outcomes, Duration.ofNanos(System.nanoTime() - started));
    }

    private ApiResult send(ApiRequest request, long started) {
        Duration left = pressTimeout.minusNanos(System.nanoTime() - started);
        return client.execute(request.within(left.isNegative() ? Duration.ZERO : left));
    }

    private static PressResult.State state(@Nullable Button button, List<PressResult.Outcome> outcomes) {
        if (button == null) {
            return PressResult.State.UNKNOWN;
        }
        if (!button.enabled()) {
            return PressResult.State.DISABLED;
        }
        long delivered = outcomes.stream()
                .filter(outcome -> outcome.result().delivered())
                .count();
        return delivered == outcomes.size()
                ? PressResult.State.DELIVERED
                : delivered == 0 ? PressResult.State.FAILED : PressResult.State.PARTLY_DELIVERED;
    }

    /** The settings for reading buttons. Not thread-safe. */
    public static final class Builder {
        private final OAuthClient client;
        private Duration pressTimeout = Duration.ofSeconds(10);
        private @Nullable Secret remoteDevicePassword;

        private Builder(OAuthClient client) {
            this.client = client;
        }

        /**
         * Sets how long a press may take, all its requests together. Default: 10 s.
         *
         * @param value the limit
         * @return this
         */
        public Builder pressTimeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(
                        "pressTimeout is not positive: a press without a limit is not offered.");
            }
            pressTimeout = value;
            return this;
        }

        /**
         * Sets the form's <em>Remote Device RESTful API Password</em>, which signs requests to other Algo devices.
         *
         * @param value the password, one for all of them
         * @return this
         */
        public Builder remoteDevicePassword(Secret value) {
            remoteDevicePassword = value;
            return this;
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
         * Reads the buttons of a file.
         *
         * @param file a JSON document as described in {@code docs/buttons.md}, in UTF-8
         * @return the buttons
         * @throws InvalidButtonsException with everything that is wrong with the document
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
