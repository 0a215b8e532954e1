package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
     * Stops a tone, as devices of firmware up to 5.4 want it.
     *
     * @param path the file's name
     * @return the command
     */
    public static AlgoCommand stopTone(String path) {
        return stopTone().with("path", path);
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

    /** What a screen shows. */
    public enum ScreenType {
        /** A picture: {@link #image1}. */
        IMAGE,
        /** The time in digits. */
        DIGITAL_CLOCK,
        /** The time with hands. */
        ANALOG_CLOCK,
        /** The device's own alert. */
        BLITZ,
        /** A template that is configured on the device. */
        TEMPLATE
    }

    /**
     * Shows a screen of a kind.
     *
     * @param type the kind
     * @return the command
     */
    public static AlgoCommand startScreen(ScreenType type) {
        return of(CommandKind.START_SCREEN).with("type", word(type));
    }

    /**
     * Shows slides one after the other.
     *
     * @param slideNames their names
     * @return the command
     */
    public static AlgoCommand startSlides(String... slideNames) {
        return of(CommandKind.START_SCREEN).with("slideNames", String.join(", ", slideNames));
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

    /** {@return the command that switches the 24 V output on} */
    public static AlgoCommand enable24V() {
        return of(CommandKind.ENABLE_24V);
    }

    /** {@return the command that switches the 24 V output off} */
    public static AlgoCommand disable24V() {
        return of(CommandKind.DISABLE_24V);
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
     * Plays what arrives at a port.
     *
     * @param port the port, 1 to 65535
     * @return the command
     */
    public static AlgoCommand startReceiving(int port) {
        return of(CommandKind.START_RECEIVING).with("port", port);
    }

    /**
     * Ends the playing of what arrives at a port.
     *
     * @param port the port, 1 to 65535
     * @return the command
     */
    public static AlgoCommand stopReceiving(int port) {
        return of(CommandKind.STOP_RECEIVING).with("port", port);
    }

    /**
     * Tells how loud the surroundings are, for a device that adapts its volume.
     *
     * @param level the level, 0 to 120
     * @return the command
     */
    public static AlgoCommand updateNoiseLevel(int level) {
        return of(CommandKind.UPDATE_NOISE).with("level", level);
    }

    /** {@return the command that starts the device's test, once} */
    public static AlgoCommand startTest() {
        return of(CommandKind.START_TEST);
    }

    /** {@return the command that starts the device's test, again and again} */
    public static AlgoCommand loopTest() {
        return of(CommandKind.LOOP_TEST);
    }

    /** {@return the command that stops the device's test} */
    public static AlgoCommand stopTest() {
        return of(CommandKind.STOP_TEST);
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

    /** What may be going on at a console. */
    public enum ConsoleEvent {
        /** Whatever it is. */
        ALL,
        /** An emergency page. */
        EMERGENCY,
        /** A page that is none. */
        NON_EMERGENCY,
        /** A call. */
        CALL,
        /** A page by microphone. */
        PAGE_MIC,
        /** A page by tone. */
        PAGE_TONE
    }

    /**
     * Ends what is going on at another console.
     *
     * @param type which events
     * @return the command
     */
    public static AlgoCommand stopConsoleEvent(ConsoleEvent type) {
        return of(CommandKind.STOP_EVENT).with("type", word(type));
    }

    /** {@return the command by which a device reads its configuration again} */
    public static AlgoCommand reload() {
        return of(CommandKind.RELOAD);
    }

    /** {@return the command by which a device starts again} */
    public static AlgoCommand reboot() {
        return of(CommandKind.REBOOT);
    }

    /**
     * A command by its label, as the button form has it.
     *
     * @param label one of {@code docs/commands.md}, such as {@code Play Tone}
     * @return the command, without its parameters
     * @throws IllegalArgumentException if there is no such command
     */
    public static AlgoCommand named(String label) {
        return of(CommandKind.of(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no command \"" + label + "\". " + CommandReader.cure(label))));
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
        return with("duration", value);
    }

    /** A colour of a strobe. */
    public enum Color {
        /** Red. */
        RED,
        /** Blue. */
        BLUE,
        /** Green. */
        GREEN,
        /** Amber. */
        AMBER
    }

    /** Where a text stands. */
    public enum TextPosition {
        /** At the top. */
        TOP,
        /** In the middle. */
        MIDDLE,
        /** At the bottom. */
        BOTTOM
    }

    /** How large a text is. */
    public enum TextSize {
        /** Tiny. */
        TINY,
        /** Small. */
        SMALL,
        /** Medium. */
        MEDIUM,
        /** Large. */
        LARGE
    }

    /**
     * Sets the time between two times.
     *
     * @param value whole seconds, 1 s to a day
     * @return the new command
     */
    public AlgoCommand interval(Duration value) {
        return with("interval", value);
    }

    /**
     * Sets the colour.
     *
     * @param value the colour
     * @return the new command
     */
    public AlgoCommand color1(Color value) {
        return with("color1", word(value));
    }

    /**
     * Sets the second colour.
     *
     * @param value the colour
     * @return the new command
     */
    public AlgoCommand color2(Color value) {
        return with("color2", word(value));
    }

    /**
     * Sets how bright it flashes.
     *
     * @param value 0, 56 or 255; 1 to 3 for an 8190S
     * @return the new command
     */
    public AlgoCommand ledlvl(int value) {
        return with("ledlvl", value);
    }

    /**
     * Sets the picture.
     *
     * @param value the file's name on the device
     * @return the new command
     */
    public AlgoCommand image1(String value) {
        return with("image1", value);
    }

    /**
     * Sets the text on a screen.
     *
     * @param value the text
     * @return the new command
     */
    public AlgoCommand text1(String value) {
        return with("text1", value);
    }

    /**
     * Sets the colour of the text.
     *
     * @param value as the device writes colours
     * @return the new command
     */
    public AlgoCommand textColor(String value) {
        return with("textColor", value);
    }

    /**
     * Sets where the text stands.
     *
     * @param value where
     * @return the new command
     */
    public AlgoCommand textPosition(TextPosition value) {
        return with("textPosition", word(value));
    }

    /**
     * Sets how large the text is.
     *
     * @param value how large
     * @return the new command
     */
    public AlgoCommand textSize(TextSize value) {
        return with("textSize", word(value));
    }

    /**
     * Sets the font of the text.
     *
     * @param value the font's name
     * @return the new command
     */
    public AlgoCommand textFont(String value) {
        return with("textFont", value);
    }

    /**
     * Sets whether the text moves.
     *
     * @param value whether it does
     * @return the new command
     */
    public AlgoCommand textScroll(boolean value) {
        return with("textScroll", value);
    }

    /**
     * Sets how fast the text moves.
     *
     * @param value 1 to 5
     * @return the new command
     */
    public AlgoCommand textScrollSpeed(int value) {
        return with("textScrollSpeed", value);
    }

    /**
     * Sets whether the text has a background.
     *
     * @param value whether it has
     * @return the new command
     */
    public AlgoCommand textBg(boolean value) {
        return with("textBg", value);
    }

    /**
     * Sets the colour of the background.
     *
     * @param value as the device writes colours
     * @return the new command
     */
    public AlgoCommand textBgColor(String value) {
        return with("textBgColor", value);
    }

    /**
     * Sets after which time a screen ends.
     *
     * @param value whole seconds, 1 s to a day
     * @return the new command
     */
    public AlgoCommand stopAfter(Duration value) {
        return with("stopAfter", value);
    }

    /**
     * Sets whether slides go before a strobe.
     *
     * @param value whether they do
     * @return the new command
     */
    public AlgoCommand overrideStrobe(boolean value) {
        return with("overrideStrobe", value);
    }

    /**
     * Sets whether the text stays.
     *
     * @param value whether it does
     * @return the new command
     */
    public AlgoCommand persistent(boolean value) {
        return with("persistent", value);
    }

    /**
     * Sets what the called hear.
     *
     * @param value the tone file's name on the device
     * @return the new command
     */
    public AlgoCommand tone(String value) {
        return with("tone", value);
    }

    /**
     * Sets how long a call lasts at the most.
     *
     * @param value whole seconds, 1 s to a day
     * @return the new command
     */
    public AlgoCommand maxdur(Duration value) {
        return with("maxdur", value);
    }

    /**
     * Sets the digits that are dialled in a call.
     *
     * @param value the digits; a comma is a pause of 500 ms
     * @return the new command
     */
    public AlgoCommand dtmf(String value) {
        return with("dtmf", value);
    }

    private AlgoCommand with(String parameter, Duration value) {
        return with(parameter, (Object) Math.toIntExact(value.toSeconds()));
    }

    /** The device's word for a choice: DIGITAL_CLOCK is digitalClock. */
    private static String word(Enum<?> choice) {
        String[] parts = choice.name().split("_", -1);
        StringBuilder word = new StringBuilder(parts[0].toLowerCase(Locale.ROOT));
        for (String part : List.of(parts).subList(1, parts.length)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    /**
     * Sets a parameter of {@code docs/commands.md} by its name; the other methods say the same by name and type.
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
        if (!kind.hasAny(parameters.keySet())) {
            throw new IllegalStateException(kind.label() + " needs one of " + String.join(", ", kind.anyOf()) + ".");
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
