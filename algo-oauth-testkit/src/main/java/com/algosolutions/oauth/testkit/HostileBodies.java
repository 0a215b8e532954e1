package com.algosolutions.oauth.testkit;

import static com.algosolutions.oauth.testkit.HostileReplies.BODY;
import static com.algosolutions.oauth.testkit.HostileReplies.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** The bodies of the catalogue: content codings and JSON. */
final class HostileBodies {
    private static final String GZIP = OK + "Content-Encoding: gzip\r\n";
    private static final String GZIP_HEADER = "\u001f\u008b\b\0\0\0\0\0\0\u0003";
    private static final String JSON = OK + "Content-Type: application/json\r\n\r\n";

    private final List<HostileReply> replies = new ArrayList<>();

    private HostileBodies() {}

    static List<HostileReply> all() {
        HostileBodies all = new HostileBodies();
        all.encodings();
        all.json();
        all.largeJson();
        return all.replies;
    }

    private void add(String name, String bytes) {
        replies.add(HostileReply.of(name, bytes));
    }

    private void flood(String name, String start, String again) {
        replies.add(HostileReply.of(name, start).thenForever(again));
    }

    private void encodings() {
        add("gzip that is none", GZIP + BODY);
        add("gzip, empty", GZIP + "Content-Length: 0\r\n\r\n");
        add("gzip, header alone", GZIP + "\r\n" + GZIP_HEADER);
        add("gzip, cut off", GZIP + "\r\n" + GZIP_HEADER + zeros().substring(0, 100));
        add("gzip, wrong checksum", GZIP + "\r\n" + GZIP_HEADER + "\u0003\0\u0001\u0002\u0003\u0004\0\0\0\0");
        add("gzip, stacked", OK + "Content-Encoding: gzip, gzip, deflate, br\r\n" + BODY);
        add("gzip twice", GZIP + "Content-Encoding: gzip\r\n" + BODY);
        add("unknown encoding", OK + "Content-Encoding: zstd\r\n" + BODY);
        flood("gzip bomb", GZIP + "\r\n" + GZIP_HEADER, zeros());
        flood(
                "gzip bomb in chunks",
                GZIP + "Transfer-Encoding: chunked\r\n\r\na\r\n" + GZIP_HEADER + "\r\n",
                chunk(zeros()));
        flood("gzip, name without end", GZIP + "\r\n\u001f\u008b\b\b\0\0\0\0\0\u0003", "a");
        flood("gzip, empty blocks without end", GZIP + "\r\n" + GZIP_HEADER, "\0\0\0\u00ff\u00ff");
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n";
    }

    /** A block of DEFLATE that says 256 KiB of zeros, and ends at a byte: RFC 1951. */
    private static String zeros() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            byte[] block = new byte[4096];
            deflater.setInput(new byte[256 * 1024]);
            int length = deflater.deflate(block, 0, block.length, Deflater.SYNC_FLUSH);
            return new String(block, 0, length, ISO_8859_1);
        } finally {
            deflater.end();
        }
    }

    private void json() {
        for (String body : List.of(
                "",
                " ",
                "{",
                "[",
                "\"",
                "null",
                "true",
                "0",
                "-",
                "[]",
                "\"text\"",
                "{}{}",
                "{} x",
                "{]",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{\"\\ud800\":\"\\udc00\"}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\0\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":NaN}",
                "{\"a\":1e999999999}",
                "{\"a\":-1e-999999999}",
                "{\"a\":01}",
                "/* */ {}",
                "\ufeff{}",
                "{\"\":1,\"\":2}",
                "<!doctype html><title>Sign in</title>")) {
            replies.add(HostileReply.json("JSON [" + body + "]", body));
        }
        String token = "{\"access_token\":%s,\"token_type\":\"bearer\",\"expires_in\":%s}";
        for (String value : List.of(
                "\"\"",
                "\" \"",
                "\"a\\r\\nb\"",
                "\"\\u0000\"",
                "\"\\u00e9\"",
                "null",
                "1",
                "[]",
                "{}",
                "\"a\",\"access_token\":\"b\"")) {
            replies.add(HostileReply.json("access_token " + value, token.formatted(value, 3600)));
        }
        for (String value : List.of(
                "-1", "0", "1e400", "9".repeat(400), "\"soon\"", "null", "[3600]", "0.1", "9223372036854775808")) {
            String shown = value.length() > 40 ? "of " + value.length() + " digits" : value;
            replies.add(HostileReply.json("expires_in " + shown, token.formatted("\"a\"", value)));
        }
        replies.add(HostileReply.json(
                "error with control characters",
                "{\"error\":\"\\u001b[2J\\u202e\\u2028\",\"error_description\":\"a\\r\\nb\"}"));
        replies.add(HostileReply.json("error of another type", "{\"error\":[{\"error\":{}}],\"error_description\":7}"));
        add("JSON in UTF-16", JSON + new String("{\"access_token\":\"a\"}".getBytes(UTF_16BE), ISO_8859_1));
        add("JSON in broken UTF-8", JSON + "{\"a\":\"\u00c3(\u00ff\u00c0\u0080\u00ed\u00a0\u0080\"}");
        add("JSON, unknown charset", OK + "Content-Type: application/json; charset=\"no\"; charset=utf-7\r\n" + BODY);
        add("JSON, Content-Type that is none", OK + "Content-Type: ;;/\0=\r\n" + BODY);
    }

    private void largeJson() {
        replies.add(HostileReply.of("JSON, 30,000 arrays deep", JSON).thenRepeated("[", 30_000, ""));
        replies.add(HostileReply.of("JSON, 60,000 objects deep", JSON).thenRepeated("{\"a\":", 60_000, "1"));
        replies.add(HostileReply.of("JSON, 300,000 objects", JSON + "[").thenRepeated("{},", 300_000, "{}]"));
        replies.add(HostileReply.of("JSON, 15,000 values", JSON + "{\"a\":[").thenRepeated("0,", 15_000, "0]}"));
        replies.add(
                HostileReply.of("JSON, 50,000 equal names", JSON + "{").thenRepeated("\"a\":1,", 50_000, "\"a\":1}"));
        replies.add(HostileReply.of("JSON, number of 500,000 digits", JSON + "{\"expires_in\":")
                .thenRepeated("9", 500_000, "}"));
        replies.add(HostileReply.of("JSON, name of 900,000 characters", JSON + "{\"")
                .thenRepeated("a", 900_000, "\":1}"));
        replies.add(HostileReply.of("JSON, token of 60,000 characters", JSON + "{\"access_token\":\"")
                .thenRepeated("a", 60_000, "\",\"token_type\":\"bearer\",\"expires_in\":3600}"));
        replies.add(HostileReply.of("JSON, text of 900,000 characters", JSON + "{\"error\":\"")
                .thenRepeated("a", 900_000, "\"}"));
        replies.add(HostileReply.of("JSON, 150,000 escapes", JSON + "{\"error_description\":\"")
                .thenRepeated("\\u0001", 150_000, "\"}"));
        replies.add(HostileReply.of("JSON, spaces without end", JSON).thenForever(" "));
        replies.add(HostileReply.of("400, a page of 900,000 characters", "HTTP/1.1 400 Bad\r\n\r\n<html>")
                .thenRepeated("<p>", 300_000, ""));
    }
}
