package com.algosolutions.interop;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.GrantType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of one server, in the format of docs/interop.md. */
final class Matrix {
    static final List<GrantType> GRANTS = List.of(
            GrantType.CLIENT_CREDENTIALS, GrantType.JWT_BEARER, GrantType.AUTH_CODE_PKCE, GrantType.DEVICE_CODE);

    /** The result if the metadata has no endpoint for the request. */
    static final String NO_ENDPOINT = "server lacks it: no such endpoint in its metadata";

    private final String title;
    private final Map<ClientProof, Map<GrantType, String>> cells = new LinkedHashMap<>();
    private final Map<String, String> lines = new LinkedHashMap<>();

    Matrix(String title) {
        this.title = title;
    }

    void cell(GrantType grant, ClientProof proof, String text) {
        cells.computeIfAbsent(proof, row -> new LinkedHashMap<>()).put(grant, text);
    }

    /** Whether a cell was measured and delivered. */
    boolean delivered(GrantType grant, ClientProof proof) {
        return cells.getOrDefault(proof, Map.of()).getOrDefault(grant, "").equals("delivered");
    }

    void line(String what, String outcome) {
        lines.put(what, outcome);
    }

    /** A line whose result differs by grant or by client authentication; those with the same result are grouped. */
    void line(String what, Map<String, String> outcomes) {
        line(
                what,
                outcomes.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getValue,
                                LinkedHashMap::new,
                                Collectors.mapping(outcome -> "`" + outcome.getKey() + "`", Collectors.joining(", "))))
                        .entrySet()
                        .stream()
                        .map(outcome -> outcome.getValue() + ": " + outcome.getKey())
                        .collect(Collectors.joining("; ")));
    }

    /** The result if a server lacks a feature and the test tried it nevertheless. */
    static String lacks(String why, Failure failure) {
        return "server lacks it" + (why.isEmpty() ? "" : ": " + why) + " (`" + refusal(failure) + "`)";
    }

    /** The error in the server's response; "TLS" if the server rejected the certificate in the handshake. */
    static String refusal(Failure failure) {
        return failure.serverError()
                .map(said -> said.error().orElse("HTTP " + said.status()))
                .orElse("TLS");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n| client authentication |");
        GRANTS.forEach(grant -> text.append(" `").append(grant).append("` |"));
        text.append("\n|---|").append("---|".repeat(GRANTS.size())).append('\n');
        cells.forEach((proof, row) -> {
            text.append("| `")
                    .append(proof.label().replace(" ", "` "))
                    .append(proof.label().contains(" ") ? " |" : "` |");
            GRANTS.forEach(grant -> text.append(' ')
                    .append(row.getOrDefault(grant, "not reached"))
                    .append(" |"));
            text.append('\n');
        });
        text.append("\n| other case | result |\n|---|---|\n");
        lines.forEach((what, outcome) ->
                text.append("| ").append(what).append(" | ").append(outcome).append(" |\n"));
        return text.toString();
    }

    /** Writes the results to the build's folder and to the console. */
    void write(String key) {
        try {
            Files.writeString(Files.createDirectories(Path.of("target")).resolve("interop-" + key + ".md"), toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(this);
    }

    /** The part of docs/interop.md between the server's two marks. */
    static String committed(String key) {
        try {
            String page = Files.readString(Path.of("..", "docs", "interop.md"));
            String begin = "<!-- measured: " + key + " -->\n";
            int from = page.indexOf(begin);
            int to = page.indexOf("<!-- end -->", from);
            return from < 0 || to < 0 ? "" : page.substring(from + begin.length(), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
