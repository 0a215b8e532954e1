package com.algosolutions.oauth.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One path of a device's API and the members that its body may have, each written as {@code name=kind}, or {@code name!=kind} if it is
 * required. Kinds: {@code text}, {@code digits} (a string of digits), {@code bool}, {@code whole}, {@code whole(1..10)}, {@code one(a|b)},
 * {@code object}, {@code list}. {@code *} allows any members.
 */
record DeviceEndpoint(String method, String path, List<String> members) {
    private static final String SCREEN = "*";
    private static final String LEVELS = "whole(0..255)";

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
                    "loop=bool",
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
            post("/api/controls/rx/stop", "port!=digits"),
            post("/api/controls/noise/update", "level!=digits"),
            post(
                    "/api/controls/call/start",
                    "extension!=text",
                    "tone=text",
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
                    "color1=one(red|blue|green|amber)",
                    "color2=one(red|blue|green|amber)",
                    "ledlvl=" + LEVELS,
                    "duration=whole"),
            post("/api/controls/strobe/stop"),
            post("/api/controls/screen/start", SCREEN),
            post("/api/controls/screen/stop"),
            post("/api/controls/screen-text/start", "textContent!=text", SCREEN),
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
            post("/api/schedules", "skip=list", "remove_skip=list"),
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
            } else if (read.get().has(name)
                    ? !fits(read.get().value(name), member.substring(member.indexOf('=') + 1))
                    : required) {
                return Optional.of(name + " is missing or invalid");
            }
        }
        return unknown.isEmpty() ? Optional.empty() : Optional.of("unknown member " + unknown.get(0));
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
            case "list" -> value instanceof List;
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
            case "/api/info/tonelist" -> answer.with("tonelist", List.of("chime.wav", "page-notif.wav", "bell-na.wav"));
            case "/api/console/event/status" -> answer.with("active", List.of());
            default -> answer.with(path.substring("/api/info/".length()), "");
        };
    }
}
