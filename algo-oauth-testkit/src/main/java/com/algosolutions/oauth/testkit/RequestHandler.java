package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Handles each request: records it, then applies its fault or lets {@link RingCentral} answer it. */
final class RequestHandler implements Fault.Scene {
    private final RingCentral ringCentral;
    private final RequestLog requestLog;
    private final Faults faults;
    private final CountDownLatch closed;
    private final Consumer<? super SandboxReply> listener;

    RequestHandler(
            RingCentral ringCentral,
            RequestLog requestLog,
            Faults faults,
            CountDownLatch closed,
            Consumer<? super SandboxReply> listener) {
        this.ringCentral = ringCentral;
        this.requestLog = requestLog;
        this.faults = faults;
        this.closed = closed;
        this.listener = listener;
    }

    /** Throws only if interrupted: after any other exception MockWebServer would leave the client waiting. */
    Delivery answer(SandboxRequest request) throws InterruptedException {
        long began = System.nanoTime();
        Optional<Fault> fault;
        synchronized (this) {
            // Faults are taken in the order in which requests are recorded.
            fault = faults.take(request);
            requestLog.add(request);
        }
        Delivery delivery = fault.isPresent()
                ? fault.get().deliver(() -> execute(request), this)
                : new Delivery.Whole(execute(request));
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        listener.accept(new SandboxReply(request, delivery.status(), elapsed));
        return delivery;
    }

    private Reply execute(SandboxRequest request) {
        try {
            return ringCentral.answer(request);
        } catch (RuntimeException defect) {
            return ringCentral.finish(Reply.text(500, "RingCentralSandbox failed: " + defect));
        }
    }

    void tunnelRequested(String authority) {
        requestLog.addTunnel(authority);
    }

    /** The fault for a {@code CONNECT}, which has nothing to execute. */
    Optional<Delivery> connectFault() throws InterruptedException {
        Optional<Fault> fault = faults.takeForConnect();
        return fault.isPresent()
                ? Optional.of(fault.get().deliver(() -> Reply.text(502, "Bad Gateway"), this))
                : Optional.empty();
    }

    @Override
    public Clock clock() {
        return ringCentral.clock();
    }

    @Override
    public void await(CountDownLatch latch) throws InterruptedException {
        while (!latch.await(10, TimeUnit.MILLISECONDS)) {
            if (closed.getCount() == 0) {
                return;
            }
        }
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        boolean unused = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
