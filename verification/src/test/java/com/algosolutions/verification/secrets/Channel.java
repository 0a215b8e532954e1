package com.algosolutions.verification.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A place of a response at which a server can repeat what it received.
 *
 * @param name its name
 * @param reply makes a response that repeats a text there
 */
record Channel(String name, Function<String, byte[]> reply) {
    /** A token that the server issues, and repeats in the same response. */
    static final String ISSUED = "iss/9fQ2+xT7=zW4~kP8.mB1";

    static final List<Channel> ALL = List.of(
            json("error_description", 400, said -> Map.of("error", "invalid_client", "error_description", said)),
            json("error", 401, said -> Map.of("error", said)),
            json(
                    "error and error_uri in a 403",
                    403,
                    said -> Map.of("error", "access_denied", "error_uri", said, "message", said)),
            json(
                    "code of an error in a list",
                    422,
                    said -> Map.of("errors", List.of(Map.of("code", said, "detail", said)))),
            json("error in a 200", 200, said -> Map.of("error", said)),
            json(
                    "member",
                    200,
                    said -> Map.of(said.replaceAll("[^A-Za-z0-9_.-]", ""), Map.of("access_token", "short"))),
            json("members of a 200", 200, said -> Map.of("ok", false, said, 1, "status", said, "message", said)),
            json("token_type", 200, said -> Map.of("access_token", "acc", "token_type", said)),
            json("token_type, its own token", 200, said -> Map.of("access_token", ISSUED, "token_type", ISSUED)),
            json(
                    "error_description, its own token",
                    400,
                    said -> Map.of("error", "x", "error_description", ISSUED, "id_token", ISSUED)),
            json(
                    "scope and expires_in",
                    200,
                    said -> Map.of("access_token", "acc", "token_type", "bearer", "scope", said, "expires_in", said)),
            json(
                    "user_code",
                    200,
                    said -> Map.of(
                            "device_code",
                            "dev",
                            "user_code",
                            said.substring(Math.min(9, said.length()), Math.min(69, said.length()))
                                    .replaceAll("\\p{Cntrl}", " "), // the first secret; what is longer is refused
                            "verification_uri",
                            "https://a.example",
                            "expires_in",
                            9)),
            json(
                    "verification_uri",
                    200,
                    said -> Map.of(
                            "device_code",
                            "d",
                            "user_code",
                            "1234-5",
                            "verification_uri",
                            "https://a.example/?" + said)),
            json("request_uri", 200, said -> Map.of("request_uri", said, "expires_in", 60)),
            body("raw JSON", 400, said -> "{\"error\":\"invalid_request\",\"error_description\":\"" + said + "\"}"),
            body("broken JSON", 400, said -> "{\"error\":" + said),
            body("text of a 400", 400, said -> said),
            body("text of a 500", 500, said -> said),
            body("text of a 200", 200, said -> said),
            body("title of a page", 404, said -> "<html><head><title>" + said + "</title></head></html>"),
            body("form", 400, said -> "error=" + said + "&error_description=" + said),
            new Channel(
                    "UTF-16",
                    said -> reply("400 Bad Request", "", ("{\"error\":" + Json.write(said) + "}").getBytes(UTF_16))),
            header(
                    "challenge",
                    "401 Unauthorized",
                    said -> "WWW-Authenticate: Bearer error=\"" + said + "\", scope=\"" + said + "\""),
            header(
                    "scope of a challenge",
                    "403 Forbidden",
                    said -> "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"" + said + "\""),
            header("scheme of a challenge", "401 Unauthorized", said -> "WWW-Authenticate: " + said),
            header(
                    "challenge of a proxy",
                    "407 Proxy Authentication Required",
                    said -> "Proxy-Authenticate: " + said + " realm=\"" + said + "\""),
            header("Retry-After", "429 Too Many Requests", said -> "Retry-After: " + said),
            header("Retry-After of a 503", "503 Service Unavailable", said -> "Retry-After: 1, " + said),
            header("Location", "302 Found", said -> "Location: " + said),
            header(
                    "path of a Location",
                    "307 Temporary Redirect",
                    said -> "Location: https://a.example/" + said + "/x?" + said + "#" + said),
            header(
                    "user in a Location",
                    "308 Permanent Redirect",
                    said -> "Location: https://" + said + "@a.example/" + said),
            header(
                    "host of a Location",
                    "301 Moved Permanently",
                    said -> "Location: https://" + host(said) + "example/"),
            header("name of a header", "400 Bad Request", said -> "X-" + said.replaceAll("[^A-Za-z0-9]", "") + ": 1"),
            header("Content-Encoding", "200 OK", said -> "Content-Encoding: " + said),
            header(
                    "Content-Type and Date",
                    "400 Bad Request",
                    said -> "Content-Type: " + said + "\r\nDate: " + said + "\r\nSet-Cookie: " + said),
            header("request id", "400 Bad Request", said -> "X-Request-Id: " + said + "\r\nRCRequestId: " + said),
            new Channel("reason", said -> reply("400 " + said, "", new byte[0])),
            new Channel("status line", said -> (said + "\r\n\r\n").getBytes(ISO_8859_1)),
            new Channel("version", said -> ("HTTP/" + said + " 200 OK\r\n\r\n").getBytes(ISO_8859_1)),
            new Channel(
                    "length",
                    said -> ("HTTP/1.1 200 OK\r\nContent-Length: " + said + "\r\n\r\n" + said).getBytes(ISO_8859_1)),
            new Channel(
                    "chunk",
                    said -> ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + said + "\r\n")
                            .getBytes(ISO_8859_1)));

    /** The start of a text as a host, which has short parts. */
    private static String host(String said) {
        String letters = said.replaceAll("[^A-Za-z0-9]", "");
        return letters.substring(0, Math.min(letters.length(), 200)).replaceAll(".{1,50}", "$0.");
    }

    private static Channel json(String name, int status, Function<String, Map<String, Object>> members) {
        return body(name, status, said -> Json.write(members.apply(said)));
    }

    private static Channel body(String name, int status, Function<String, String> text) {
        return new Channel(
                name, said -> reply(status + " Status", "", text.apply(said).getBytes(UTF_8)));
    }

    private static Channel header(String name, String status, Function<String, String> line) {
        return new Channel(
                name, said -> reply(status, line.apply(said.replaceAll("[^\\x20-\\x7e]", "?")) + "\r\n", new byte[0]));
    }

    static byte[] reply(String status, String headers, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("HTTP/1.1 " + status.replaceAll("[\\r\\n]", " ") + "\r\n" + headers
                        + "Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
