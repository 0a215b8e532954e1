package com.algosolutions.button;

import com.algosolutions.oauth.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The button of the device's manual as a document, in which a test changes members. */
final class ManualButton {
    private final Map<String, @Nullable Object> button = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> request = new LinkedHashMap<>();

    ManualButton(String teamId) {
        request.put("command", "Other");
        request.put("method", "POST");
        request.put("customPath", "team-messaging/v1/chats/" + teamId + "/posts");
        request.put("targets", List.of("platform.ringcentral.com"));
        request.put("oauthProfile", "Front desk");
        request.put("headers", "Custom Headers");
        request.put("customHeaders", List.of("Content-Type: application/json; charset=utf-8"));
        request.put("dataPayload", "{\"text\": \"HELLO!\"}");
        button.put("identifier", "help");
        button.put("status", "Enabled");
        button.put("text", "Help");
        button.put("action", "Send API Request");
        button.put("numberOfApiRequests", 1);
        button.put("requests", List.of(request));
    }

    /** Sets a member of the button, or of its request if the path begins with {@code request.}. An empty text removes the member. */
    ManualButton with(String path, String json) {
        boolean ofRequest = path.startsWith("request.");
        Map<String, @Nullable Object> members = ofRequest ? request : button;
        String member = ofRequest ? path.substring("request.".length()) : path;
        if (json.isEmpty()) {
            members.remove(member);
        } else {
            members.put(member, Json.read(json));
        }
        return this;
    }

    ManualButton withRequests(List<Map<String, @Nullable Object>> requests) {
        button.put("requests", requests);
        button.put("numberOfApiRequests", requests.size());
        return this;
    }

    /** A copy of the request with some members changed. */
    Map<String, @Nullable Object> request(Map<String, Object> changes) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(request);
        copy.putAll(changes);
        return copy;
    }

    String json() {
        return json(this);
    }

    static String json(ManualButton... documents) {
        List<Object> buttons = new ArrayList<>();
        for (ManualButton document : documents) {
            buttons.add(document.button);
        }
        return Json.write(Map.of("buttons", buttons));
    }
}
