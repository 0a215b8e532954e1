package com.algosolutions.console.sandbox;

import com.algosolutions.console.device.BenchClock;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.SandboxNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The controls <em>Break something</em>: each with its state and, if it can be undone, its undo. Thread-safe. */
public final class FaultControls {
    private static final Duration THROTTLED = Duration.ofSeconds(30);

    private final BenchClock clock;
    private final EventStream events;
    private final ScheduledExecutorService timer;
    private final Bench bench;
    private final Effects effects;
    private final Map<String, Control> controls = new LinkedHashMap<>();

    /** What the faults of the device and of the network do, and who must know of it. */
    public interface Effects {
        void network(boolean up);

        void diskFull(boolean full);

        void cutPower();

        void endLogins();

        void clockSet();

        void credentialsChanged();

        /** A line for the log. */
        void happened(String text);
    }

    /** A control. The server's fault is null if the control is none of the server; a control without an undo is never on. */
    private static final class Control {
        private final String id;
        private final String label;
        private final String group;
        private final String description;
        private final @Nullable Fault fault;
        private final Switch turn;
        private final boolean undo;
        private boolean on;
        private @Nullable Instant since;
        private @Nullable Instant until;

        Control(
                String id,
                String label,
                String group,
                boolean undo,
                String description,
                @Nullable Fault fault,
                Switch turn) {
            this.id = id;
            this.label = label;
            this.group = group;
            this.undo = undo;
            this.description = description;
            this.fault = fault;
            this.turn = turn;
        }
    }

    /** Turns a control on or off. */
    private interface Switch {
        void turn(boolean on);
    }

    public FaultControls(
            BenchClock clock, EventStream events, ScheduledExecutorService timer, Bench bench, Effects effects) {
        this.clock = clock;
        this.events = events;
        this.timer = timer;
        this.bench = bench;
        this.effects = effects;
        grant();
        server(
                "throttle",
                "429 for 30 s",
                "RingCentral answers 429 with Retry-After: 30.",
                Fault.tooManyRequests("30"));
        server("server-error", "Server error", "RingCentral answers every request with 503.", Fault.unavailable());
        server(
                "slow-1s",
                "Slow (1 s)",
                "RingCentral answers each request a second later.",
                Fault.delay(Duration.ofSeconds(1)));
        server(
                "slow-10s",
                "Slow (10 s)",
                "RingCentral answers each request 10 s later.",
                Fault.delay(Duration.ofSeconds(10)));
        network();
        device();
    }

    private void grant() {
        add(
                "revoke-grant",
                "Revoke the grant",
                "grant",
                true,
                "The JWT and the sessions of the user end. Undo issues a new JWT; give it to the profile.",
                on -> {
                    if (on) {
                        bench.tenant().ifPresent(Tenant::revokeGrant);
                    } else {
                        bench.tenant().ifPresent(Tenant::issueJwt);
                        effects.credentialsChanged();
                    }
                });
        add(
                "expire-access-token",
                "Expire the access token",
                "grant",
                false,
                "RingCentral rejects the access token from now on.",
                on -> bench.tenant().ifPresent(Tenant::invalidateAccessTokens));
    }

    private void network() {
        add(
                "unplug",
                "Unplug the network",
                "network",
                true,
                "No connection to RingCentral. Undo sends what waits.",
                on -> {
                    bench.tenant().ifPresent(tenant -> {
                        SandboxNetwork network = tenant.sandbox().network();
                        if (on) {
                            network.unplug(SandboxNetwork.Outage.RESET);
                        } else {
                            network.plugIn();
                        }
                    });
                    effects.network(!on);
                });
        add(
                "close-idle",
                "Close idle connections",
                "network",
                false,
                "RingCentral closes all idle connections without notice.",
                on -> bench.tenant().ifPresent(FaultControls::closeConnections));
    }

    private static void closeConnections(Tenant tenant) {
        try {
            tenant.sandbox().network().closeConnections();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void device() {
        add(
                "clock-1970",
                "Device clock to 1970",
                "clock",
                true,
                "The device's clock shows 1970-01-01.",
                on -> setClock(on ? Duration.between(clock.now(), Instant.EPOCH) : Duration.ZERO));
        add(
                "clock-plus-1h",
                "Device clock +1 h",
                "clock",
                true,
                "The device's clock is an hour ahead.",
                on -> setClock(on ? Duration.ofHours(1) : Duration.ZERO));
        add("full-disk", "Full disk", "device", true, "The device's store refuses every write.", effects::diskFull);
        add(
                "power-cut",
                "Power cut now",
                "device",
                false,
                "The device stops without closing anything, and starts on its store.",
                on -> effects.cutPower());
        add(
                "expire-login",
                "Expire the login",
                "device",
                false,
                "Your web session ends: the next request is answered as logged out.",
                on -> effects.endLogins());
    }

    private void setClock(Duration error) {
        clock.deviceError(error);
        effects.clockSet();
    }

    private void add(String id, String label, String group, boolean undo, String description, Switch turn) {
        controls.put(id, new Control(id, label, group, undo, description, null, turn));
    }

    private void server(String id, String label, String description, Fault fault) {
        controls.put(id, new Control(id, label, "server", true, description, fault, on -> {}));
    }

    /**
     * Turns a control on, or undoes it.
     *
     * @throws HttpError if there is no such control, or it is not available
     */
    public List<Map<String, @Nullable Object>> turn(String id, boolean on) {
        synchronized (this) {
            Control control = controls.get(id);
            if (control == null) {
                throw HttpError.notFound("fault " + id);
            }
            if (!available(control)) {
                throw HttpError.conflict(reason());
            }
            if (!on && !control.undo) {
                throw HttpError.conflict(control.label + " cannot be undone.");
            }
            if (control.on != on || !control.undo) {
                turn(control, on);
            }
        }
        events.publish("faults", Map.of("faults", view()));
        return view();
    }

    private void turn(Control control, boolean on) {
        if (on) {
            controls.values().stream()
                    .filter(other -> other.on && exclusive(other, control))
                    .toList()
                    .forEach(other -> other.on = false);
        }
        control.on = on && control.undo;
        control.since = on ? clock.now() : null;
        control.until = on && control.id.equals("throttle") ? clock.now().plus(THROTTLED) : null;
        effects.happened(on ? control.label : "Undone: " + control.label);
        control.turn.turn(on);
        applyServerFault();
        if (control.until != null) {
            var unused = timer.schedule(() -> endThrottling(control), THROTTLED.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean exclusive(Control other, Control control) {
        return !other.equals(control)
                && other.group.equals(control.group)
                && (control.group.equals("server") || control.group.equals("clock"));
    }

    private void endThrottling(Control control) {
        Instant until;
        synchronized (this) {
            until = control.until;
        }
        if (until != null && !until.isAfter(clock.now().plusSeconds(1))) {
            turn(control.id, false);
        }
    }

    private void applyServerFault() {
        bench.tenant().ifPresent(tenant -> {
            tenant.sandbox().faults().clear();
            controls.values().stream()
                    .filter(control -> control.on && control.fault != null)
                    .forEach(control -> tenant.sandbox().faults().next(control.fault.always()));
        });
    }

    private boolean available(Control control) {
        return bench.tenant().isPresent() || control.group.equals("clock") || control.group.equals("device");
    }

    private static String reason() {
        return "Only the embedded sandbox can do this. Start without the RINGCENTRAL_ variables.";
    }

    /** {@return all controls with their states} */
    public synchronized List<Map<String, @Nullable Object>> view() {
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        for (Control control : controls.values()) {
            views.add(new View()
                    .with("id", control.id)
                    .with("label", control.label)
                    .with("group", control.group)
                    .with("state", control.on ? "on" : "off")
                    .with("undo", control.undo)
                    .with("description", control.description)
                    .with("since", control.since)
                    .with("until", control.until)
                    .with("available", available(control))
                    .with("reason", available(control) ? null : reason())
                    .map());
        }
        return views;
    }
}
