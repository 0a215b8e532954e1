package com.algosolutions.button;

import static com.algosolutions.button.CommandParameter.date;
import static com.algosolutions.button.CommandParameter.decibels;
import static com.algosolutions.button.CommandParameter.digits;
import static com.algosolutions.button.CommandParameter.either;
import static com.algosolutions.button.CommandParameter.flag;
import static com.algosolutions.button.CommandParameter.pause;
import static com.algosolutions.button.CommandParameter.pauseAsDigits;
import static com.algosolutions.button.CommandParameter.seconds;
import static com.algosolutions.button.CommandParameter.secondsAsDigits;
import static com.algosolutions.button.CommandParameter.text;
import static com.algosolutions.button.CommandParameter.whole;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The commands of another Algo device: each is one request to its API. Paths, parameters and limits come from public clients of the device;
 * the labels are this library's. {@code docs/commands.md} has the same table.
 */
enum CommandKind {
    PLAY_TONE(
            "Play Tone",
            "tone/start",
            text("path").needed(),
            flag("loop").or(false),
            seconds("duration"),
            pause("interval")),
    PLAY_MULTICAST_TONE(
            "Play Multicast Tone",
            "POST",
            "api/controls/tone/start",
            CommandKind::multicast,
            text("path").needed(),
            flag("loop").or(false),
            seconds("duration"),
            pause("interval"),
            text("address").needed(),
            digits("port", 1, 65_535).needed(),
            text("type", "rtp", "poly").or("rtp"),
            whole("group", 1, 25),
            flag("playback").or(false)),
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
            text("color1", Texts.COLORS).or("red"),
            text("color2", Texts.COLORS),
            either("ledlvl", 0, 255).or(255),
            seconds("duration")),
    STOP_STROBE("Stop Strobe", "strobe/stop"),
    START_SCREEN(
            "Start Screen",
            "screen/start",
            text("type", "image", "digitalClock", "analogClock", "blitz", "template"),
            text("screenName"),
            text("slideNames"),
            text("image1"),
            text("image2"),
            text("template", Texts.TEMPLATES),
            text("text1"),
            text("text2"),
            text("text3"),
            text("icon1"),
            text("textColor"),
            text("textPosition", Texts.POSITIONS),
            text("textSize", Texts.SIZES),
            text("textFont"),
            flag("textScroll"),
            digits("textScrollSpeed", 1, 5),
            flag("textBg"),
            text("textBgColor"),
            text("clockFormat", "12h", "24h"),
            flag("clockSeconds"),
            flag("clockSecondsAnalog"),
            text("clockSize", "x-small", "small", "medium", "large", "x-large"),
            text("clockPosition", Texts.PLACES),
            flag("date"),
            text("clockBgImage"),
            seconds("duration"),
            seconds("stopAfter"),
            flag("overrideStrobe")),
    STOP_SCREEN("Stop Screen", "screen/stop"),
    START_SCREEN_TEXT(
            "Start Screen Text",
            "screen-text/start",
            text("textContent").needed(),
            text("textColor"),
            text("textPosition", Texts.POSITIONS),
            text("textSize", Texts.SIZES),
            text("textFont"),
            flag("textScroll"),
            digits("textScrollSpeed", 1, 5),
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
            text("tone").or("chime.wav"),
            pauseAsDigits("interval"),
            secondsAsDigits("maxdur"),
            text("dtmf")),
    STOP_CALL("Stop Call", "call/stop"),
    PAGE("Page", "call/page", text("extension").needed()),
    START_RECEIVING("Start Receiving", "rx/start", digits("port", 1, 65_535).needed()),
    STOP_RECEIVING("Stop Receiving", "rx/stop", digits("port", 1, 65_535)),
    UPDATE_NOISE("Update Noise Level", "noise/update", digits("level", 0, 130).needed()),
    START_TEST("Start Test", "test/start"),
    LOOP_TEST("Loop Test", "test/loop"),
    STOP_TEST("Stop Test", "test/stop"),
    ACTIVATE_BUTTON("Activate Button", "console/button/activate", text("id").needed()),
    STOP_EVENT(
            "Stop Console Event",
            "console/event/stop",
            text("type", "all", "emergency", "nonEmergency", "call", "pageMic", "pageTone")
                    .needed()),
    SET_PAGE_VOLUME("Set Page Volume", "audio.page.vol", -45, 0),
    SET_RING_VOLUME("Set Ring Volume", "audio.ring.vol", -45, 0),
    SET_SPEAKER_VOLUME("Set Speaker Volume", "audio.vol.spk", -45, 0),
    SET_INPUT_VOLUME("Set Input Volume", "audio.input.gain", -27, 6),
    MUTE_MICROPHONE("Mute Microphone", "PUT", Texts.SETTINGS, given -> Map.of(Texts.MUTE, "1")),
    UNMUTE_MICROPHONE("Unmute Microphone", "PUT", Texts.SETTINGS, given -> Map.of(Texts.MUTE, "0")),
    SKIP_SCHEDULE(
            "Skip Schedule",
            "POST",
            Texts.SCHEDULES,
            given -> day("skip", given),
            date("date").needed()),
    RESTORE_SCHEDULE(
            "Restore Schedule",
            "POST",
            Texts.SCHEDULES,
            given -> day("remove_skip", given),
            date("date").needed()),
    READ_ABOUT("Read About", "GET", "api/info/about", given -> given),
    READ_STATUS("Read Status", "GET", "api/info/status", given -> given),
    READ_TONES("Read Tones", "GET", "api/info/tonelist", given -> given),
    READ_RELAY_INPUT("Read Relay Input", "GET", "api/info/input.relay.status", given -> given),
    READ_NOISE_LEVEL("Read Noise Level", "GET", "api/info/audio.noise.level", given -> given),
    READ_CONSOLE_EVENTS("Read Console Events", "GET", "api/console/event/status", given -> given),
    RELOAD("Reload", "reload"),
    REBOOT("Reboot", "reboot");

    /** Texts and choices that several commands share. */
    private static final class Texts {
        static final String SETTINGS = "api/settings";
        static final String SCHEDULES = "api/schedules";
        static final String VOLUME = "volume";
        static final String MUTE = "audio.mic.mute";
        static final String[] COLORS = {"red", "blue", "green", "amber"};
        static final String[] DOORS = {"local", "netdc1"};
        static final String[] POSITIONS = {"top", "middle", "bottom"};
        static final String[] SIZES = {"tiny", "small", "medium", "large"};
        static final String[] PLACES = {
            "top-left",
            "top-center",
            "top-right",
            "left",
            "center",
            "right",
            "bottom-left",
            "bottom-center",
            "bottom-right"
        };
        static final String[] TEMPLATES = {
            "announcement",
            "dont_forget",
            "reminder",
            "today_is",
            "school_time",
            "school_date_time",
            "hospital_scrolling_text",
            "hospital_text",
            "hospital_time",
            "time_date_bg",
            "time_date_bg2",
            "dualclock1",
            "dualclock1_nocorner",
            "dualclock2",
            "dualclock3",
            "calendar_time_date",
            "calendar_time_image",
            "calendar_analog_clock",
            "weather_current",
            "weather_hourly",
            "weather_weekly"
        };
    }

    /**
     * A rule between parameters of one command.
     *
     * @param parameter the parameter that makes others necessary
     * @param value its value for which the rule holds; empty for any value
     * @param anyOf the parameters of which the command then needs at least one
     */
    record Rule(String parameter, String value, List<String> anyOf) {
        boolean applies(Map<String, ?> given) {
            Object value = given.get(parameter);
            return value != null && (this.value.isEmpty() || this.value.equals(value));
        }

        /** What makes the parameters necessary, in the words of the document. */
        String reason() {
            return parameter + (value.isEmpty() ? "" : " \"" + value + "\"");
        }
    }

    private final String label;
    private final String method;
    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final UnaryOperator<Map<String, Object>> body;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<CommandParameter> parameters;

    CommandKind(
            String label,
            String method,
            String path,
            UnaryOperator<Map<String, Object>> body,
            CommandParameter... parameters) {
        this.label = label;
        this.method = method;
        this.path = path;
        this.body = body;
        this.parameters = List.of(parameters);
    }

    CommandKind(String label, String control, CommandParameter... parameters) {
        this(label, "POST", "api/controls/" + control, given -> given, parameters);
    }

    /** A command that sets a volume, from the least to the most decibels. */
    CommandKind(String label, String setting, int least, int most) {
        this(
                label,
                "PUT",
                Texts.SETTINGS,
                given -> given.isEmpty() ? given : Map.of(setting, given.get(Texts.VOLUME)),
                decibels(Texts.VOLUME, least, most).needed());
    }

    /** The address of the zone is a separate object in the payload. */
    private static Map<String, Object> multicast(Map<String, Object> given) {
        Map<String, Object> tone = new LinkedHashMap<>(given);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("mode", "sender");
        for (String name : List.of("address", "port", "type", "group")) {
            Object value = tone.remove(name);
            if (value != null) {
                state.put(name, value);
            }
        }
        tone.put("mcast", true);
        tone.put("state", state);
        return tone;
    }

    /** All events of a day. */
    private static Map<String, Object> day(String operation, Map<String, Object> given) {
        Map<String, Object> day = new LinkedHashMap<>();
        day.put("evid", -1);
        day.putAll(given);
        return Map.of(operation, List.of(day));
    }

    static Optional<CommandKind> of(String label) {
        return Stream.of(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    String label() {
        return label;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    List<CommandParameter> parameters() {
        return parameters;
    }

    /** The payload's members for the given parameters, with the values that the device requires and the operator left out. */
    Map<String, Object> body(Map<String, Object> given) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (CommandParameter parameter : parameters) {
            Object value = given.getOrDefault(parameter.name(), parameter.fallback());
            if (value != null) {
                written.put(parameter.name(), parameter.written(value));
            }
        }
        return body.apply(written);
    }

    /** Parameters of which the command needs at least one; empty if there is no such rule. */
    List<String> anyOf() {
        return this == START_SCREEN ? List.of("type", "screenName", "slideNames") : List.of();
    }

    /** The parameters that another parameter makes necessary. */
    List<Rule> rules() {
        return switch (this) {
            case START_SCREEN ->
                List.of(
                        new Rule("slideNames", "", List.of("duration")),
                        new Rule("type", "image", List.of("image1", "text1")),
                        new Rule("type", "blitz", List.of("image1")),
                        new Rule("type", "blitz", List.of("image2")),
                        new Rule("type", "template", List.of("template")));
            case PLAY_MULTICAST_TONE -> List.of(new Rule("type", "poly", List.of("group")));
            default -> List.of();
        };
    }

    /** Whether at least one of the parameters is given, and is not blank. */
    static boolean hasAny(List<String> names, Map<String, ?> given) {
        return names.stream()
                .map(given::get)
                .anyMatch(value -> value != null && !value.toString().isBlank());
    }

    Optional<CommandParameter> parameter(String name) {
        return parameters.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
