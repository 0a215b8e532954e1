package com.algosolutions.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.testkit.SandboxReply;
import com.algosolutions.oauth.testkit.SandboxRequest;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls of the rate limit group Auth that reached the sandbox, in their order: by which app, and for which desk. */
final class AuthCalls implements Consumer<SandboxReply> {
    /** RingCentral's parameter for the device that a token is for. */
    static final String DESK = "endpoint_id";

    private static final Pattern DESK_PARAMETER = Pattern.compile("(?:^|&)" + DESK + "=([^&]*)");
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    AuthCalls(Clock clock) {
        this.clock = clock;
    }

    private record Call(String clientId, String desk, Instant time, int status) {}

    @Override
    public void accept(SandboxReply reply) {
        SandboxRequest request = reply.request();
        if (request.path().startsWith("/restapi/oauth/")) {
            calls.add(new Call(
                    clientId(request),
                    desk(request),
                    clock.instant(),
                    reply.status().orElse(0)));
        }
    }

    private static String clientId(SandboxRequest request) {
        String basic = request.header("authorization").orElseThrow().substring("Basic ".length());
        String pair = new String(Base64.getDecoder().decode(basic), UTF_8);
        return pair.substring(0, pair.indexOf(':'));
    }

    private static String desk(SandboxRequest request) {
        Matcher parameter = DESK_PARAMETER.matcher(request.body());
        return parameter.find() ? URLDecoder.decode(parameter.group(1), UTF_8) : "";
    }

    void clear() {
        calls.clear();
    }

    int count() {
        return calls.size();
    }

    long refused() {
        return calls.stream().filter(call -> call.status() == 429).count();
    }

    /** How many there were for each desk. */
    Map<String, Integer> byDesk() {
        Map<String, Integer> counts = new HashMap<>();
        calls.forEach(call -> counts.merge(call.desk(), 1, Integer::sum));
        return counts;
    }

    /** The most calls of one app within a minute. */
    int busiestMinute() {
        Map<String, Deque<Instant>> windows = new HashMap<>();
        int most = 0;
        for (Call call : calls) {
            Deque<Instant> window = windows.computeIfAbsent(call.clientId(), absent -> new ArrayDeque<>());
            window.addLast(call.time());
            while (!window.getFirst().isAfter(call.time().minus(WINDOW))) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
