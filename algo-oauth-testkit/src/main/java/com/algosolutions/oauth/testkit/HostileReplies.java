package com.algosolutions.oauth.testkit;

import com.algosolutions.oauth.testkit.HostileReply.End;
import com.algosolutions.oauth.testkit.HostileReply.To;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The catalogue of hostile replies. */
final class HostileReplies {
    static final String OK = "HTTP/1.1 200 OK\r\n";
    static final String BODY = "Content-Length: 2\r\n\r\n{}";
    static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    static final Duration MOMENT = Duration.ofMillis(20);

    private final List<HostileReply> replies = new ArrayList<>();

    private HostileReplies() {}

    static List<HostileReply> all() {
        HostileReplies all = new HostileReplies();
        all.noHttp();
        all.headers();
        all.lengths();
        all.chunks();
        all.interim();
        all.redirects();
        all.excess();
        all.floods();
        all.slow();
        all.ends();
        all.replies.addAll(HostileBodies.all());
        return List.copyOf(all.replies);
    }

    private void add(String name, String bytes) {
        replies.add(HostileReply.of(name, bytes));
    }

    private void flood(String name, String start, String again) {
        replies.add(HostileReply.of(name, start).thenForever(again));
    }

    private void noHttp() {
        add("no byte", "");
        add("empty lines", "\r\n\r\n");
        add("NUL bytes", "\0\0\0\0\r\n\r\n");
        add("HTTP/0.9", "<html><body>Hello</body></html>\r\n");
        add("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        add("HTTP/2 settings frame", "\0\0\u0006\u0004\0\0\0\0\0\0\u0003\0\0\0d");
        add("TLS alert", "\u0015\u0003\u0003\0\u0002\u0002(");
        for (String line : List.of(
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1 OK",
                "HTTP/1.1 20",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 -12 OK",
                "HTTP/1.1 000 OK",
                "HTTP/1.1 999 Odd",
                "HTTP/1.1 99999999999 OK",
                "HTTP/1.1  200 OK",
                "HTTP/3.0 200 OK",
                "HTTP/1.1200 OK",
                "http/1.1 200 OK",
                "ICY 200 OK")) {
            add("status line [" + line + "]", line + "\r\n" + BODY);
        }
        replies.add(HostileReply.of("greeting of a mail server", "220 mail.example ESMTP\r\n")
                .toConnection());
        replies.add(HostileReply.of("response before the request", OK + BODY).toConnection());
        replies.add(HostileReply.of("connection closed at once", "").toConnection());
        replies.add(
                HostileReply.of("connection reset at once", "").toConnection().thenReset());
        replies.add(
                HostileReply.of("connection without a word", "").toConnection().thenSilence());
    }

    private void headers() {
        add("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}");
        add("bare CR", "HTTP/1.1 200 OK\rContent-Length: 2\r\r{}");
        add("header without a colon", OK + "No colon\r\n" + BODY);
        add("header without a name", OK + ": value\r\n" + BODY);
        add("header of NUL bytes", OK + "\0: \0\r\n" + BODY);
        add("header with control characters", OK + "X\u0001: \u0007\u001b[31m\u009b\r\n" + BODY);
        add("header beyond ASCII", OK + "X-\u00e9: \u00ff\u00fe\r\n" + BODY);
        add("space before the colon", OK + "Content-Length : 2\r\n\r\n{}");
        add("folded header", OK + "X-Folded: 1\r\n 2\r\n\t3\r\n" + BODY);
        add("folded first header", OK + " X: 1\r\n" + BODY);
        add("dates that are none", OK + "Date: Mon, 99 Foo 99999999999 99:99:99 GMT\r\nDate: \0\r\n" + BODY);
        add("date of the year 9999", OK + "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n" + BODY);
        add("429, Retry-After without end", "HTTP/1.1 429 Wait\r\nRetry-After: " + "9".repeat(4000) + "\r\n" + BODY);
        add("503, negative Retry-After", "HTTP/1.1 503 Wait\r\nRetry-After: -1\r\n" + BODY);
        add("Keep-Alive without end", OK + "Keep-Alive: timeout=99999999999999999999, max=-1\r\n" + BODY);
        add(
                "401, 60 challenges of 4 KB",
                "HTTP/1.1 401 No\r\n"
                        + ("WWW-Authenticate: Bearer " + "a=\"\\\\\",".repeat(500) + "\r\n").repeat(60)
                        + BODY);
        add("401, unknown challenge", "HTTP/1.1 401 No\r\nWWW-Authenticate: \0,=,\"\r\n" + BODY);
        add(
                "401, DPoP nonces",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\nDPoP-Nonce: \r\n" + BODY);
        add("407 of a server", "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" + BODY);
        add("408", "HTTP/1.1 408 Time-out\r\nConnection: close\r\n" + BODY);
        add("421", "HTTP/1.1 421 Misdirected\r\n" + BODY);
        replies.add(HostileReply.of("10,000 headers", OK).thenRepeated("X: y\r\n", 10_000, BODY));
        replies.add(HostileReply.of("10,000 cookies", OK).thenRepeated("Set-Cookie: a=b\r\n", 10_000, BODY));
        replies.add(HostileReply.of("header of 100 KB", OK + "X: ").thenRepeated("y", 100_000, "\r\n" + BODY));
    }

    private void lengths() {
        for (String length : List.of(
                "-5",
                "-0",
                "+2",
                "0x2",
                "2, 3",
                "2, 2",
                "",
                "two",
                "2 2",
                "2.0",
                "\u0662",
                "1e1",
                "1",
                "0",
                "3",
                "999999999",
                "999999999999999999",
                "99999999999999999999",
                "-9223372036854775808")) {
            add("Content-Length [" + length + "]", OK + "Content-Length: " + length + "\r\n\r\n{}");
        }
        add("two different lengths", OK + "Content-Length: 3\r\n" + BODY);
        add("length twice", OK + "Content-Length: 2\r\n" + BODY);
        add("lengths and chunks", OK + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        add("no length, no end of JSON", OK + "\r\n{\"access_token\":\"a");
        add("204 with a body", "HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\nhello");
        add("205 with a body", "HTTP/1.1 205 Reset\r\nContent-Length: 5\r\n\r\nhello");
        add("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello");
        add("206 of a part", "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-1/900\r\n" + BODY);
    }

    private void chunks() {
        for (String size : List.of(
                "-1",
                "zz",
                "",
                " ",
                "ffffffffffffffffffffffff",
                "7fffffffffffffff",
                "0x2",
                "2x",
                "+2",
                "\0",
                "02",
                "2 ",
                "00000000000000000002")) {
            add("chunk size [" + size + "]", CHUNKED + size + "\r\n{}\r\n0\r\n\r\n");
        }
        add("chunk longer than its size", CHUNKED + "1\r\n{}\r\n0\r\n\r\n");
        add("chunk shorter than its size", CHUNKED + "9\r\n{}\r\n0\r\n\r\n");
        add("chunks without an end", CHUNKED + "2\r\n{}\r\n");
        add("chunks with bare LF", CHUNKED + "2\n{}\n0\n\n");
        add("chunk extension", CHUNKED + "2;a=\"b\r\n\"\r\n{}\r\n0\r\n\r\n");
        add("trailer without a colon", CHUNKED + "2\r\n{}\r\n0\r\nNo colon\r\n\r\n");
        add("trailer with a length", CHUNKED + "2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n");
        add("chunked twice", OK + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        add("unknown transfer coding", OK + "Transfer-Encoding: gzip, x\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        replies.add(HostileReply.of("100,000 chunks of a byte", CHUNKED)
                .thenRepeated("1\r\n \r\n", 100_000, "2\r\n{}\r\n0\r\n\r\n"));
    }

    private void interim() {
        String hints = "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n";
        add("100 interim responses alone", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100));
        add("interim responses, then 200", hints.repeat(3) + OK + BODY);
        add("interim response with a body", "HTTP/1.1 103 Hints\r\n" + BODY + OK + BODY);
        add("101", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        flood(
                "101, then bytes without end",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
                "a");
        flood("100 without end", "", "HTTP/1.1 100 Continue\r\n\r\n");
        flood("103 without end", "HTTP/1.1 103 Hints\r\n", "Link: </a>\r\n");
        flood("199 without end", "", "HTTP/1.1 199 Odd\r\nX: y\r\n\r\n");
    }

    private void redirects() {
        for (String location : List.of(
                "",
                "?",
                "/",
                "#",
                "//other.example/",
                "http://other.example/",
                "https://other.example:99999/",
                "https://user:secret@other.example/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://[::1",
                "\0",
                "https://other.example/" + "a".repeat(9000))) {
            String shown = location.length() > 40 ? location.substring(0, 40) + " and so on" : location;
            replies.add(HostileReply.of(
                            "302 to [" + shown + "]",
                            "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n")
                    .thenNextRequest());
        }
        for (int status : List.of(300, 301, 303, 307, 308, 399)) {
            replies.add(HostileReply.of(
                            status + " to itself",
                            "HTTP/1.1 " + status + " There\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
                    .thenNextRequest());
        }
        add("302 without a place", "HTTP/1.1 302 Found\r\n" + BODY);
        add("302 to two places", "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n" + BODY);
    }

    /** More than the response, on a connection that stays open. */
    private void excess() {
        for (String more :
                List.of("\r\n", "\r\n\r\n", "}", "\0", OK + BODY, "HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\n")) {
            String shown = more.replace("\r\n", "+");
            replies.add(HostileReply.of("behind the body [" + shown + "]", OK + BODY + more)
                    .thenNextRequest());
        }
        replies.add(HostileReply.of("behind the chunks, a response", CHUNKED + "2\r\n{}\r\n0\r\n\r\n" + OK + BODY)
                .thenNextRequest());
        replies.add(HostileReply.of("behind no body, a response", "HTTP/1.1 204 None\r\n\r\n" + OK + BODY)
                .thenNextRequest());
        flood("behind the body, bytes without end", OK + BODY, "a");
    }

    private void floods() {
        flood("bytes without end", "", "a");
        flood("empty lines without end", "", "\r\n");
        flood("status line without end", "HTTP/1.1 200 ", "a");
        flood("header without end", OK + "X-Long: ", "a");
        flood("name of a header without end", OK, "a");
        flood("headers without end", OK, "X-Many: " + "1".repeat(100) + "\r\n");
        flood("empty headers without end", OK, ":\r\n");
        flood("folded header without end", OK + "X: y\r\n", " a\r\n");
        flood("chunk size without end", CHUNKED, "a");
        flood("chunk size of zeros without end", CHUNKED, "0");
        flood("chunk extension without end", CHUNKED + "1;", "a");
        flood("chunk extensions without end", CHUNKED + "1;", "a=b;");
        flood("chunks with long extensions", CHUNKED, "1;a=\"" + "b".repeat(1000) + "\"\r\nx\r\n");
        flood("chunks without end", CHUNKED, "1\r\nx\r\n");
        flood("large chunks without end", CHUNKED, "1000\r\n" + "x".repeat(0x1000) + "\r\n");
        flood("trailers without end", CHUNKED + "2\r\n{}\r\n0\r\n", "X-Trailer: 1\r\n");
        flood("trailer without end", CHUNKED + "2\r\n{}\r\n0\r\nX-Trailer: ", "a");
        flood("body without end", OK + "\r\n", "a");
        flood("body of 1 GB", OK + "Content-Length: 999999999\r\n\r\n", "a");
        flood("407 with a body without end", "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n", "a");
        flood("500 with a body without end", "HTTP/1.1 500 No\r\n\r\n", "a");
        flood("302 with a body without end", "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "a");
    }

    private void slow() {
        for (HostileReply reply : List.of(
                HostileReply.of("status line", "HTTP/1.1 200 ").thenForever("a"),
                HostileReply.of("header", OK + "X: ").thenForever("a"),
                HostileReply.of("headers", OK).thenForever("X: y\r\n"),
                HostileReply.of("interim responses", "").thenForever("HTTP/1.1 100 Continue\r\n\r\n"),
                HostileReply.of("body", OK + "Content-Length: 99999\r\n\r\n").thenForever("a"),
                HostileReply.of("body without a length", OK + "\r\n").thenForever("a"),
                HostileReply.of("chunk size", CHUNKED).thenForever("0"),
                HostileReply.of("chunks", CHUNKED).thenForever("1\r\nx\r\n"),
                HostileReply.of("trailers", CHUNKED + "0\r\n").thenForever("X: y\r\n"))) {
            replies.add(new HostileReply(
                    "slowly, " + reply.name(), To.REQUEST, reply.bytes().slowly(1, MOMENT), reply.tls(), reply.end()));
        }
    }

    private void ends() {
        for (String start : List.of(
                "",
                "HTTP/1.1 20",
                OK,
                OK + "Content-Length: 9\r\n\r\n",
                OK + "Content-Length: 9\r\n\r\n{}",
                CHUNKED + "9\r\n{}")) {
            String where = start.isEmpty() ? "the request" : "[" + start.replace("\r\n", "+") + "]";
            replies.add(HostileReply.of("close behind " + where, start));
            replies.add(HostileReply.of("close without notice behind " + where, start)
                    .then(End.CLOSE_WITHOUT_NOTICE));
            replies.add(HostileReply.of("reset behind " + where, start).thenReset());
            replies.add(HostileReply.of("silence behind " + where, start).thenSilence());
        }
    }

    static List<HostileReply> tunnels() {
        HostileReplies all = new HostileReplies();
        String no = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
        for (int status : List.of(100, 204, 302, 400, 403, 404, 407, 408, 421, 500, 502, 503)) {
            all.add("CONNECT, " + status, "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");
        }
        HostileReplies same = new HostileReplies();
        same.noHttp();
        same.interim();
        same.floods();
        same.slow();
        same.ends();
        for (HostileReply reply : same.replies) {
            if (reply.to() == To.REQUEST) {
                all.replies.add(new HostileReply(
                        "CONNECT, " + reply.name(), To.CONNECT, reply.bytes(), reply.tls(), reply.end()));
            }
        }
        for (HostileReply reply : List.of(
                HostileReply.of("407 again and again", no).thenNextRequest(),
                HostileReply.of("407 and close", no),
                HostileReply.of("407, challenges without end", "HTTP/1.1 407 No\r\n")
                        .thenForever("Proxy-Authenticate: Basic realm=\"x\"\r\n"),
                HostileReply.of("200 with a body", OK + BODY).thenNextRequest(),
                HostileReply.of("200 with a long body", OK + "Content-Length: 99999\r\n\r\n")
                        .thenForever("a"),
                HostileReply.of("200, then close", OK + "\r\n"),
                HostileReply.of("200, then silence", OK + "\r\n").thenSilence())) {
            all.replies.add(
                    new HostileReply("CONNECT, " + reply.name(), To.CONNECT, reply.bytes(), reply.tls(), reply.end()));
        }
        return List.copyOf(all.replies);
    }
}
