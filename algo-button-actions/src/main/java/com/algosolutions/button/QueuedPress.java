package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
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
 * @param writer the id of the process that has marked a request last; empty if none has
 * @param generation of its record as it was read or written last; 0 if there is none yet. A change replaces that one
 */
record QueuedPress(
        String press,
        String button,
        long pressed,
        long order,
        boolean inSequence,
        List<Dispatch> dispatches,
        String writer,
        long generation) {

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

    /** A press that is not stored yet. */
    QueuedPress(String press, String button, long pressed, long order, boolean inSequence, List<Dispatch> dispatches) {
        this(press, button, pressed, order, inSequence, dispatches, "", 0);
    }

    QueuedPress inOrder(long place) {
        return new QueuedPress(press, button, pressed, place, inSequence, dispatches, writer, generation);
    }

    QueuedPress by(String process, long stored) {
        return new QueuedPress(press, button, pressed, order, inSequence, dispatches, process, stored);
    }

    QueuedPress with(Dispatch changed) {
        return withOnly(dispatches.stream()
                .map(own -> own.number() == changed.number() && own.target().equals(changed.target()) ? changed : own)
                .toList());
    }

    QueuedPress without(Dispatch done) {
        return withOnly(dispatches.stream()
                .filter(own -> own.number() != done.number() || !own.target().equals(done.target()))
                .toList());
    }

    QueuedPress withOnly(List<Dispatch> others) {
        return new QueuedPress(press, button, pressed, order, inSequence, others, writer, generation);
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("press", press);
        members.put("button", button);
        members.put("pressed", pressed);
        members.put("order", order);
        members.put("inSequence", inSequence);
        if (!writer.isEmpty()) {
            members.put("writer", writer);
        }
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
            if (!request.success().equals(SuccessCondition.any())) {
                one.put("success", success(request.success()));
            }
            waiting.add(one);
        }
        members.put("sendings", waiting);
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a stored press, without the generation of its record.
     *
     * @throws IllegalArgumentException if the bytes are not a queued press
     */
    static QueuedPress of(byte[] bytes) {
        return of(bytes, 0);
    }

    /**
     * Reads a stored press.
     *
     * @param generation that of its record
     * @throws IllegalArgumentException as {@link #of(byte[])}
     */
    static QueuedPress of(byte[] bytes, long generation) {
        Members members = Members.parse(bytes);
        return new QueuedPress(
                members.requiredText("press"),
                members.requiredText("button"),
                members.requiredNumber("pressed"),
                members.requiredNumber("order"),
                members.flag("inSequence"),
                members.requiredObjects("sendings").stream()
                        .map(QueuedPress::dispatch)
                        .toList(),
                members.text("writer").orElse(""),
                generation);
    }

    private static Dispatch dispatch(Members one) {
        ApiHost target = ApiHost.of(one.requiredText("target"));
        ButtonRequest request = new ButtonRequest(
                one.requiredText("command"),
                one.requiredText("method"),
                one.requiredText("customPath"),
                List.of(target),
                profile(one),
                HeadersMode.valueOf(one.requiredText("headers")),
                headers(one.requiredList("customHeaders")),
                one.requiredText("dataPayload"),
                one.requiredFlag("repeatable"),
                one.asMap().get("success") == null ? SuccessCondition.any() : success(one.requiredObject("success")));
        return new Dispatch((int) one.requiredNumber("number"), target, request, one.requiredFlag("under"));
    }

    private static Map<String, @Nullable Object> success(SuccessCondition condition) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("statuses", condition.statuses());
        members.put("contains", condition.contained());
        members.put("notContains", condition.notContained());
        return members;
    }

    private static SuccessCondition success(Members stored) {
        SuccessCondition condition = SuccessCondition.any();
        List<?> statuses = stored.requiredList("statuses");
        if (!statuses.isEmpty()) {
            condition = condition.withStatuses(statuses.stream()
                    .mapToInt(status -> status instanceof Integer number ? number : 0)
                    .toArray());
        }
        for (Object text : stored.requiredList("contains")) {
            condition = condition.containing(String.valueOf(text));
        }
        for (Object text : stored.requiredList("notContains")) {
            condition = condition.notContaining(String.valueOf(text));
        }
        return condition;
    }

    /** A damaged name must not become a request without a token. */
    private static Optional<String> profile(Members one) {
        return one.asMap().get("oauthProfile") == null
                ? Optional.empty()
                : Optional.of(one.requiredText("oauthProfile"));
    }

    private static List<Header> headers(List<?> stored) {
        List<Header> headers = new ArrayList<>();
        for (Object header : stored) {
            if (!(header instanceof List<?> pair) || pair.size() != 2) {
                throw new IllegalArgumentException("customHeaders has an entry that is not a name and a value");
            }
            headers.add(new Header(String.valueOf(pair.get(0)), String.valueOf(pair.get(1))));
        }
        return headers;
    }

    /** {@return the ids of press and button, without the requests} */
    @Override
    public String toString() {
        return "queued press " + press + " of " + button;
    }
}
