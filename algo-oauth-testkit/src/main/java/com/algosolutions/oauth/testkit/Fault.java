package com.algosolutions.oauth.testkit;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * A failure that happens once, several times or always; {@link Faults} says to which request.
 *
 * <p>The sandbox reads the whole request and records it before a fault happens. Each factory says whether the request is <em>executed</em>:
 * whether a token is issued, or a post created, although the response is lost.
 *
 * <p><em>Thread safety</em>: immutable; one fault can be scripted any number of times.
 *
 * @since 0.1.0
 */
public final class Fault {
    static final int ALWAYS = Integer.MAX_VALUE;

    private static final String GATEWAY_PAGE =
            "<html><head><title>503 Service Temporarily Unavailable</title></head></html>";

    private final String name;
    private final int times;
    private final Behaviour behaviour;

    private Fault(String name, int times, Behaviour behaviour) {
        this.name = name;
        this.times = times;
        this.behaviour = behaviour;
    }

    /** How a fault handles a request. */
    interface Behaviour {
        Delivery deliver(Execution execution, Scene scene) throws InterruptedException;
    }

    /** Executes the request and returns the server's response. */
    interface Execution {
        Reply execute();
    }

    /** What a fault can use of the server. */
    interface Scene {
        Clock clock();

        /** Waits until the latch is released or the server is closed. */
        void await(CountDownLatch latch) throws InterruptedException;

        /** Waits for the time, or until the server is closed. */
        void pause(Duration time) throws InterruptedException;
    }

    Delivery deliver(Execution execution, Scene scene) throws InterruptedException {
        return behaviour.deliver(execution, scene);
    }

    int times() {
        return times;
    }

    /**
     * Returns this fault for several requests in a row.
     *
     * @param count the number of requests, at least 1
     * @return a fault for that many requests
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Fault times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("times must be at least 1: " + count);
        }
        return new Fault(name, count, behaviour);
    }

    /**
     * Returns this fault for all requests, until {@link Faults#clear()}.
     *
     * @return a permanent fault
     */
    public Fault always() {
        return new Fault(name, ALWAYS, behaviour);
    }

    /**
     * Responds with the given status, headers and body. The request is not executed. {@code Date} and {@code RCRequestId} are added unless
     * given.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the body
     * @return the fault
     */
    public static Fault reply(int status, Map<String, String> headers, String body) {
        Objects.requireNonNull(headers, "headers");
        Reply reply = new Reply(status, headers, Objects.requireNonNull(body, "body"));
        return answer("reply " + status, reply);
    }

    /**
     * Resets the connection. The request is not executed.
     *
     * @return the fault
     */
    public static Fault resetBeforeRequest() {
        return once("reset before the request", (execution, scene) -> new Delivery.Reset());
    }

    /**
     * Executes the request, then resets the connection without sending any of the response.
     *
     * @return the fault
     */
    public static Fault resetAfterRequest() {
        return once("reset after the request", (execution, scene) -> {
            execution.execute();
            return new Delivery.Reset();
        });
    }

    /**
     * Executes the request, then closes the connection without sending any of the response.
     *
     * @return the fault
     */
    public static Fault closeAfterRequest() {
        return once("close after the request", (execution, scene) -> {
            execution.execute();
            return new Delivery.Close();
        });
    }

    /**
     * Executes the request and responds as usual, then closes the connection without an announcement, as a server does that is restarted or
     * that closes idle connections. A client that keeps the connection finds it closed at its next request.
     *
     * @return the fault
     */
    public static Fault closeAfterResponse() {
        return once("close after the response", (execution, scene) -> new Delivery.LastWhole(execution.execute()));
    }

    /**
     * Executes the request and responds with the header {@code Connection: close}, then closes the connection.
     *
     * @return the fault
     */
    public static Fault announcedClose() {
        return once(
                "announced close",
                (execution, scene) -> new Delivery.LastWhole(execution.execute().with("Connection", "close")));
    }

    /**
     * Executes the request and sends the headers and the first half of the body, then closes the connection.
     *
     * @return the fault
     */
    public static Fault halfBody() {
        return once("half a body", (execution, scene) -> new Delivery.HalfBody(execution.execute()));
    }

    /**
     * Never responds, and keeps the connection open until the sandbox is closed. The request is not executed.
     *
     * @return the fault
     */
    public static Fault stall() {
        return once("stall", (execution, scene) -> new Delivery.Silence());
    }

    /**
     * Executes the request, never responds, and keeps the connection open until the sandbox is closed.
     *
     * @return the fault
     */
    public static Fault stallAfterRequest() {
        return once("stall after the request", (execution, scene) -> {
            execution.execute();
            return new Delivery.Silence();
        });
    }

    /**
     * Delays the request until the test counts the latch down, then executes it and responds as usual. A test can so decide, without
     * sleeping, what happens while a request is in progress.
     *
     * @param release the latch that the request waits for; closing the sandbox also ends the wait
     * @return the fault
     */
    public static Fault hold(CountDownLatch release) {
        Objects.requireNonNull(release, "release");
        return once("hold", (execution, scene) -> {
            scene.await(release);
            return new Delivery.Whole(execution.execute());
        });
    }

    /**
     * Executes the request after a delay, and responds as usual: a slow server.
     *
     * @param time the delay, in real time; closing the sandbox ends it
     * @return the fault
     * @throws IllegalArgumentException if the time is negative
     */
    public static Fault delay(Duration time) {
        if (Objects.requireNonNull(time, "time").isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + time);
        }
        return once("delay " + time, (execution, scene) -> {
            scene.pause(time);
            return new Delivery.Whole(execution.execute());
        });
    }

    /**
     * Executes the request and sends the response body a few bytes at a time.
     *
     * @param bytes the number of bytes at a time
     * @param period the pause after each part
     * @return the fault
     */
    public static Fault slowDrip(int bytes, Duration period) {
        Objects.requireNonNull(period, "period");
        return once("slow drip", (execution, scene) -> new Delivery.Drip(execution.execute(), bytes, period));
    }

    /**
     * Responds 200 with a body of the given size that starts as JSON and is never completed. The request is not executed.
     *
     * @param bytes the size; the body is generated, not kept in memory
     * @return the fault
     */
    public static Fault hugeBody(long bytes) {
        Reply reply = new Reply(200, Map.of("Content-Type", Reply.JSON), "");
        return once("huge body", (execution, scene) -> new Delivery.Huge(stamped(reply, scene), bytes));
    }

    /**
     * Sends bytes that are not HTTP and closes the connection. The request is not executed.
     *
     * @return the fault
     */
    public static Fault garbage() {
        return once("garbage", (execution, scene) -> new Delivery.Garbage());
    }

    /**
     * Responds with a redirect. The request is not executed.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location the redirect's target
     * @return the fault
     */
    public static Fault redirect(int status, URI location) {
        Objects.requireNonNull(location, "location");
        return answer("redirect", new Reply(status, Map.of("Location", location.toString()), ""));
    }

    /**
     * Executes the request and responds with a wrong {@code Date} header.
     *
     * @param skew how far ahead of the sandbox's clock; negative for behind
     * @return the fault
     */
    public static Fault skewedDate(Duration skew) {
        Objects.requireNonNull(skew, "skew");
        return once("skewed date", (execution, scene) -> {
            String date = Timestamps.httpDate(scene.clock().instant().plus(skew));
            return new Delivery.Whole(execution.execute().with("Date", date));
        });
    }

    /**
     * Responds 429 with the recorded CMN-301 body, without {@code X-Rate-Limit} and {@code Retry-After} headers. The request is not executed.
     *
     * @return the fault
     */
    public static Fault tooManyRequests() {
        return answer("429", ErrorReply.rateExceeded());
    }

    /**
     * Responds 429 with the recorded CMN-301 body and no {@code X-Rate-Limit} headers. The request is not executed.
     *
     * @param retryAfter the {@code Retry-After} header: seconds, an HTTP date, or nonsense
     * @return the fault
     */
    public static Fault tooManyRequests(String retryAfter) {
        Objects.requireNonNull(retryAfter, "retryAfter");
        return answer("429", ErrorReply.rateExceeded().with("Retry-After", retryAfter));
    }

    /**
     * Responds 503 with a gateway's HTML page and no {@code Retry-After} header. The request is not executed.
     *
     * @return the fault
     */
    public static Fault unavailable() {
        return answer("503", Reply.html(503, GATEWAY_PAGE));
    }

    /**
     * Responds 503 with a gateway's HTML page. The request is not executed.
     *
     * @param retryAfter the {@code Retry-After} header: seconds, an HTTP date, or nonsense
     * @return the fault
     */
    public static Fault unavailable(String retryAfter) {
        Objects.requireNonNull(retryAfter, "retryAfter");
        return answer("503", Reply.html(503, GATEWAY_PAGE).with("Retry-After", retryAfter));
    }

    private static Fault answer(String name, Reply reply) {
        return once(name, (execution, scene) -> new Delivery.Whole(stamped(reply, scene)));
    }

    private static Reply stamped(Reply reply, Scene scene) {
        return reply.withDefault("Date", Timestamps.httpDate(scene.clock().instant()))
                .withDefault("RCRequestId", UUID.randomUUID().toString());
    }

    private static Fault once(String name, Behaviour behaviour) {
        return new Fault(name, 1, behaviour);
    }

    @Override
    public String toString() {
        String often = times == ALWAYS ? "always" : times + " times";
        return "Fault[" + name + ", " + often + "]";
    }
}
