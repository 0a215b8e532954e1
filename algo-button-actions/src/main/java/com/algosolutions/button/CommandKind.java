package com.algosolutions.button;

import static com.algosolutions.button.CommandParameter.digits;
import static com.algosolutions.button.CommandParameter.flag;
import static com.algosolutions.button.CommandParameter.oneOf;
import static com.algosolutions.button.CommandParameter.seconds;
import static com.algosolutions.button.CommandParameter.secondsAsDigits;
import static com.algosolutions.button.CommandParameter.text;
import static com.algosolutions.button.CommandParameter.whole;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands of another Algo device. Each command is a POST to one path of its API. Paths, parameters and limits come from public clients
 * of the device; the labels are this library's. {@code docs/commands.md} has the same table.
 */
enum CommandKind {
    PLAY_TONE("Play Tone", "tone/start", text("path").needed(), flag("loop"), seconds("duration"), seconds("interval")),
    STOP_TONE("Stop Tone", "tone/stop", text("path")),
    START_EMERGENCY_ALERT(
            "Start Emergency Alert",
            "emergency-alert/start",
            whole("announcement", 1, 10).needed()),
    STOP_EMERGENCY_ALERT("Stop Emergency Alert", "emergency-alert/stop"),
    START_STROBE(
            "Start Strobe",
            "strobe/start",
            whole("pattern", 0, 15).needed(),
            text("color1", Texts.COLORS),
            text("color2", Texts.COLORS),
            oneOf("ledlvl", 0, 1, 2, 3, 56, 255),
            seconds("duration")),
    STOP_STROBE("Stop Strobe", "strobe/stop"),
    START_SCREEN(
            "Start Screen",
            "screen/start",
            text("type", "image", "digitalClock", "analogClock", "blitz", "template"),
            text("screenName"),
            text("slideNames"),
            text("image1"),
            text("text1"),
            text("textColor"),
            text("textPosition", "top", "middle", "bottom"),
            text("textSize", "tiny", "small", "medium", "large"),
            text("textFont"),
            flag("textScroll"),
            whole("textScrollSpeed", 1, 5),
            flag("textBg"),
            text("textBgColor"),
            seconds("duration"),
            seconds("stopAfter"),
            flag("overrideStrobe")),
    STOP_SCREEN("Stop Screen", "screen/stop"),
    START_SCREEN_TEXT(
            "Start Screen Text",
            "screen-text/start",
            text("textContent").needed(),
            text("textColor"),
            text("textPosition", "top", "middle", "bottom"),
            text("textSize", "tiny", "small", "medium", "large"),
            text("textFont"),
            flag("textScroll"),
            whole("textScrollSpeed", 1, 5),
            flag("textBg"),
            text("textBgColor"),
            flag("persistent"),
            seconds("duration")),
    STOP_SCREEN_TEXT("Stop Screen Text", "screen-text/stop"),
    LOCK_DOOR("Lock Door", "door/lock", text("doorid", Texts.DOORS).needed()),
    UNLOCK_DOOR("Unlock Door", "door/unlock", text("doorid", Texts.DOORS).needed()),
    UNLOCK_DOOR_FOR(
            "Unlock Door For",
            "door/munlock",
            text("doorid", Texts.DOORS).needed(),
            secondsAsDigits("duration").needed()),
    ENABLE_RELAY("Enable Relay", "relay/enable"),
    DISABLE_RELAY("Disable Relay", "relay/disable"),
    ENABLE_RELAY_FOR("Enable Relay For", "relay/menable", seconds("duration").needed()),
    ENABLE_24V("Enable 24V", "24v/enable"),
    DISABLE_24V("Disable 24V", "24v/disable"),
    START_CALL(
            "Start Call",
            "call/start",
            text("extension").needed(),
            text("tone"),
            secondsAsDigits("interval"),
            secondsAsDigits("maxdur"),
            text("dtmf")),
    STOP_CALL("Stop Call", "call/stop"),
    PAGE("Page", "call/page", text("extension").needed()),
    START_RECEIVING("Start Receiving", "rx/start", digits("port", 1, 65_535).needed()),
    STOP_RECEIVING("Stop Receiving", "rx/stop", digits("port", 1, 65_535).needed()),
    UPDATE_NOISE("Update Noise Level", "noise/update", digits("level", 0, 120).needed()),
    START_TEST("Start Test", "test/start"),
    LOOP_TEST("Loop Test", "test/loop"),
    STOP_TEST("Stop Test", "test/stop"),
    ACTIVATE_BUTTON("Activate Button", "console/button/activate", text("id").needed()),
    STOP_EVENT(
            "Stop Console Event",
            "console/event/stop",
            text("type", "all", "emergency", "nonEmergency", "call", "pageMic", "pageTone")
                    .needed()),
    RELOAD("Reload", "reload"),
    REBOOT("Reboot", "reboot");

    /** Choices that several commands share. */
    private static final class Texts {
        static final String[] COLORS = {"red", "blue", "green", "amber"};
        static final String[] DOORS = {"local", "netdc1"};
    }

    private final String label;
    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<CommandParameter> parameters;

    CommandKind(String label, String path, CommandParameter... parameters) {
        this.label = label;
        this.path = "api/controls/" + path;
        this.parameters = List.of(parameters);
    }

    static Optional<CommandKind> of(String label) {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    String label() {
        return label;
    }

    String path() {
        return path;
    }

    List<CommandParameter> parameters() {
        return parameters;
    }

    /** Parameters of which the command needs at least one; empty if there is no such rule. */
    List<String> anyOf() {
        return this == START_SCREEN ? List.of("type", "screenName", "slideNames") : List.of();
    }

    /** Whether the given parameters satisfy {@link #anyOf}. */
    boolean hasAny(Set<String> given) {
        return anyOf().isEmpty() || anyOf().stream().anyMatch(given::contains);
    }

    Optional<CommandParameter> parameter(String name) {
        return parameters.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
