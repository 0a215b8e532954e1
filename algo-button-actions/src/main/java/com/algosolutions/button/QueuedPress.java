package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A press with waiting requests, as stored. Placeholders are already replaced, so that the request is sent as it was at the press.
 *
 * @param press the id of the press
 * @param button the button's identifier
 * @param pressed the time of the press by the device's clock, in milliseconds since 1970
 * @param order its place in the queue
 * @param inSequence whether a request is sent only after all requests before it were delivered, and skipped if one fails permanently
 * @param dispatches the waiting requests in order, one for each target
 */
record QueuedPress(
        String press, String button, long pressed, long order, boolean inSequence, List<Dispatch> dispatches) {

    /**
     * One waiting request to one target.
     *
     * @param started whether an attempt was started whose outcome is unknown, or would be if the device stopped now
     */
    record Dispatch(int number, ApiHost target, ButtonRequest request, boolean started) {
        Dispatch begun(boolean value) {
            return new Dispatch(number, target, request, value);
        }
    }

    QueuedPress {
        dispatches = List.copyOf(dispatches);
    }

    QueuedPress inOrder(long place) {
        return new QueuedPress(press, button, pressed, place, inSequence, dispatches);
    }

    QueuedPress with(Dispatch changed) {
        return new QueuedPress(
                press,
                button,
                pressed,
                order,
                inSequence,
                dispatches.stream()
                        .map(own ->
                                own.number() == changed.number() && own.target().equals(changed.target())
                                        ? changed
                                        : own)
                        .toList());
    }

    QueuedPress without(Dispatch done) {
        return new QueuedPress(
                press,
                button,
                pressed,
                order,
                inSequence,
                dispatches.stream()
                        .filter(own ->
                                own.number() != done.number() || !own.target().equals(done.target()))
                        .toList());
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("press", press);
        members.put("button", button);
        members.put("pressed", pressed);
        members.put("order", order);
        members.put("inSequence", inSequence);
        List<Object> waiting = new ArrayList<>();
        for (Dispatch dispatch : dispatches) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            ButtonRequest request = dispatch.request();
            one.put("number", dispatch.number());
            one.put("target", dispatch.target().toString());
            one.put("under", dispatch.started());
            one.put("command", request.command());
            one.put("method", request.method());
            one.put("customPath", request.customPath());
            one.put("oauthProfile", request.oauthProfile().orElse(null));
            one.put("headers", request.headersMode().name());
            one.put(
                    "customHeaders",
                    request.customHeaders().stream()
                            .map(header -> List.of(header.name(), header.value()))
                            .toList());
            one.put("dataPayload", request.dataPayload());
            one.put("repeatable", request.repeatable());
            waiting.add(one);
        }
        members.put("sendings", waiting);
        return Json.write(members).getBytes(UTF_8);
    }

    /** Reads a stored press. Throws a runtime exception if the bytes are not a queued press. */
    static QueuedPress of(byte[] bytes) {
        Map<String, ? extends @Nullable Object> members = Json.readObject(new String(bytes, UTF_8));
        List<Dispatch> dispatches = new ArrayList<>();
        for (Object element : (List<?>) value(members, "sendings")) {
            Map<String, ? extends @Nullable Object> one = Json.asObject(element);
            if (one == null) {
                throw new IllegalArgumentException("not a queued press");
            }
            ApiHost target = ApiHost.of((String) value(one, "target"));
            List<Header> headers = new ArrayList<>();
            for (Object header : (List<?>) value(one, "customHeaders")) {
                if (header instanceof List<?> pair) {
                    headers.add(new Header(String.valueOf(pair.get(0)), String.valueOf(pair.get(1))));
                }
            }
            dispatches.add(new Dispatch(
                    (Integer) value(one, "number"),
                    target,
                    new ButtonRequest(
                            (String) value(one, "command"),
                            (String) value(one, "method"),
                            (String) value(one, "customPath"),
                            List.of(target),
                            Optional.ofNullable((String) one.get("oauthProfile")),
                            HeadersMode.valueOf((String) value(one, "headers")),
                            headers,
                            (String) value(one, "dataPayload"),
                            (Boolean) value(one, "repeatable")),
                    (Boolean) value(one, "under")));
        }
        return new QueuedPress(
                (String) value(members, "press"),
                (String) value(members, "button"),
                ((Number) value(members, "pressed")).longValue(),
                ((Number) value(members, "order")).longValue(),
                Boolean.TRUE.equals(members.get("inSequence")),
                dispatches);
    }

    private static Object value(Map<String, ? extends @Nullable Object> members, String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not a queued press");
        }
        return value;
    }

    /** {@return the ids of press and button, without the requests} */
    @Override
    public String toString() {
        return "queued press " + press + " of " + button;
    }
}
