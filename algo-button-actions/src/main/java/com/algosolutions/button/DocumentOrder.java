package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ProfileField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sorts the members of a configuration into the order of the forms. */
final class DocumentOrder {
    static final List<String> DOCUMENT =
            List.of("$schema", "device", "press", "offlineQueue", "profiles", "buttons", "screens");
    static final List<String> DEVICE = List.of("name", "mac", "remoteDevicePassword", "pins", "plainHttp", "proxy");
    static final List<String> PROXY = List.of("host", "user", "password");
    static final List<String> PRESS =
            List.of("timeoutSeconds", "parallelTargets", "debounceMillis", "onFailure", "secondPress");
    static final List<String> QUEUE = List.of("capacity", "expirySeconds", "intervalSeconds");
    private static final List<String> SCREEN = List.of("name", "buttons");
    private static final List<String> BUTTON =
            List.of("identifier", "status", "text", "action", "numberOfApiRequests", "requests");
    private static final List<String> REQUEST = List.of(
            "command",
            "method",
            "customPath",
            "targets",
            "oauthProfile",
            "headers",
            "customHeaders",
            "dataPayload",
            "parameters",
            "success",
            "repeatable");
    private static final List<String> SUCCESS = List.of("statuses", "contains", "notContains");
    private static final List<String> PROFILE =
            ProfileField.all().stream().map(ProfileField::property).toList();

    /** The objects inside a profile (such as extra parameters) have free names, which are sorted. */
    private static final Map<String, Function<@Nullable Object, @Nullable Object>> PROFILE_MAPS =
            PROFILE.stream().collect(Collectors.toMap(name -> name, name -> DocumentOrder::sorted));

    private DocumentOrder() {}

    /** The document with the same members and values, in order. */
    static @Nullable Object of(Map<String, ? extends @Nullable Object> document) {
        Function<@Nullable Object, @Nullable Object> button =
                one -> members(one, BUTTON, Map.of("requests", each(DocumentOrder::request)));
        return members(
                document,
                DOCUMENT,
                Map.of(
                        "device",
                        device -> members(
                                device,
                                DEVICE,
                                Map.of(
                                        "pins",
                                        DocumentOrder::sorted,
                                        "proxy",
                                        proxy -> members(proxy, PROXY, Map.of()))),
                        "press",
                        press -> members(press, PRESS, Map.of()),
                        "offlineQueue",
                        queue -> members(queue, QUEUE, Map.of()),
                        "profiles",
                        each(profile -> members(profile, PROFILE, PROFILE_MAPS)),
                        "buttons",
                        each(button),
                        "screens",
                        each(screen -> members(screen, SCREEN, Map.of("buttons", each(button))))));
    }

    private static Function<@Nullable Object, @Nullable Object> each(
            Function<@Nullable Object, @Nullable Object> order) {
        return list ->
                list instanceof List<?> elements ? elements.stream().map(order).toList() : list;
    }

    private static @Nullable Object members(
            @Nullable Object object,
            List<String> order,
            Map<String, Function<@Nullable Object, @Nullable Object>> inside) {
        Map<String, ? extends @Nullable Object> members = Json.asObject(object);
        if (members == null) {
            return object;
        }
        Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
        for (String name : order) {
            if (members.containsKey(name)) {
                Function<@Nullable Object, @Nullable Object> within = inside.get(name);
                Object value = members.get(name);
                ordered.put(name, within == null ? value : within.apply(value));
            }
        }
        return ordered;
    }

    private static @Nullable Object request(@Nullable Object request) {
        Map<String, ? extends @Nullable Object> members = Json.asObject(request);
        List<String> parameters = CommandKind.of(String.valueOf(members == null ? null : members.get("command")))
                .map(kind ->
                        kind.parameters().stream().map(CommandParameter::name).toList())
                .orElse(List.of());
        return members(
                request,
                REQUEST,
                Map.of(
                        "parameters",
                        given -> members(given, parameters, Map.of()),
                        "success",
                        given -> members(given, SUCCESS, Map.of())));
    }

    /** The value with the members of its objects sorted by name, at every depth. */
    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof List<?>) {
            return each(DocumentOrder::sorted).apply(value);
        }
        Map<String, ? extends @Nullable Object> members = Json.asObject(value);
        if (members == null) {
            return value;
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        members.forEach((name, member) -> sorted.put(name, sorted(member)));
        return sorted;
    }
}
