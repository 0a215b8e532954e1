package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A command to another Algo device: play a tone, flash, unlock a door … Immutable and thread-safe; each method that sets a parameter returns
 * a new command.
 *
 * <p>The most common commands have a factory method. {@link #named} and {@link #with} reach all commands and all parameters of {@code
 * docs/commands.md}.
 *
 * <pre>{@code
 * ApiRequest tone = AlgoCommand.playTone("chime.wav").loop(true).to(ApiHost.of("192.0.2.7"));
 * ApiRequest screen = AlgoCommand.named("Start Screen").with("screenName", "Evacuate").to(ApiHost.of("192.0.2.8"));
 * client.execute(tone.signedBy(new AlgoStandardAuthentication(password)));
 * }</pre>
 *
 * <p>{@code docs/commands.md} lists the products and the firmware that support each command. The list is second-hand: it comes from public
 * clients of the device.
 *
 * @since 0.1.0
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
     * Plays a tone file, once unless {@link #loop} is set.
     *
     * @param path the file's name on the device, such as {@code chime.wav}
     * @return the command
     */
    public static AlgoCommand playTone(String path) {
        return of(CommandKind.PLAY_TONE).with("path", Objects.requireNonNull(path, "path"));
    }

    /** {@return the command that stops the tone; firmware up to 5.4 also needs the parameter {@code path}, the file's name} */
    public static AlgoCommand stopTone() {
        return of(CommandKind.STOP_TONE);
    }

    /**
     * Starts an emergency alert.
     *
     * @param announcement number of the announcement, 1 to 10
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
     * Starts the strobe light, in red unless {@link #color1} names another colour, which devices require.
     *
     * @param pattern number of the flash pattern, 0 to 15; {@code docs/commands.md} lists those of each model
     * @return the command
     */
    public static AlgoCommand startStrobe(int pattern) {
        return of(CommandKind.START_STROBE).with("pattern", pattern);
    }

    /** {@return the command that stops the strobe light} */
    public static AlgoCommand stopStrobe() {
        return of(CommandKind.STOP_STROBE);
    }

    /** The lock that a door command operates. */
    public enum Door {
        /** The relay of the device. */
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
     * @param door the door
     * @return the command
     */
    public static AlgoCommand lockDoor(Door door) {
        return of(CommandKind.LOCK_DOOR).with("doorid", Objects.requireNonNull(door, "door").id);
    }

    /**
     * Unlocks a door until the next lock command.
     *
     * @param door the door
     * @return the command
     */
    public static AlgoCommand unlockDoor(Door door) {
        return of(CommandKind.UNLOCK_DOOR).with("doorid", Objects.requireNonNull(door, "door").id);
    }

    /**
     * Unlocks a door for a limited time.
     *
     * @param door the door
     * @param time how long, whole seconds, 1 s to a day
     * @return the command
     */
    public static AlgoCommand unlockDoor(Door door, Duration time) {
        return of(CommandKind.UNLOCK_DOOR_FOR)
                .with("doorid", Objects.requireNonNull(door, "door").id)
                .duration(Objects.requireNonNull(time, "time"));
    }

    /**
     * A command by its label in the button form.
     *
     * @param label a label of {@code docs/commands.md}, such as {@code Start Screen}
     * @return the command, without parameters
     * @throws IllegalArgumentException if no command has this label
     */
    public static AlgoCommand named(String label) {
        return of(CommandKind.of(Objects.requireNonNull(label, "label"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no command \"" + Secret.mask(label) + "\". " + CommandReader.advice(label))));
    }

    /**
     * Sets whether the tone repeats.
     *
     * @param value whether it repeats
     * @return the new command
     */
    public AlgoCommand loop(boolean value) {
        return with("loop", value);
    }

    /**
     * Sets how long the action lasts.
     *
     * @param value whole seconds, 1 s to a day
     * @return the new command
     */
    public AlgoCommand duration(Duration value) {
        return with("duration", seconds(Objects.requireNonNull(value, "duration")));
    }

    /**
     * Sets the pause between two repetitions.
     *
     * @param value whole seconds, 0 s to a day
     * @return the new command
     */
    public AlgoCommand interval(Duration value) {
        return with("interval", seconds(Objects.requireNonNull(value, "interval")));
    }

    /** A colour of a strobe light. */
    public enum Color {
        /** Red. */
        RED,
        /** Blue. */
        BLUE,
        /** Green. */
        GREEN,
        /** Amber. */
        AMBER;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Sets the first colour of the strobe light.
     *
     * @param value the colour
     * @return the new command
     */
    public AlgoCommand color1(Color value) {
        return with("color1", Objects.requireNonNull(value, "color1").word());
    }

    /**
     * Sets the second colour of the strobe light.
     *
     * @param value the colour
     * @return the new command
     */
    public AlgoCommand color2(Color value) {
        return with("color2", Objects.requireNonNull(value, "color2").word());
    }

    /**
     * Sets the brightness of the strobe light. Without it the command sends 255.
     *
     * @param value 0 (low), 56 or 255 (high); 1 to 3 for an 8190S, which does not take 255
     * @return the new command
     */
    public AlgoCommand ledlvl(int value) {
        return with("ledlvl", value);
    }

    private static int seconds(Duration value) {
        return Math.toIntExact(value.toSeconds());
    }

    /**
     * Sets a parameter by its name in {@code docs/commands.md}.
     *
     * @param parameter the parameter's name
     * @param value a {@code String}, {@code Boolean} or {@code Integer}; times in whole seconds
     * @return the new command
     * @throws IllegalArgumentException if the command does not have the parameter, or the parameter does not accept the value
     */
    public AlgoCommand with(String parameter, Object value) {
        CommandParameter known = kind.parameter(Objects.requireNonNull(parameter, "parameter"))
                .orElseThrow(() -> new IllegalArgumentException(
                        kind.label() + " has no parameter " + Secret.mask(parameter) + ". Remove it."));
        if (!known.takes(Objects.requireNonNull(value, "value"))
                || (known.kind() == CommandParameter.Kind.DATE
                        && value.equals(CommandParameter.TODAY))) { // no press replaces it
            // The value is not quoted: the digits of a call may be a secret.
            throw new IllegalArgumentException(
                    kind.label() + " does not accept this " + parameter + ". Give " + known.wanted() + ".");
        }
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new AlgoCommand(kind, more);
    }

    /** {@return the command's label in the button form} */
    public String label() {
        return kind.label();
    }

    /** {@return the Custom Path of the command, without a leading slash} */
    public String customPath() {
        return kind.path();
    }

    /** {@return the Data Payload of the command: JSON text, empty if no parameter is set} */
    public String dataPayload() {
        Map<String, Object> body = kind.body(parameters);
        return body.isEmpty() ? "" : Json.write(body);
    }

    /**
     * The request that sends the command to a device. It has no authorization yet: add {@link AlgoStandardAuthentication} or {@link
     * AlgoBasicAuthentication}.
     *
     * @param target the device
     * @return the request
     * @throws IllegalStateException if a required parameter is not set; {@code docs/commands.md} says which are
     */
    public ApiRequest to(ApiHost target) {
        return to("https", target);
    }

    /**
     * The request to a device without https, which needs {@link AlgoStandardAuthentication} and a client with {@code allowPlainHttp(target)}.
     *
     * @param target the device
     * @return the request
     * @throws IllegalStateException as {@link #to}
     */
    public ApiRequest toPlainHttp(ApiHost target) {
        return to("http", target);
    }

    private ApiRequest to(String scheme, ApiHost target) {
        Objects.requireNonNull(target, "target");
        for (CommandParameter parameter : kind.parameters()) {
            if (parameter.required() && !parameters.containsKey(parameter.name())) {
                throw new IllegalStateException(
                        kind.label() + " needs " + parameter.name() + ". Give " + parameter.wanted() + ".");
            }
        }
        needs("", kind.anyOf());
        for (CommandKind.Rule rule : kind.rules()) {
            if (rule.applies(parameters)) {
                needs(" with " + rule.reason(), rule.anyOf());
            }
        }
        String payload = dataPayload();
        ApiRequest request = ApiRequest.of(kind.method(), URI.create(scheme + "://" + target + "/" + customPath()));
        return payload.isEmpty() ? request : request.body(Body.json(payload));
    }

    private void needs(String when, List<String> anyOf) {
        if (!anyOf.isEmpty() && !CommandKind.hasAny(anyOf, parameters)) {
            String wanted = anyOf.size() == 1
                    ? anyOf.get(0) + ". Give "
                            + kind.parameter(anyOf.get(0)).orElseThrow().wanted()
                    : "one of " + String.join(", ", anyOf);
            throw new IllegalStateException(kind.label() + when + " needs " + wanted + ".");
        }
    }

    /** {@return label and parameters} */
    @Override
    public String toString() {
        return label() + (parameters.isEmpty() ? "" : " " + parameters);
    }
}
