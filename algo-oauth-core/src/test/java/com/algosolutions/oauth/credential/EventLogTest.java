package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.client.TestValues;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLogTest {
    /** A call of the listener. */
    private record Call(Event event, Thread thread) {}

    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final CountDownLatch firstCall = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private static EventLog log(@Nullable Consumer<Event> listener) {
        return new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), "", listener);
    }

    private void heard(Event event) {
        calls.add(new Call(event, Thread.currentThread()));
    }

    /** Hangs in the call with the first event until the gate opens. */
    private void hangs(Event event) {
        heard(event);
        if (event.number() == 1) {
            firstCall.countDown();
            await(gate);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Call next() throws InterruptedException {
        Call next = calls.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private List<Long> numbers(int count) throws InterruptedException {
        List<Long> numbers = new java.util.ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(next().event().number());
        }
        return numbers;
    }

    private static void add(EventLog events, int count) {
        for (int i = 0; i < count; i++) {
            events.add("desk", Event.Kind.TOKEN, "renewed");
        }
    }

    @Test
    void event_namesItsProcess_ifThatHasAName() {
        EventLog log = new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), "gateway-2", null);
        log.add("desk", Event.Kind.TOKEN, "obtained");
        assertThat(log.list()).singleElement().satisfies(event -> {
            assertThat(event.process()).isEqualTo("gateway-2");
            assertThat(event).hasToString("1 " + TestValues.NOW + " gateway-2 desk TOKEN: obtained");
        });
    }

    @Test
    void event_ofAFailure_hasTheFailure_andOthersHaveNone() {
        Failure why =
                Failure.of(Step.TOKEN, Failure.Kind.GRANT_INVALID, "the assertion has expired", "Paste a new one.");
        EventLog events = log(null);
        events.add("desk", why);
        events.add("desk", StatusSnapshot.without(ProfileStatus.State.REAUTHORIZATION_REQUIRED, Optional.of(why)));
        events.add("desk", Event.Kind.CONFIGURED, "updated");
        assertThat(events.list())
                .extracting(Event::kind)
                .containsExactly(Event.Kind.NO_TOKEN, Event.Kind.STATE_CHANGED, Event.Kind.CONFIGURED);
        assertThat(events.list())
                .extracting(Event::failure)
                .containsExactly(Optional.of(why), Optional.empty(), Optional.empty());
        assertThat(events.list().get(0).message()).isEqualTo(why.toString());
    }

    @Test
    void events_areTheNewestTwoHundred() {
        EventLog events = log(null);
        for (int i = 1; i <= 250; i++) {
            events.add("desk", Event.Kind.TOKEN, "event " + i);
        }
        assertThat(events.list()).hasSize(200);
        assertThat(events.list().get(0).message()).isEqualTo("event 51");
        assertThat(events.list().get(199).message()).isEqualTo("event 250");
        assertThat(events.list().get(0)).hasToString("51 " + TestValues.NOW + " desk TOKEN: event 51");
    }

    @Test
    void listener_isCalledInOrder_onADaemonThread_thatEndsWhenNoEventWaits() throws InterruptedException {
        EventLog events = log(this::hangs);
        events.open();
        add(events, 1);
        await(firstCall);
        add(events, 99);
        gate.countDown();
        Call first = next();
        assertThat(first.thread().isDaemon()).isTrue();
        assertThat(numbers(99)).isEqualTo(LongStream.rangeClosed(2, 100).boxed().toList());
        first.thread().join(20_000);
        assertThat(first.thread().isAlive()).isFalse();
        add(events, 1);
        Call later = next();
        assertThat(later.event().number()).isEqualTo(101);
        assertThat(later.thread()).isNotSameAs(first.thread());
    }

    @Test
    void listener_thatHangs_isCalledWithTheNewestTwoHundredAfterwards_andTheNumbersShowTheGap()
            throws InterruptedException {
        EventLog events = log(this::hangs);
        events.open();
        add(events, 1);
        await(firstCall);
        add(events, 250);
        gate.countDown();
        assertThat(numbers(1)).containsExactly(1L);
        assertThat(numbers(200))
                .isEqualTo(LongStream.rangeClosed(52, 251).boxed().toList());
    }

    @Test
    void events_beforeTheClientIsComplete_areDeliveredThen() throws InterruptedException {
        EventLog events = log(this::heard);
        add(events, 3);
        assertThat(calls).isEmpty();
        events.open();
        assertThat(numbers(3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void events_afterClose_areNotDelivered_norThoseThatWait() throws InterruptedException {
        EventLog events = log(this::hangs);
        events.open();
        add(events, 1);
        await(firstCall);
        add(events, 1);
        events.close();
        add(events, 1);
        gate.countDown();
        Call only = next();
        only.thread().join(20_000);
        assertThat(only.thread().isAlive()).isFalse();
        assertThat(calls).isEmpty();
        assertThat(events.list()).hasSize(3);
    }

    @Test
    void listener_thatThrowsAnError_isLogged_andGetsTheNextEvent() throws InterruptedException {
        EventLog events = log(event -> {
            heard(event);
            if (event.number() == 1) {
                throw new StackOverflowError();
            }
        });
        try (CapturedLog log = CapturedLog.open()) {
            add(events, 2);
            events.open();
            assertThat(numbers(2)).containsExactly(1L, 2L);
            assertThat(log.lines()).singleElement().asString().contains("An event listener failed");
        }
    }

    /** The logger of an application may throw, and ends the thread: the next event has another one. */
    @Test
    void listener_thatThrows_whileTheLoggerFailsToo_getsTheNextEvent() throws InterruptedException {
        EventLog events = log(event -> {
            heard(event);
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
            throw new IllegalStateException("a bug");
        });
        Handler full = new Handler() {
            @Override
            public void publish(LogRecord record) {
                throw new IllegalStateException("the log is full");
            }

            @Override
            public void flush() {
                // Nothing is buffered.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger logger = Logger.getLogger(EventLog.class.getName());
        logger.addHandler(full);
        try {
            events.open();
            add(events, 1);
            next().thread().join(20_000);
            add(events, 1);
            assertThat(next().event().number()).isEqualTo(2);
        } finally {
            logger.removeHandler(full);
        }
    }

    @Test
    void listener_thatThrowsACheckedException_getsTheNextEvent() throws InterruptedException {
        EventLog events = log(event -> {
            heard(event);
            EventLogTest.<RuntimeException>sneak(new IOException("from another language"));
        });
        events.open();
        add(events, 2);
        assertThat(numbers(2)).containsExactly(1L, 2L);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> void sneak(Exception thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void listener_thatInterruptsItself_isNotInterruptedInTheNextCall() throws InterruptedException {
        LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        EventLog events = log(event -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        add(events, 2);
        events.open();
        assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
        assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
    }
}
