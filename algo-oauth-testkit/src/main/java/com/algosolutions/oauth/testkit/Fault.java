package com.algosolutions.oauth.testkit;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong once, some times or always; {@link Faults} says with which request.
 *
 * <p>Every request is read to its end and recorded before a fault takes place. Each factory says whether the request is
 * <em>executed</em>: whether a token was issued, or a post stands in the team, although the reply was lost.
 *
 * <p><em>Thread safety</em>: immutable; one fault may be scripted any number of times.
 *
 * @since 0.1
 */
public final class Fault {
    static final int ALWAYS = Integer.MAX_VALUE;

    private final String name;
    private final int times;
    private final Behaviour behaviour;

    private Fault(String name, int times, Behaviour behaviour) {
        this.name = name;
        this.times = times;
        this.behaviour = behaviour;
    }

    /** What a fault makes of a request. */
    interface Behaviour {
        Delivery deliver(Execution execution, Scene scene) throws InterruptedException;
    }

    /** The server's own answer to the request, with its effects. */
    interface Execution {
        Reply execute();
    }

    /** What a fault may need of the server. */
    interface Scene {
        Clock clock();

        /** Waits for the latch, or for the server's end. */
        void await(CountDownLatch latch) throws InterruptedException;
    }

    Delivery deliver(Execution execution, Scene scene) throws InterruptedException {
        return behaviour.deliver(execution, scene);
    }

    int times() {
        return times;
    }

    /**
     * The same fault for several requests in a row.
     *
     * @param count how many, at least 1
     * @return a fault for so many requests
     */
    public Fault times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("times must be at least 1: " + count);
        }
        return new Fault(name, count, behaviour);
    }

    /**
     * The same fault for all requests, until {@link Faults#clear()}.
     *
     * @return a fault without end
     */
    public Fault always() {
        return new Fault(name, ALWAYS, behaviour);
    }

    /**
     * Answers with this reply. The request is not executed. {@code Date} and {@code RCRequestId} are added unless given.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the body
     * @return the fault
     */
    public static Fault reply(int status, Map<String, String> headers, String body) {
        Reply reply = new Reply(status, headers, body);
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
     * Executes the request, then resets the connection without a byte of the reply.
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
     * Executes the request, then ends the connection in an orderly way without a byte of the reply.
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
     * Executes the request and sends the headers and the first half of the body, then ends the connection.
     *
     * @return the fault
     */
    public static Fault halfBody() {
        return once("half a body", (execution, scene) -> new Delivery.HalfBody(execution.execute()));
    }

    /**
     * Never answers and keeps the connection open until the sandbox is closed. The request is not executed.
     *
     * @return the fault
     */
    public static Fault stall() {
        return once("stall", (execution, scene) -> new Delivery.Silence());
    }

    /**
     * Executes the request, never answers, and keeps the connection open until the sandbox is closed.
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
     * Holds the request until the test counts the latch down, then executes and answers it as usual. With this a test
     * decides, without sleeping, what happens while a request is under way.
     *
     * @param release what the request waits for; closing the sandbox ends the wait as well
     * @return the fault
     */
    public static Fault hold(CountDownLatch release) {
        return once("hold", (execution, scene) -> {
            scene.await(release);
            return new Delivery.Whole(execution.execute());
        });
    }

    /**
     * Executes the request and sends the reply's body a few bytes at a time.
     *
     * @param bytes how many bytes at a time
     * @param period the pause after each
     * @return the fault
     */
    public static Fault slowDrip(int bytes, Duration period) {
        return once("slow drip", (execution, scene) -> new Delivery.Drip(execution.execute(), bytes, period));
    }

    /**
     * Answers 200 with a JSON body of that size, whose end never makes it JSON. The request is not executed.
     *
     * @param bytes the size; it takes no memory here
     * @return the fault
     */
    public static Fault hugeBody(long bytes) {
        Reply reply = new Reply(200, Map.of("Content-Type", Reply.JSON), "");
        return once("huge body", (execution, scene) -> new Delivery.Huge(stamped(reply, scene), bytes));
    }

    /**
     * Answers with bytes that are not HTTP and ends the connection. The request is not executed.
     *
     * @return the fault
     */
    public static Fault garbage() {
        return once("garbage", (execution, scene) -> new Delivery.Garbage());
    }

    /**
     * Answers with a redirection. The request is not executed.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location where to
     * @return the fault
     */
    public static Fault redirect(int status, URI location) {
        return answer("redirect", new Reply(status, Map.of("Location", location.toString()), ""));
    }

    /**
     * Executes the request and answers it with a {@code Date} header that is off.
     *
     * @param skew how far ahead of the sandbox's clock; negative for behind
     * @return the fault
     */
    public static Fault skewedDate(Duration skew) {
        return once("skewed date", (execution, scene) -> {
            String date = Timestamps.httpDate(scene.clock().instant().plus(skew));
            return new Delivery.Whole(execution.execute().with("Date", date));
        });
    }

    /**
     * Answers 429 with the recorded CMN-301 body and no {@code X-Rate-Limit} headers. The request is not executed.
     *
     * @param retryAfter the {@code Retry-After} header: seconds, an HTTP date, nonsense, or null for none
     * @return the fault
     */
    public static Fault tooManyRequests(@Nullable String retryAfter) {
        return answer("429", ErrorReply.rateExceeded().with("Retry-After", retryAfter));
    }

    /**
     * Answers 503 with a gateway's HTML page. The request is not executed.
     *
     * @param retryAfter the {@code Retry-After} header: seconds, an HTTP date, nonsense, or null for none
     * @return the fault
     */
    public static Fault unavailable(@Nullable String retryAfter) {
        String page = "<html><head><title>503 Service Temporarily Unavailable</title></head></html>";
        return answer("503", Reply.html(503, page).with("Retry-After", retryAfter));
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
