package com.algosolutions.console.sandbox;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.Press;
import com.algosolutions.console.device.Device;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many presses at once. A button takes one press at a time, so this presses a copy of the button for each, as so many consoles with one profile
 * would. Stateless.
 */
public final class Burst {
    private static final int MOST = 200;

    private final Device device;
    private final Bench bench;
    private final TeamView team;
    private final EventStream events;

    public Burst(Device device, Bench bench, TeamView team, EventStream events) {
        this.device = device;
        this.bench = bench;
        this.team = team;
        this.events = events;
    }

    /**
     * Presses a button many times at once and waits for the results.
     *
     * @param expireFirst whether the server rejects the access token first, so that all presses need a new one
     */
    public Map<String, @Nullable Object> run(String identifier, int times, boolean expireFirst) {
        if (times < 1 || times > MOST) {
            throw HttpError.badRequest("\"times\" is not 1 to " + MOST + ".");
        }
        Tenant tenant = bench.tenant()
                .orElseThrow(
                        () -> HttpError.conflict("RingCentral allows 40 posts a minute. Use the embedded sandbox."));
        String copies = Json.write(Map.of("buttons", copies(identifier, times)));
        if (expireFirst) {
            tenant.invalidateAccessTokens();
        }
        int tokens = tenant.tokenRequestCount();
        int messages = team.messageCount();
        long began = System.nanoTime();
        events.publish(
                "burst",
                Map.of("burst", view(identifier, times).with("running", true).map()));
        int delivered = 0;
        try (ButtonActions buttons = device.settings(device.client()).parse(copies)) {
            List<Press> presses = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                presses.add(buttons.pressAsync("copy-" + i));
            }
            for (Press press : presses) {
                delivered += press.await().delivered() ? 1 : 0;
            }
        }
        Map<String, @Nullable Object> burst = view(identifier, times)
                .with("delivered", delivered)
                .with("failed", times - delivered)
                .with("tokenRequests", tenant.tokenRequestCount() - tokens)
                .with("posts", team.messageCount() - messages)
                .with("millis", Duration.ofNanos(System.nanoTime() - began))
                .with("running", false)
                .map();
        events.publish("burst", Map.of("burst", burst));
        return burst;
    }

    private static View view(String identifier, int times) {
        return new View().with("button", identifier).with("presses", times);
    }

    /** Buttons with the first request of a button. */
    private List<Map<String, @Nullable Object>> copies(String identifier, int times) {
        Map<String, ? extends @Nullable Object> document = Json.readObject(device.buttonDocument());
        Map<String, ? extends @Nullable Object> button = find(document, identifier);
        if (button == null || !(button.get("requests") instanceof List<?> requests) || requests.isEmpty()) {
            throw HttpError.notFound("button " + identifier);
        }
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(button);
            copy.put("identifier", "copy-" + i);
            copy.put("numberOfApiRequests", 1);
            copy.put("requests", requests.subList(0, 1));
            copies.add(copy);
        }
        return copies;
    }

    private static @Nullable Map<String, ? extends @Nullable Object> find(@Nullable Object part, String identifier) {
        Map<String, ? extends @Nullable Object> object = Json.asObject(part);
        if (object != null && identifier.equals(object.get("identifier"))) {
            return object;
        }
        List<@Nullable Object> inner = new ArrayList<>();
        if (object != null) {
            inner.add(object.get("screens"));
            inner.add(object.get("buttons"));
        } else if (part instanceof List<?> list) {
            inner.addAll(list);
        }
        for (Object one : inner) {
            Map<String, ? extends @Nullable Object> found = one == null ? null : find(one, identifier);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
