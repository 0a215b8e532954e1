package com.algosolutions.oauth.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a hostile server does its part of a TLS handshake.
 *
 * @param certificate which one it presents
 * @param protocol the only version of TLS; empty for TLS 1.2 and 1.3
 * @param selects the application protocol that it selects, whatever the client offers; empty for HTTP/1.1
 * @param demandsCertificate whether it requires a certificate of the client
 * @param bytes the number of bytes that it sends, before it resets the connection
 * @param pause the time after each byte
 */
record HostileTls(
        Certificate certificate,
        String protocol,
        String selects,
        boolean demandsCertificate,
        long bytes,
        Duration pause) {
    static final HostileTls ORDINARY =
            new HostileTls(Certificate.TRUSTED, "", "", false, Long.MAX_VALUE, Duration.ZERO);

    /** A certificate of the server. */
    enum Certificate {
        TRUSTED,
        UNTRUSTED,
        EXPIRED,
        NOT_YET_VALID,
        OTHER_HOST;

        SSLSocketFactory sockets(Certificates authority, List<String> hosts) {
            Instant past = Instant.parse("2001-01-01T00:00:00Z");
            Instant future = Instant.parse("2199-01-01T00:00:00Z");
            Certificates own = switch (this) {
                case TRUSTED -> authority;
                case UNTRUSTED -> new Certificates(hosts, past, future);
                case EXPIRED -> authority.issue(hosts, past, past.plusSeconds(86_400));
                case NOT_YET_VALID -> authority.issue(hosts, future.minusSeconds(86_400), future);
                case OTHER_HOST -> authority.issue(List.of("other.example"), past, future);
            };
            return own.serverSockets();
        }
    }

    HostileTls presenting(Certificate other) {
        return new HostileTls(other, protocol, selects, demandsCertificate, bytes, pause);
    }

    HostileTls version(String only) {
        return new HostileTls(certificate, only, selects, demandsCertificate, bytes, pause);
    }

    HostileTls selecting(String applicationProtocol) {
        return new HostileTls(certificate, protocol, applicationProtocol, demandsCertificate, bytes, pause);
    }

    HostileTls demandingCertificate() {
        return new HostileTls(certificate, protocol, selects, true, bytes, pause);
    }

    HostileTls cutAfter(long count) {
        return new HostileTls(certificate, protocol, selects, demandsCertificate, count, pause);
    }

    HostileTls slowly(Duration time) {
        return new HostileTls(certificate, protocol, selects, demandsCertificate, bytes, time);
    }

    /** TLS on a connection from which the first byte of the client has been read. */
    SSLSocket over(HostileSocket tcp, int first, SSLSocketFactory sockets) throws IOException {
        SSLSocket socket =
                (SSLSocket) sockets.createSocket(tcp, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        SSLParameters settings = socket.getSSLParameters();
        settings.setProtocols(protocol.isEmpty() ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {protocol});
        settings.setNeedClientAuth(demandsCertificate);
        socket.setSSLParameters(settings);
        if (!selects.isEmpty()) {
            socket.setHandshakeApplicationProtocolSelector((one, offered) -> selects);
        }
        tcp.limit(bytes, pause);
        return socket;
    }
}
