package com.algosolutions.console.sandbox;

import com.algosolutions.console.device.BenchClock;
import com.algosolutions.console.device.LoginBudget;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.testkit.SandboxCard;
import com.algosolutions.oauth.testkit.SandboxPost;
import com.algosolutions.oauth.testkit.SandboxReply;
import com.algosolutions.oauth.testkit.SandboxRequest;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sandbox's column: the team's messages and the requests as they come, and the demo credentials. Thread-safe. */
public final class TeamView {
    private static final int KEPT = 200;

    private final BenchClock clock;
    private final EventStream events;
    private final LoginBudget budget;
    private final URI callback;
    private final Deque<Map<String, @Nullable Object>> posts = new ArrayDeque<>();
    private final Deque<Map<String, @Nullable Object>> requests = new ArrayDeque<>();
    private int postCount;
    private int cardCount;
    private int requestCount;
    private int tokenRequestCount;
    private long number;

    /** Set once, before the first request. */
    private @Nullable Bench bench;

    /**
     * A column.
     *
     * @param callback the redirect URI that the sandbox's app has registered
     */
    public TeamView(BenchClock clock, EventStream events, LoginBudget budget, URI callback) {
        this.clock = clock;
        this.events = events;
        this.budget = budget;
        this.callback = callback;
    }

    public synchronized void show(Bench shown) {
        bench = shown;
    }

    /** Shows a request that the sandbox has answered, and the message that it has made. */
    public synchronized void answered(SandboxReply reply) {
        SandboxRequest request = reply.request();
        String path = request.path().replaceFirst("\\?.*", "");
        String kind = request.isTokenRequest() ? "token" : path.startsWith("/restapi/oauth/") ? "sign-in" : "api";
        requestCount++;
        if (request.isTokenRequest()) {
            tokenRequestCount++;
        }
        if (request.isTokenRequest() || path.endsWith("/revoke")) {
            budget.called(clock.now());
        }
        number++;
        Map<String, @Nullable Object> view = new View()
                .with("id", number)
                .with("time", clock.now())
                .with("method", request.method())
                .with("host", request.host())
                .with("path", path)
                .with("kind", kind)
                .with("status", reply.status())
                .with("millis", reply.elapsed())
                .map();
        add(requests, view);
        events.publish(
                "request",
                Map.of("request", view, "requestCount", requestCount, "tokenRequestCount", tokenRequestCount));
        if (kind.equals("api") && request.method().equals("POST") && bench != null) {
            bench.tenant().ifPresent(this::showMessages);
        }
    }

    private void showMessages(Tenant tenant) {
        List<SandboxPost> sent = tenant.sandbox().posts(tenant.team());
        for (SandboxPost post : sent.subList(Math.min(postCount, sent.size()), sent.size())) {
            postCount++;
            show(new View()
                    .with("id", post.id())
                    .with("time", post.creationTime())
                    .with("author", tenant.user().name())
                    .with("text", post.text()));
        }
        List<SandboxCard> cards = tenant.sandbox().cards(tenant.team());
        for (SandboxCard card : cards.subList(Math.min(cardCount, cards.size()), cards.size())) {
            cardCount++;
            show(new View()
                    .with("id", card.id())
                    .with("time", clock.now())
                    .with("author", tenant.user().name())
                    .with("text", card.fallbackText())
                    .with("card", members(card.json())));
        }
    }

    private static @Nullable Map<String, ? extends @Nullable Object> members(String json) {
        try {
            return Json.readObject(json);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private void show(View message) {
        add(posts, message.map());
        events.publish("post", Map.of("post", message.map(), "postCount", postCount, "cardCount", cardCount));
    }

    private static <T> void add(Deque<T> list, T one) {
        list.addLast(one);
        if (list.size() > KEPT) {
            list.removeFirst();
        }
    }

    /** {@return the number of messages that the team has received} */
    public synchronized int messageCount() {
        return postCount + cardCount;
    }

    /** Removes messages and requests. */
    public synchronized void clear() {
        if (bench != null) {
            bench.tenant().ifPresent(tenant -> {
                tenant.sandbox().clearPosts();
                tenant.sandbox().clearRequests();
            });
        }
        posts.clear();
        requests.clear();
        postCount = 0;
        cardCount = 0;
        requestCount = 0;
        tokenRequestCount = 0;
        publish();
    }

    /** Sends the column to the page. */
    public void publish() {
        events.publish("sandbox", Map.of("sandbox", view()));
    }

    /** {@return the column} */
    public synchronized Map<String, @Nullable Object> view() {
        Bench shown = bench;
        if (shown == null) {
            return Map.of();
        }
        View team = new View().with("name", shown.teamName()).with("id", shown.teamId());
        shown.tenant().ifPresent(tenant -> team.with("link", tenant.team().link()));
        return new View()
                .with("embedded", shown.tenant().isPresent())
                .with("place", shown.tenant().isPresent() ? "the embedded RingCentral sandbox" : "RingCentral")
                .with("team", team.map())
                .with("posts", List.copyOf(posts))
                .with("postCount", postCount)
                .with("cardCount", cardCount)
                .with("requests", List.copyOf(requests))
                .with("requestCount", requestCount)
                .with("tokenRequestCount", tokenRequestCount)
                .with(
                        "credentials",
                        shown.tenant().map(tenant -> credentials(shown, tenant)).orElse(List.of()))
                .with("person", shown.tenant().map(tenant -> tenant.user().name()))
                .map();
    }

    /** What RingCentral's developer site shows to the operator, who pastes it into the form. */
    private List<Map<String, @Nullable Object>> credentials(Bench shown, Tenant tenant) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        all.add(credential("Client ID", "clientId", tenant.app().clientId()));
        all.add(credential("Client Secret", "clientSecret", tenant.app().clientSecret()));
        all.add(credential("JWT Credential", "jwtAssertion", tenant.jwt()));
        all.add(credential("Team link", "teamLink", tenant.team().link()));
        all.add(credential("Target URL and Path", "targetUrl", shown.posts().toString()));
        all.add(credential("Redirect URI", "redirectUri", callback.toString()));
        all.add(credential(
                "Device URL", "deviceUrl", "https://platform.ringcentral.com/restapi/oauth/device_authorization"));
        return all;
    }

    private static Map<String, @Nullable Object> credential(String label, String field, String value) {
        return new View()
                .with("label", label)
                .with("field", field)
                .with("value", value)
                .map();
    }
}
