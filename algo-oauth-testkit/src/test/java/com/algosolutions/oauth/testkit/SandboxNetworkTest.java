package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxNetworkTest {
    private static final Duration SHORT = Duration.ofMillis(250);

    private final RingCentralSandbox sandbox =
            RingCentralSandbox.builder().rateLimits(false).start();
    private final SandboxNetwork network = sandbox.network();

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** A connection of a client that reads and writes plainly, so that it shows what the network does. */
    private final class Line implements AutoCloseable {
        private final Socket raw;
        private final SSLSocket tls;

        Line() throws Exception {
            raw = connect();
            write(raw, "CONNECT platform.ringcentral.com:443 HTTP/1.1\r\nHost: platform.ringcentral.com:443\r\n\r\n");
            assertThat(head(raw)).startsWith("HTTP/1.1 200");
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {sandbox.trustManager()}, null);
            tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "platform.ringcentral.com", 443, true);
        }

        void request() throws IOException {
            write(tls, "GET /restapi/oauth/jwks HTTP/1.1\r\nHost: platform.ringcentral.com\r\n\r\n");
        }

        int get() throws IOException {
            request();
            return answer();
        }

        int answer() throws IOException {
            String head = head(tls);
            int length = Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
            assertThat(tls.getInputStream().readNBytes(length)).hasSize(length);
            return Integer.parseInt(head.substring(9, 12));
        }

        /** Whether the server has closed the connection in order. */
        boolean ended() throws IOException {
            return tls.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = (InetSocketAddress) sandbox.proxy().address();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Test
    void reset_pooledAndNewConnections_areReset_untilPluggedIn() throws Exception {
        try (Line pooled = new Line();
                Line untouched = new Line()) {
            assertThat(pooled.get()).isEqualTo(200);
            network.unplug(SandboxNetwork.Outage.RESET);

            assertThatThrownBy(pooled::get).isInstanceOf(IOException.class);
            assertThatThrownBy(untouched::get).isInstanceOf(IOException.class);
            assertThatThrownBy(Line::new).isInstanceOf(IOException.class);
            assertThat(sandbox.requests()).hasSize(1);
        }
        network.plugIn();
        try (Line next = new Line()) {
            assertThat(next.get()).isEqualTo(200);
        }
        assertThat(sandbox.requests()).hasSize(2);
    }

    @Test
    void blackHole_pooledConnection_isSilent_andResetWhenPluggedIn() throws Exception {
        try (Line pooled = new Line();
                Line idle = new Line()) {
            assertThat(pooled.get()).isEqualTo(200);
            assertThat(idle.get()).isEqualTo(200);
            network.unplug(SandboxNetwork.Outage.BLACK_HOLE);

            pooled.request();
            pooled.raw.setSoTimeout((int) SHORT.toMillis());
            assertThatThrownBy(pooled::answer).isInstanceOf(SocketTimeoutException.class);
            assertThat(sandbox.requests()).hasSize(2);

            network.plugIn();
            pooled.raw.setSoTimeout(5000);
            assertThatThrownBy(pooled::answer).isInstanceOf(SocketException.class);
            assertThat(idle.get()).isEqualTo(200);
            assertThat(sandbox.requests()).hasSize(3);
        }
    }

    @Test
    void blackHole_newConnection_getsNoAnswerToItsConnect() throws Exception {
        network.unplug(SandboxNetwork.Outage.BLACK_HOLE);
        try (Socket socket = connect()) {
            socket.setSoTimeout((int) SHORT.toMillis());
            write(socket, "CONNECT platform.ringcentral.com:443 HTTP/1.1\r\n\r\n");

            assertThatThrownBy(() -> head(socket)).isInstanceOf(SocketTimeoutException.class);
            assertThat(sandbox.tunnels()).isEmpty();
        }
    }

    @Test
    void blackHole_responseUnderWay_isLost_althoughTheRequestWasExecuted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().nextApi(Fault.hold(release));
        try (Line line = new Line()) {
            line.request();
            assertThat(sandbox.awaitRequests(1, Duration.ofSeconds(5))).isTrue();
            network.unplug(SandboxNetwork.Outage.BLACK_HOLE);
            release.countDown();
            line.raw.setSoTimeout((int) SHORT.toMillis());

            assertThatThrownBy(line::answer).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void badGateway_pooledAndNewConnections_get502_andNothingIsExecuted() throws Exception {
        sandbox.faults().next(Fault.unavailable());
        try (Line pooled = new Line()) {
            network.unplug(SandboxNetwork.Outage.BAD_GATEWAY);
            assertThat(pooled.get()).isEqualTo(502);
            try (Line fresh = new Line()) {
                assertThat(fresh.get()).isEqualTo(502);
            }
            assertThat(sandbox.requests()).isEmpty();
            network.plugIn();

            assertThat(pooled.get()).isEqualTo(503); // the fault has waited
            assertThat(pooled.get()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(SandboxNetwork.Outage.class)
    void outage_doesNotDelayClose(SandboxNetwork.Outage outage) throws Exception {
        try (Line line = new Line()) {
            line.get();
            network.unplug(outage);
            try {
                line.request();
            } catch (IOException reset) {
                assertThat(outage).isEqualTo(SandboxNetwork.Outage.RESET);
            }
            long begin = System.nanoTime();
            sandbox.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void idleTimeout_setBeforeOrAfterTheResponse_endsTheConnectionInOrder(boolean before) throws Exception {
        try (Line line = new Line()) {
            if (before) {
                network.idleTimeout(Duration.ofMillis(300));
            }
            assertThat(line.get()).isEqualTo(200);
            network.idleTimeout(Duration.ofMillis(300));

            assertThat(line.ended()).isTrue();
        }
    }

    @Test
    void idleTimeout_requestInProgress_isAnswered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().nextApi(Fault.hold(release));
        try (Line line = new Line();
                Line idle = new Line()) {
            line.request();
            assertThat(sandbox.awaitRequests(1, Duration.ofSeconds(5))).isTrue();
            idle.get();
            network.idleTimeout(Duration.ofMillis(30));
            assertThat(idle.ended()).isTrue();
            release.countDown();

            assertThat(line.answer()).isEqualTo(200);
        }
    }

    @Test
    void idleTimeout_zero_neverEnds() throws Exception {
        network.idleTimeout(Duration.ofMillis(20));
        network.idleTimeout(Duration.ZERO);
        try (Line line = new Line()) {
            line.get();
            line.raw.setSoTimeout((int) SHORT.toMillis());

            assertThatThrownBy(line::ended).isInstanceOf(SocketTimeoutException.class);
        }
        assertThatThrownBy(() -> network.idleTimeout(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closeConnections_idleOnes_areClosedAtOnce() throws Exception {
        try (Line one = new Line();
                Line two = new Line()) {
            for (int i = 0; i < 20; i++) {
                one.get();
            }
            two.get();
            network.closeConnections();

            assertThat(one.ended()).isTrue();
            assertThat(two.ended()).isTrue();
        }
        try (Line next = new Line()) {
            assertThat(next.get()).isEqualTo(200);
        }
    }

    @Test
    void closeConnections_requestInProgress_isAnsweredFirst() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        sandbox.faults().nextApi(Fault.hold(release));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Line line = new Line()) {
            Future<Integer> status = threads.submit(line::get);
            assertThat(sandbox.awaitRequests(1, Duration.ofSeconds(5))).isTrue();
            network.closeConnections();
            release.countDown();

            assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(line.ended()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closeAfterResponse_isNotAnnounced_andAnnouncedCloseIs() throws Exception {
        sandbox.faults().nextApi(Fault.closeAfterResponse()).nextApi(Fault.announcedClose());
        try (Line one = new Line();
                Line two = new Line()) {
            one.request();
            assertThat(head(one.tls)).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("Connection:");
            assertThat(one.tls.getInputStream().readAllBytes()).isNotEmpty();
            two.request();
            assertThat(head(two.tls)).startsWith("HTTP/1.1 200").containsIgnoringCase("Connection: close");
            assertThat(two.tls.getInputStream().readAllBytes()).isNotEmpty();
        }
        assertThat(sandbox.requests()).hasSize(2);
    }

    @Test
    void toString_saysWhatIsWrong() {
        network.unplug(SandboxNetwork.Outage.BLACK_HOLE);
        network.idleTimeout(Duration.ofSeconds(5));

        assertThat(network).hasToString("SandboxNetwork[unplugged: BLACK_HOLE, idle timeout PT5S]");
    }
}
