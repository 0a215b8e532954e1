package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Handles each request: records it, then applies its fault or lets {@link RingCentral} answer it. */
final class RequestHandler implements Fault.Scene {
    private final RingCentral ringCentral;
    private final RequestLog requestLog;
    private final Faults faults;
    private final CountDownLatch closed;

    RequestHandler(RingCentral ringCentral, RequestLog requestLog, Faults faults, CountDownLatch closed) {
        this.ringCentral = ringCentral;
        this.requestLog = requestLog;
        this.faults = faults;
        this.closed = closed;
    }

    /** Throws only if interrupted: after any other exception MockWebServer would leave the client waiting. */
    Delivery answer(SandboxRequest request) throws InterruptedException {
        Optional<Fault> fault;
        synchronized (this) {
            // Faults are taken in the order in which requests are recorded.
            fault = faults.take(request);
            requestLog.add(request);
        }
        return fault.isPresent()
                ? fault.get().deliver(() -> execute(request), this)
                : new Delivery.Whole(execute(request));
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
}
