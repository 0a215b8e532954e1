package com.algosolutions.console.sandbox;

import com.algosolutions.button.Button;
import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.ButtonRequest;
import com.algosolutions.button.PressResult;
import com.algosolutions.console.device.BenchClock;
import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.Presses;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.client.OAuthClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A day of presses in seconds: the clocks of device and servers are advanced between them. A press every 30 minutes for twelve hours; after five
 * hours the network is unplugged for eight minutes, with a press in between. Then the night. Thread-safe.
 */
public final class SimulatedDay {
    private static final Duration BETWEEN = Duration.ofMinutes(30);
    private static final int PRESSES = 24;
    private static final int OUTAGE = 10;
    private static final Duration HALF_OUTAGE = Duration.ofMinutes(4);
    private static final Duration DAY = Duration.ofHours(24);

    /** More than the time in which the library takes a press for a contact bounce. */
    private static final Duration REAL_PAUSE = Duration.ofMillis(320);

    /** More than the interval in which the queue tries again by itself. */
    private static final Duration QUEUE = Duration.ofSeconds(20);

    private static final System.Logger LOG = System.getLogger(SimulatedDay.class.getName());

    private final Device device;
    private final Bench bench;
    private final BenchClock clock;
    private final Presses presses;
    private final ProfileViews profiles;
    private final FaultControls faults;
    private final EventStream events;
    private final Executor threads;
    private final Runnable clockAdvanced;

    /** Guarded by this, as are those below. */
    private boolean running;

    private @Nullable Instant startedAt;
    private String text = "";
    private int pressed;
    private int delivered;
    private int tokensBefore;

    /**
     * A day.
     *
     * @param clockAdvanced called whenever the clocks were advanced
     */
    public SimulatedDay(
            Device device,
            Bench bench,
            BenchClock clock,
            Presses presses,
            ProfileViews profiles,
            FaultControls faults,
            EventStream events,
            Executor threads,
            Runnable clockAdvanced) {
        this.device = device;
        this.bench = bench;
        this.clock = clock;
        this.presses = presses;
        this.profiles = profiles;
        this.faults = faults;
        this.events = events;
        this.threads = threads;
        this.clockAdvanced = clockAdvanced;
    }

    /**
     * Starts the day. It goes on by itself, and sends its progress as events.
     *
     * @throws HttpError if it cannot be played now
     */
    public Map<String, @Nullable Object> start() {
        Tenant tenant =
                bench.tenant().orElseThrow(() -> HttpError.conflict("The clock of RingCentral cannot be advanced."));
        String button = button().orElseThrow(() ->
                HttpError.conflict("No button has a profile that works. Create and test a profile first."));
        synchronized (this) {
            if (running) {
                throw HttpError.conflict("A day is being played already.");
            }
            running = true;
            startedAt = clock.now();
            pressed = 0;
            delivered = 0;
            tokensBefore = tenant.tokenRequestCount();
        }
        Map<String, @Nullable Object> begun = tell("The day begins");
        threads.execute(() -> play(button));
        return begun;
    }

    /** The first button whose requests all have a profile that works. */
    private Optional<String> button() {
        OAuthClient client = device.client();
        return device.buttons().stream()
                .map(ButtonActions::buttons)
                .flatMap(java.util.List::stream)
                .filter(button -> button.enabled()
                        && button.requests().stream()
                                .map(ButtonRequest::oauthProfile)
                                .allMatch(name -> name.filter(profile ->
                                                client.status(profile).usable())
                                        .isPresent()))
                .map(Button::identifier)
                .findFirst();
    }

    private void play(String button) {
        Instant start = clock.now();
        try {
            for (int i = 0; i <= PRESSES; i++) {
                if (i == OUTAGE) {
                    outage(button);
                } else {
                    press(button);
                }
                tell(pressed + " presses, " + delivered + " delivered");
                advance(start.plus(BETWEEN.multipliedBy(i + 1)));
            }
            advance(start.plus(DAY));
            end("The day has ended: " + pressed + " presses, " + delivered + " delivered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end("The day was ended");
        } catch (RuntimeException e) { // for example a press while the operator cuts the power
            LOG.log(System.Logger.Level.WARNING, "The simulated day failed", e);
            end("The day was ended: " + e.getMessage());
        }
    }

    private void outage(String button) throws InterruptedException {
        tell("The network is unplugged");
        faults.turn("unplug", true);
        advance(clock.now().plus(HALF_OUTAGE));
        press(button);
        advance(clock.now().plus(HALF_OUTAGE));
        tell("The network is plugged in again");
        faults.turn("unplug", false);
        if (presses.awaitEmptyQueue(QUEUE)) {
            synchronized (this) {
                delivered++;
            }
        }
    }

    private void press(String button) throws InterruptedException {
        Thread.sleep(REAL_PAUSE.toMillis());
        PressResult result = presses.pressAndWait(button);
        synchronized (this) {
            pressed++;
            delivered += result.delivered() ? 1 : 0;
        }
    }

    /** Advances the clocks once the device has recorded what has happened so far. */
    private void advance(Instant to) throws InterruptedException {
        profiles.awaitEvents();
        profiles.publish();
        Duration left = Duration.between(clock.now(), to);
        if (!left.isNegative()) {
            clock.advance(left);
            clockAdvanced.run();
        }
        profiles.publish();
    }

    private void end(String how) {
        synchronized (this) {
            running = false;
        }
        tell(how);
    }

    private Map<String, @Nullable Object> tell(String what) {
        synchronized (this) {
            text = what;
        }
        Map<String, @Nullable Object> day = view();
        events.publish("day", Map.of("day", day));
        return day;
    }

    /** {@return the day for the page} */
    public synchronized Map<String, @Nullable Object> view() {
        Instant begin = startedAt;
        if (begin == null) {
            return new View().with("running", false).map();
        }
        int tokens = bench.tenant().map(Tenant::tokenRequestCount).orElse(0);
        return new View()
                .with("running", running)
                .with("startedAt", begin)
                .with("hour", Duration.between(begin, clock.now()).toHours())
                .with("text", text)
                .with("presses", pressed)
                .with("delivered", delivered)
                .with("tokenRequests", Math.max(0, tokens - tokensBefore))
                .map();
    }
}
