package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.client.TestValues.ManualClock;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.time.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The device of one test: a store in memory, clocks that the test sets, a client, and a server on loopback. A test class registers it as an
 * instance field; it closes its clients and its server after each test. The server starts when a test first asks for it, and so does the client.
 */
public class TestDevice implements AfterEachCallback, AutoCloseable {
    public final ManualTicker ticker = new ManualTicker();
    public final ManualClock clock = new ManualClock(TestValues.NOW);
    public final FaultyStore store = new FaultyStore();

    /** What the listener of its clients has received. */
    public final List<Event> heard = new CopyOnWriteArrayList<>();

    private final List<UnaryOperator<OAuthClient.Builder>> changes = new ArrayList<>();
    private final List<OAuthClient> clients = new ArrayList<>();
    private @Nullable FakeServer server;
    private @Nullable OAuthClient client;

    /** Changes the settings of each client from now on. */
    public final TestDevice with(UnaryOperator<OAuthClient.Builder> change) {
        changes.add(change);
        return this;
    }

    /** Has due tasks run when the test turns the ticker; without this they never run. */
    public final TestDevice withTimer() {
        return withTimer(ticker);
    }

    public final TestDevice withTimer(Timer timer) {
        return with(settings -> {
            ClientInternals.later(settings, timer);
            return settings;
        });
    }

    public final FakeServer server() {
        FakeServer started = server == null ? FakeServer.start() : server;
        server = started;
        return started;
    }

    /** The settings of a client of this device, for a test that changes one of them. A wait before a retry takes no time. */
    public final OAuthClient.Builder settings() {
        OAuthClient.Builder settings =
                TestValues.client().ticker(ticker).clock(clock).store(store).listener(heard::add);
        ClientInternals.pause(settings, time -> {});
        for (UnaryOperator<OAuthClient.Builder> change : changes) {
            settings = change.apply(settings);
        }
        return settings;
    }

    public final OAuthClient client() {
        OAuthClient current = client == null ? another() : client;
        client = current;
        return current;
    }

    /** The client, with the profile {@code desk}. */
    public final OAuthClient withDesk() {
        return TestValues.withDesk(client(), server());
    }

    /** Another client on the same store: another process, or the same one after a restart. */
    public final OAuthClient another() {
        return start(settings());
    }

    /** A client that is closed after the test. */
    public final OAuthClient start(OAuthClient.Builder settings) {
        OAuthClient started = settings.build();
        clients.add(started);
        return started;
    }

    /** Closes the client; the next one has the same store. */
    public final OAuthClient restart() {
        client().close();
        OAuthClient next = another();
        client = next;
        return next;
    }

    /** Posts to the API with the profile {@code desk}. */
    public final ApiResult post() {
        return TestValues.post(client(), server());
    }

    /** Waits until the listener has received the events that its clients have now. */
    @SuppressWarnings("ReferenceEquality") // two clients can have equal events
    public final void awaitDelivery() {
        for (OAuthClient started : clients) {
            List<Event> events = started.events();
            if (!events.isEmpty()) {
                Event newest = events.get(events.size() - 1);
                Callers.await(() -> heard.stream().anyMatch(event -> event == newest));
            }
        }
    }

    /** The texts of the events of a kind so far, which the listener has received. */
    public final List<String> heard(Event.Kind kind) {
        awaitDelivery();
        return heard.stream()
                .filter(event -> event.kind() == kind)
                .map(Event::message)
                .toList();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        clients.forEach(OAuthClient::close);
        if (server != null) {
            server.close();
        }
    }
}
