package com.algosolutions.oauth.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** How a response is sent, or not sent. */
sealed interface Delivery {

    /** Returns the response for the server to write; may reset the connection. */
    MockResponse response(Connection connection);

    /** The status of the response that the client gets, whole or in part; empty if it gets none. */
    default OptionalInt status() {
        return OptionalInt.empty();
    }

    /** The TCP connection of a request. */
    interface Connection {
        /** Resets the connection. */
        void reset();
    }

    /** Sends the whole response. */
    record Whole(Reply reply) implements Delivery {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(reply.status());
        }

        @Override
        public MockResponse response(Connection connection) {
            return builder(reply).build();
        }
    }

    /** Sends the whole response, then closes the connection. */
    record LastWhole(Reply reply) implements Delivery {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(reply.status());
        }

        @Override
        public MockResponse response(Connection connection) {
            return builder(reply).onResponseEnd(new SocketEffect.CloseSocket()).build();
        }
    }

    /** Sends nothing and resets the connection. */
    record Reset() implements Delivery {
        @Override
        public MockResponse response(Connection connection) {
            connection.reset();
            return closed();
        }
    }

    /** Sends nothing and closes the connection. */
    record Close() implements Delivery {
        @Override
        public MockResponse response(Connection connection) {
            return closed();
        }
    }

    /** Sends nothing and keeps the connection open. */
    record Silence() implements Delivery {
        @Override
        public MockResponse response(Connection connection) {
            return new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build();
        }
    }

    /** Sends the headers and the first half of the body that they announce, then closes the connection. */
    record HalfBody(Reply reply) implements Delivery {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(reply.status());
        }

        @Override
        public MockResponse response(Connection connection) {
            return builder(reply).onResponseBody(new SocketEffect.CloseSocket()).build();
        }
    }

    /** Sends the body a few bytes at a time. */
    record Drip(Reply reply, int bytes, Duration period) implements Delivery {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(reply.status());
        }

        @Override
        public MockResponse response(Connection connection) {
            return builder(reply)
                    .throttleBody(bytes, period.toNanos(), TimeUnit.NANOSECONDS)
                    .build();
        }
    }

    /** Sends a body of the given size, generated while it is sent. */
    record Huge(Reply reply, long bytes) implements Delivery {
        @Override
        public OptionalInt status() {
            return OptionalInt.of(reply.status());
        }

        @Override
        public MockResponse response(Connection connection) {
            return builder(reply)
                    .body(new Padding(bytes))
                    .setHeader("Content-Length", bytes)
                    .build();
        }
    }

    /** Sends bytes that are not HTTP, then closes the connection. */
    record Garbage() implements Delivery {
        @Override
        public MockResponse response(Connection connection) {
            return new MockResponse.Builder()
                    .status("\u0016\u0003\u0001 this is not HTTP")
                    .clearHeaders()
                    .onResponseEnd(new SocketEffect.CloseSocket())
                    .build();
        }
    }

    private static MockResponse closed() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }

    private static MockResponse.Builder builder(Reply reply) {
        MockResponse.Builder builder = new MockResponse.Builder().code(reply.status());
        builder.body(reply.body());
        // Lenient, so that a test can send headers that no server should send.
        reply.headers().forEach((name, value) -> builder.removeHeader(name).addHeaderLenient(name, value));
        return builder;
    }

    /** The start of a JSON object with one string that never ends. */
    record Padding(long bytes) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return bytes;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] block = new byte[8192];
            Arrays.fill(block, (byte) 'x');
            byte[] start = "{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);
            int head = (int) Math.min(start.length, bytes);
            sink.write(start, 0, head);
            for (long left = bytes - head; left > 0; left -= block.length) {
                sink.write(block, 0, (int) Math.min(block.length, left));
            }
        }
    }
}
