package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request after another: written down, then met by its fault or answered by the platform. */
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

    /** Never throws but for an interrupt: MockWebServer would leave the client waiting. */
    Delivery answer(SandboxRequest request) throws InterruptedException {
        Optional<Fault> fault;
        synchronized (this) {
            // The order of the journal is the order in which faults are taken.
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

    void tunnelAsked(String authority) {
        requestLog.addTunnel(authority);
    }

    /** What goes wrong with a {@code CONNECT}; there is nothing to execute. */
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
