package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.testkit.HostileReply;
import com.algosolutions.oauth.testkit.HostileServer;
import com.algosolutions.oauth.time.Deadline;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/** A device in its own process. Prints the results of its calls. */
final class HostileServerChild {
    private HostileServerChild() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("flood")) {
            flood();
        } else {
            endWatchdog();
            stall();
        }
    }

    private static HttpOutcome post(HttpTransport transport, URI target, Body body, Duration within) {
        return transport.send("POST", target, List.of(), body, Deadline.after(within));
    }

    /** Lines that never end, and then a call to a server that keeps to HTTP. */
    private static void flood() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            for (String start :
                    List.of("HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: ", head, head + "1;", head + "0\r\nX: ")) {
                HostileReply flood = HostileReply.of("flood", start).thenForever("a");
                try (HostileServer server = HostileServer.start().attack(flood)) {
                    System.out.println(post(transport, server.uri("/"), Body.json("{}"), Duration.ofSeconds(30)));
                    server.behave();
                    System.out.println(post(transport, server.uri("/"), Body.json("{}"), Duration.ofSeconds(30)));
                }
            }
        }
    }

    private static void endWatchdog() throws InterruptedException {
        AsyncTimeout last = new AsyncTimeout() {
            @Override
            protected void timedOut() {
                throw new OutOfMemoryError("as a response could cause");
            }
        };
        last.timeout(10, TimeUnit.MILLISECONDS);
        last.enter();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("Okio Watchdog")) {
                thread.join(30_000);
            }
        }
        System.out.println("Okio Watchdog runs: "
                + Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(t -> t.getName().equals("Okio Watchdog")));
    }

    /** Servers that let a call wait: each accepts the connection, and does nothing more, or sends bytes without end. */
    private static void stall() throws Exception {
        Duration within = Duration.ofMillis(500);
        try (ServerSocket silent = new ServerSocket()) {
            silent.setReceiveBufferSize(4096); // before it is bound, so that its connections have it too
            silent.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            String at = "://127.0.0.1:" + silent.getLocalPort() + "/";
            for (Body body : List.of(Body.json("{}"), Body.bytes("x/y", new byte[16 * 1024 * 1024]))) {
                for (String scheme : List.of("http", "https")) {
                    try (HttpTransport transport = TestValues.transport(TestValues.client())) {
                        System.out.println(post(transport, URI.create(scheme + at), body, within));
                    }
                }
            }
        }
        HostileReply slow = HostileReply.of("slow", "HTTP/1.1 200 OK\r\n\r\n")
                .thenForever("a")
                .slowly(1, Duration.ofMillis(20));
        try (HostileServer server = HostileServer.start().attack(slow);
                HttpTransport transport =
                        TestValues.transport(TestValues.client().maxResponseBytes(Integer.MAX_VALUE / 2))) {
            System.out.println(post(transport, server.uri("/"), Body.json("{}"), within));
        }
    }
}
