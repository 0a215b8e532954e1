package com.algosolutions.oauth.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One path of a device's API and the members that its body may have, each written as {@code name=kind}, or {@code name!=kind} if it is
 * required. Kinds: {@code text}, {@code digits} (a string of digits), {@code level} (a number, or a string of digits), {@code bool}, {@code
 * whole}, {@code whole(1..10)}, {@code one(a|b)}, {@code object}, {@code days}. {@code *} allows any members.
 */
record DeviceEndpoint(String method, String path, List<String> members) {
    private static final String[] SCREEN = {
        "type=one(image|digitalClock|analogClock|blitz|template)",
        "screenName=text",
        "slideNames=text",
        "image1=text",
        "image2=text",
        "template=text",
        "text1=text",
        "text2=text",
        "text3=text",
        "icon1=text",
        "textColor=text",
        "textPosition=one(top|middle|bottom)",
        "textSize=one(tiny|small|medium|large)",
        "textFont=text",
        "textScroll=bool",
        "textScrollSpeed=digits",
        "textBg=bool",
        "textBgColor=text",
        "clockFormat=one(12h|24h)",
        "clockSeconds=bool",
        "clockSecondsAnalog=bool",
        "clockSize=one(x-small|small|medium|large|x-large)",
        "clockPosition=text",
        "date=bool",
        "clockBgImage=text",
        "duration=whole",
        "stopAfter=whole",
        "overrideStrobe=bool"
    };

    /** As public clients of the device use them; the API manual of the device was not available. */
    static final List<DeviceEndpoint> ALL = List.of(
            get("/api/info/about"),
            get("/api/info/status"),
            get("/api/info/tonelist"),
            get("/api/info/input.relay.status"),
            get("/api/info/audio.noise.level"),
            get("/api/console/event/status"),
            put("/api/settings", "*"),
            post("/api/settings/action/restore"),
            post(
                    "/api/controls/tone/start",
                    "path!=text",
                    "loop!=bool",
                    "duration=whole",
                    "interval=whole",
                    "mcast=bool",
                    "playback=bool",
                    "state=object"),
            post("/api/controls/tone/stop", "path=text"),
            post("/api/controls/test/start"),
            post("/api/controls/test/loop"),
            post("/api/controls/test/stop"),
            post("/api/controls/rx/start", "port!=digits"),
            post("/api/controls/rx/stop", "port=digits"),
            post("/api/controls/noise/update", "level!=digits"),
            post(
                    "/api/controls/call/start",
                    "extension!=text",
                    "tone!=text",
                    "interval=digits",
                    "maxdur=digits",
                    "dtmf=text"),
            post("/api/controls/call/stop"),
            post("/api/controls/call/page", "extension!=text"),
            post("/api/controls/emergency-alert/start", "announcement!=whole(1..10)"),
            post("/api/controls/emergency-alert/stop"),
            post(
                    "/api/controls/strobe/start",
                    "pattern!=whole(0..15)",
                    "color1!=one(red|blue|green|amber)",
                    "color2=one(red|blue|green|amber)",
                    "ledlvl!=level(0..255)",
                    "duration=whole"),
            post("/api/controls/strobe/stop"),
            post("/api/controls/screen/start", SCREEN),
            post("/api/controls/screen/stop"),
            post(
                    "/api/controls/screen-text/start",
                    "textContent!=text",
                    "textColor=text",
                    "textPosition=one(top|middle|bottom)",
                    "textSize=one(tiny|small|medium|large)",
                    "textFont=text",
                    "textScroll=bool",
                    "textScrollSpeed=digits",
                    "textBg=bool",
                    "textBgColor=text",
                    "persistent=bool",
                    "duration=whole"),
            post("/api/controls/screen-text/stop"),
            post("/api/controls/door/lock", "doorid!=one(local|netdc1)"),
            post("/api/controls/door/unlock", "doorid!=one(local|netdc1)"),
            post("/api/controls/door/munlock", "doorid!=one(local|netdc1)", "duration!=digits"),
            post("/api/controls/relay/enable"),
            post("/api/controls/relay/disable"),
            post("/api/controls/relay/menable", "duration!=whole"),
            post("/api/controls/24v/enable"),
            post("/api/controls/24v/disable"),
            post("/api/controls/console/button/activate", "id!=text"),
            post("/api/controls/console/event/stop", "type!=one(all|emergency|nonEmergency|call|pageMic|pageTone)"),
            post("/api/schedules", "skip=days", "remove_skip=days"),
            post("/api/controls/upgrade/check"),
            post("/api/controls/upgrade/start"),
            post("/api/controls/reload"),
            post("/api/controls/reboot"));

    private static DeviceEndpoint get(String path) {
        return new DeviceEndpoint("GET", path, List.of());
    }

    private static DeviceEndpoint put(String path, String... members) {
        return new DeviceEndpoint("PUT", path, List.of(members));
    }

    private static DeviceEndpoint post(String path, String... members) {
        return new DeviceEndpoint("POST", path, List.of(members));
    }

    /** The problem with a body; empty if the body is valid. */
    Optional<String> wrong(String body) {
        Optional<JsonObject> read = body.isEmpty() ? Optional.of(new JsonObject()) : JsonObject.parse(body);
        if (read.isEmpty()) {
            return Optional.of("the body is not a JSON object");
        }
        List<String> unknown = new ArrayList<>(read.get().names());
        for (String member : members) {
            boolean required = member.contains("!=");
            String name = member.split("!?=", 2)[0];
            unknown.remove(name);
            if (name.equals("*")) {
                unknown.clear();
            } else if (!read.get().has(name)) {
                if (required) {
                    return Optional.of(name + " is required");
                }
            } else if (!fits(read.get().value(name), member.substring(member.indexOf('=') + 1))) {
                return Optional.of(name + " is invalid");
            }
        }
        return unknown.isEmpty() ? together(read.get()) : Optional.of("unknown member " + unknown.get(0));
    }

    /** The problem with members that are valid one by one. */
    private Optional<String> together(JsonObject body) {
        return switch (path) {
            case "/api/controls/tone/start" ->
                Boolean.TRUE.equals(body.value("mcast"))
                        ? body.value("state") instanceof JsonObject state ? zone(state) : missing("state")
                        : Optional.empty();
            case "/api/controls/screen/start" -> screen(body);
            case "/api/schedules" ->
                body.names().isEmpty() ? Optional.of("skip or remove_skip is required") : Optional.empty();
            case "/api/settings" ->
                body.names().stream()
                        .filter(name -> !fitsSetting(name, body.value(name)))
                        .findFirst()
                        .map(name -> "Invalid value for " + name);
            default -> Optional.empty();
        };
    }

    private static Optional<String> zone(JsonObject state) {
        if (!"sender".equals(state.value("mode"))) {
            return Optional.of("mode must be sender");
        }
        return firstMissing(state, "address", "port")
                .or(() -> "poly".equals(state.value("type")) ? firstMissing(state, "group") : Optional.empty());
    }

    private static Optional<String> screen(JsonObject body) {
        if (!body.has("type")) {
            return body.has("slideNames")
                    ? firstMissing(body, "duration")
                    : body.has("screenName") ? Optional.empty() : missing("type");
        }
        return switch (body.text("type")) {
            case "image" -> body.has("text1") ? Optional.empty() : firstMissing(body, "image1");
            case "blitz" -> firstMissing(body, "image1", "image2");
            case "template" -> firstMissing(body, "template");
            default -> Optional.empty();
        };
    }

    private static Optional<String> firstMissing(JsonObject body, String... names) {
        return Stream.of(names)
                .filter(name -> !body.has(name) || "".equals(body.value(name)))
                .findFirst()
                .flatMap(DeviceEndpoint::missing);
    }

    private static Optional<String> missing(String name) {
        return Optional.of(name + " is required");
    }

    /** Settings are texts; a volume is in decibels, in steps of 3. */
    private static boolean fitsSetting(String name, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        return switch (name) {
            case "audio.page.vol", "audio.ring.vol", "audio.vol.spk", "audio.noise.max" -> isVolume(text, -45, 0);
            case "audio.input.gain" -> isVolume(text, -27, 6);
            case "audio.mic.mute", "audio.noise.use" -> text.equals("0") || text.equals("1");
            default -> true;
        };
    }

    private static boolean isVolume(String text, int least, int most) {
        if (!text.matches("-?[0-9]{1,2}dB")) {
            return false;
        }
        int decibels = Integer.parseInt(text.substring(0, text.length() - 2));
        return decibels >= least && decibels <= most && (most - decibels) % 3 == 0;
    }

    private static boolean isDay(@Nullable Object entry) {
        return entry instanceof JsonObject day
                && day.has("evid")
                && day.value("date") instanceof String date
                && date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    }

    private static boolean fits(@Nullable Object value, String kind) {
        String name = kind.split("\\(", 2)[0];
        String limits = kind.substring(name.length()).replaceAll("[()]", "");
        return switch (name) {
            case "text" -> value instanceof String;
            case "digits" -> value instanceof String text && text.matches("[0-9]+");
            case "bool" -> value instanceof Boolean;
            case "whole" -> value instanceof Integer number && within(number, limits);
            case "one" -> Arrays.asList(limits.split("\\|", -1)).contains(String.valueOf(value));
            case "object" -> value instanceof JsonObject;
            case "level" ->
                value instanceof String text
                        ? text.matches("[0-9]{1,3}") && within(Integer.parseInt(text), limits)
                        : fits(value, "whole(" + limits + ")");
            case "days" ->
                value instanceof List<?> days
                        && !days.isEmpty()
                        && days.stream().allMatch(DeviceEndpoint::isDay);
            default -> throw new IllegalStateException("unknown kind " + kind);
        };
    }

    private static boolean within(int number, String limits) {
        String[] ends = limits.split("\\.\\.", 2);
        return limits.isEmpty() || (number >= Integer.parseInt(ends[0]) && number <= Integer.parseInt(ends[1]));
    }

    /** The response to a request that only reads. */
    static JsonObject answer(String path, String name) {
        JsonObject answer = new JsonObject();
        return switch (path) {
            case "/api/info/about" ->
                answer.with("Product Name", name)
                        .with("Firmware Version", "5.7")
                        .with("MAC Address", "00:22:EE:00:00:01");
            case "/api/info/status" -> answer.with("Device Name", name).with("Console", "Idle");
            case "/api/console/event/status" -> answer.with("active", List.of());
            default -> answer.with(path.substring("/api/info/".length()), "");
        };
    }
}
