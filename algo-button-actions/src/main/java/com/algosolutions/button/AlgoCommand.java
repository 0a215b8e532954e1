package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command to another Algo device: play a tone, flash, unlock a door … Immutable and thread-safe; each method that sets something returns
 * a new command.
 *
 * <pre>{@code
 * client.execute(AlgoCommand.playTone("chime.wav").loop(true)
 *         .to(ApiHost.of("192.0.2.7"))
 *         .authorizedBy(Authorization.signedBy(new AlgoStandardAuthentication(password))));
 * }</pre>
 *
 * <p>Which product and firmware takes which command is in {@code docs/commands.md}. That table is second-hand: it was gathered from public
 * clients of the device.
 */
public final class AlgoCommand {
    private final CommandKind kind;
    private final Map<String, Object> parameters;

    AlgoCommand(CommandKind kind, Map<String, Object> parameters) {
        this.kind = kind;
        this.parameters = parameters;
    }

    private static AlgoCommand of(CommandKind kind) {
        return new AlgoCommand(kind, Map.of());
    }

    /**
     * Plays a tone file.
     *
     * @param path the file's name on the device, such as {@code chime.wav}
     * @return the command
     */
    public static AlgoCommand playTone(String path) {
        return of(CommandKind.PLAY_TONE).with("path", path);
    }

    /** {@return the command that stops the tone} */
    public static AlgoCommand stopTone() {
        return of(CommandKind.STOP_TONE);
    }

    /**
     * Starts an emergency alert.
     *
     * @param announcement which one, 1 to 10
     * @return the command
     */
    public static AlgoCommand startEmergencyAlert(int announcement) {
        return of(CommandKind.START_EMERGENCY_ALERT).with("announcement", announcement);
    }

    /** {@return the command that stops the emergency alert} */
    public static AlgoCommand stopEmergencyAlert() {
        return of(CommandKind.STOP_EMERGENCY_ALERT);
    }

    /**
     * Flashes.
     *
     * @param pattern which pattern, 0 to 15
     * @return the command
     */
    public static AlgoCommand startStrobe(int pattern) {
        return of(CommandKind.START_STROBE).with("pattern", pattern);
    }

    /** {@return the command that stops flashing} */
    public static AlgoCommand stopStrobe() {
        return of(CommandKind.STOP_STROBE);
    }

    /**
     * Shows a screen that is configured on the device.
     *
     * @param screenName its name
     * @return the command
     */
    public static AlgoCommand startScreen(String screenName) {
        return of(CommandKind.START_SCREEN).with("screenName", screenName);
    }

    /** {@return the command that ends the screen} */
    public static AlgoCommand stopScreen() {
        return of(CommandKind.STOP_SCREEN);
    }

    /**
     * Shows a text.
     *
     * @param text the text
     * @return the command
     */
    public static AlgoCommand startScreenText(String text) {
        return of(CommandKind.START_SCREEN_TEXT).with("textContent", text);
    }

    /** {@return the command that ends the text} */
    public static AlgoCommand stopScreenText() {
        return of(CommandKind.STOP_SCREEN_TEXT);
    }

    /** Whose door. */
    public enum Door {
        /** The device's own relay. */
        LOCAL("local"),
        /** The network door controller. */
        NETWORK("netdc1");

        private final String id;

        Door(String id) {
            this.id = id;
        }
    }

    /**
     * Locks a door.
     *
     * @param door which door
     * @return the command
     */
    public static AlgoCommand lockDoor(Door door) {
        return of(CommandKind.LOCK_DOOR).with("doorid", door.id);
    }

    /**
     * Unlocks a door until it is locked.
     *
     * @param door which door
     * @return the command
     */
    public static AlgoCommand unlockDoor(Door door) {
        return of(CommandKind.UNLOCK_DOOR).with("doorid", door.id);
    }

    /**
     * Unlocks a door for a while.
     *
     * @param door which door
     * @param time how long, whole seconds
     * @return the command
     */
    public static AlgoCommand unlockDoor(Door door, Duration time) {
        return of(CommandKind.UNLOCK_DOOR_FOR).with("doorid", door.id).duration(time);
    }

    /** {@return the command that closes the relay} */
    public static AlgoCommand enableRelay() {
        return of(CommandKind.ENABLE_RELAY);
    }

    /**
     * Closes the relay for a while.
     *
     * @param time how long, whole seconds
     * @return the command
     */
    public static AlgoCommand enableRelay(Duration time) {
        return of(CommandKind.ENABLE_RELAY_FOR).duration(time);
    }

    /** {@return the command that opens the relay} */
    public static AlgoCommand disableRelay() {
        return of(CommandKind.DISABLE_RELAY);
    }

    /**
     * Calls an extension.
     *
     * @param extension the extension
     * @return the command
     */
    public static AlgoCommand startCall(String extension) {
        return of(CommandKind.START_CALL).with("extension", extension);
    }

    /** {@return the command that ends the call} */
    public static AlgoCommand stopCall() {
        return of(CommandKind.STOP_CALL);
    }

    /**
     * Has an extension called, to page by voice.
     *
     * @param extension the extension
     * @return the command
     */
    public static AlgoCommand page(String extension) {
        return of(CommandKind.PAGE).with("extension", extension);
    }

    /**
     * Presses a button of another console.
     *
     * @param identifier the button's Identifier
     * @return the command
     */
    public static AlgoCommand activateButton(String identifier) {
        return of(CommandKind.ACTIVATE_BUTTON).with("id", identifier);
    }

    /**
     * A command by its label, as the button form has it; for those that have no method here.
     *
     * @param label one of {@code docs/commands.md}, such as {@code Stop Console Event}
     * @return the command, without its parameters
     * @throws IllegalArgumentException if there is no such command
     */
    public static AlgoCommand named(String label) {
        return of(CommandKind.of(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no command \"" + label + "\". Choose one of docs/commands.md.")));
    }

    /**
     * Sets whether it repeats.
     *
     * @param value whether it does
     * @return the new command
     */
    public AlgoCommand loop(boolean value) {
        return with("loop", value);
    }

    /**
     * Sets how long it lasts.
     *
     * @param value whole seconds, 1 s to a day
     * @return the new command
     */
    public AlgoCommand duration(Duration value) {
        return with("duration", Math.toIntExact(value.toSeconds()));
    }

    /**
     * Sets any parameter of {@code docs/commands.md}.
     *
     * @param parameter its name
     * @param value a text, boolean or int
     * @return the new command
     * @throws IllegalArgumentException if the command has no such parameter, or it does not take the value
     */
    public AlgoCommand with(String parameter, Object value) {
        CommandParameter known = kind.parameter(parameter)
                .orElseThrow(
                        () -> new IllegalArgumentException(kind.label() + " has no " + parameter + ". Remove it."));
        if (!known.takes(value)) {
            throw new IllegalArgumentException(
                    kind.label() + "'s " + parameter + " is not as it must be. Give " + known.wanted() + ".");
        }
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new AlgoCommand(kind, more);
    }

    /** {@return the command's label, as the button form has it} */
    public String label() {
        return kind.label();
    }

    /** {@return the Custom Path that it stands for, without a leading slash} */
    public String customPath() {
        return kind.path();
    }

    /** {@return the Data Payload that it stands for: JSON text; empty if it has no parameters} */
    public String dataPayload() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        for (CommandParameter parameter : kind.parameters()) {
            Optional.ofNullable(parameters.get(parameter.name()))
                    .ifPresent(value -> body.put(parameter.name(), parameter.written(value)));
        }
        return body.isEmpty() ? "" : Json.write(body);
    }

    /**
     * The request to a device; who vouches for it is still to be said, with {@link AlgoStandardAuthentication} or {@link
     * AlgoBasicAuthentication}.
     *
     * @param target the device
     * @return the request
     * @throws IllegalStateException if a parameter is missing
     */
    public ApiRequest to(ApiHost target) {
        for (CommandParameter parameter : kind.parameters()) {
            if (parameter.required() && !parameters.containsKey(parameter.name())) {
                throw new IllegalStateException(
                        kind.label() + " needs " + parameter.name() + ". Give " + parameter.wanted() + ".");
            }
        }
        String payload = dataPayload();
        return ApiRequest.post(
                URI.create("https://" + target + "/" + customPath()),
                payload.isEmpty() ? Body.none() : Body.json(payload));
    }

    /** {@return label and parameters} */
    @Override
    public String toString() {
        return label() + (parameters.isEmpty() ? "" : " " + parameters);
    }
}
