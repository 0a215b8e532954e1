package com.algosolutions.oauth.testkit;

import static com.algosolutions.oauth.testkit.HostileReplies.BODY;
import static com.algosolutions.oauth.testkit.HostileReplies.MOMENT;
import static com.algosolutions.oauth.testkit.HostileReplies.OK;

import com.algosolutions.oauth.testkit.HostileReply.End;
import com.algosolutions.oauth.testkit.HostileReply.To;
import com.algosolutions.oauth.testkit.HostileTls.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The handshakes of the catalogue. */
final class HostileHandshakes {
    private HostileHandshakes() {}

    static HostileReply of(String name, HostileTls tls) {
        return new HostileReply(name, To.CLIENT_HELLO, HostileBytes.of(""), tls, End.NEXT_REQUEST);
    }

    static List<HostileReply> all() {
        List<HostileReply> all = new ArrayList<>();
        for (Certificate certificate : Certificate.values()) {
            if (certificate != Certificate.TRUSTED) {
                String name = "certificate, "
                        + certificate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                all.add(of(name, HostileTls.ORDINARY.presenting(certificate)));
            }
        }
        all.add(of("client certificate demanded", HostileTls.ORDINARY.demandingCertificate()));
        all.add(of(
                "client certificate demanded, TLS 1.2",
                HostileTls.ORDINARY.version("TLSv1.2").demandingCertificate()));
        all.add(of("h2 selected", HostileTls.ORDINARY.selecting("h2")));
        all.add(of("slow handshake", HostileTls.ORDINARY.slowly(MOMENT)));
        for (int bytes : List.of(0, 1, 5, 6, 100, 500)) {
            all.add(HostileReply.handshakeCutAfter(bytes));
        }
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            HostileReply endless = of("handshakes without end, " + version, HostileTls.ORDINARY.version(version));
            all.add(endless.then(End.HANDSHAKES));
        }
        String record = "\u0016\u0003\u0003@\0" + "\u0002".repeat(0x4000);
        for (HostileReply reply : List.of(
                HostileReply.of("http in place of TLS", OK + BODY),
                HostileReply.of("close in place of TLS", ""),
                HostileReply.of("reset in place of TLS", "").thenReset(),
                HostileReply.of("silence in place of TLS", "").thenSilence(),
                HostileReply.of("alert in place of TLS", "\u0015\u0003\u0003\0\u0002\u0002("),
                HostileReply.of("NUL bytes in place of TLS", "").thenForever("\0"),
                HostileReply.of("bytes in place of TLS", "").thenForever("a"),
                HostileReply.of("warnings without end in place of TLS", "")
                        .thenForever("\u0015\u0003\u0003\0\u0002\u0001Z"),
                HostileReply.of("empty records without end", "").thenForever("\u0016\u0003\u0003\0\0"),
                HostileReply.of("large records without end", "").thenForever(record),
                HostileReply.of("slow bytes in place of TLS", "\u0016\u0003\u0003@\0")
                        .thenForever("\0")
                        .slowly(1, MOMENT))) {
            all.add(reply.toClientHello());
        }
        return List.copyOf(all);
    }
}
