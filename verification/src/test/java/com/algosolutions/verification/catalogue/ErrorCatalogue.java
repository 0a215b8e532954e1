package com.algosolutions.verification.catalogue;

import com.algosolutions.button.PressResult;
import com.algosolutions.button.TargetResult;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.StandardRules;
import com.algosolutions.oauth.http.NetworkError;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.providers.Google;
import com.algosolutions.oauth.providers.Microsoft;
import com.algosolutions.oauth.providers.Slack;
import com.algosolutions.oauth.providers.Webex;
import com.algosolutions.oauth.providers.Zoom;
import com.algosolutions.oauth.ringcentral.RingCentral;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The text of docs/error-catalogue.md: every failure and problem that the published modules can report. */
final class ErrorCatalogue {
    private static final String HEAD = """
            # Error catalogue

            Every failure, problem and exception text of the library, with its fix. The build generates this page from the sources, and fails if the page is out of date. Look up a line by a part of it that contains
            no name or number of yours: `…` stands for those. A fix `…` is that of the cause, which the line names.

            A failure prints `<what it means> (<what the server said>). <the fix>`. *Then* is what the client does next: [What a response means](errors.md).
            A problem of a form or document prints `<field> <what is wrong>. <the fix>`.

            """;
    private static final Map<String, String> DOCUMENTS = documents();

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Sites sites;

    private ErrorCatalogue(Sites sites) {
        this.sites = sites;
    }

    static String generate() throws IOException {
        ErrorCatalogue catalogue = new ErrorCatalogue(new Sites(Sources.read()));
        catalogue.states();
        catalogue.lines();
        catalogue.network();
        catalogue.rules();
        catalogue.failures();
        catalogue.problems();
        catalogue.store();
        catalogue.exceptions();
        return catalogue.page.toString().stripTrailing() + "\n";
    }

    private void states() {
        page.append("## Kinds, states and outcomes\n\n");
        constants("What the client does after a failure: `Failure.Kind`", "com.algosolutions.oauth.Failure.Kind");
        constants("A profile: `ProfileStatus.State`", "com.algosolutions.oauth.ProfileStatus.State");
        constants("A call: `ApiResult.Outcome`", "com.algosolutions.oauth.ApiResult.Outcome");
        constants("A press: `PressResult.Outcome`", "com.algosolutions.button.PressResult.Outcome");
        constants("A target of a press: `TargetResult.Outcome`", "com.algosolutions.button.TargetResult.Outcome");
        constants("A sign-in: `SignIn.State`", "com.algosolutions.oauth.SignIn.State");
        constants("A revocation: `RevocationResult.Outcome`", "com.algosolutions.oauth.RevocationResult.Outcome");
    }

    private void constants(String title, String type) {
        page.append("### ").append(title).append("\n\n");
        table(
                List.of("Constant", "Meaning"),
                sites.constants(type).stream()
                        .map(row -> List.of("`" + row.get(0) + "`", escaped(row.get(1))))
                        .toList());
    }

    /** The lines that begin, or are, what a call or a press prints. */
    private void lines() {
        page.append("## Lines of a call and of a press\n\n");
        for (Map.Entry<String, Set<String>> line : Map.of(
                        "A call: `ApiResult.toString()`", sites.returned(ApiResult.class, "toString"),
                        "A press: `PressResult.summary()`", sites.returned(PressResult.class, "summary"),
                        "A target of a press, without a response: `TargetResult.message()`",
                                sites.returned(TargetResult.class, "why"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            page.append("### ").append(line.getKey()).append("\n\n");
            line.getValue()
                    .forEach(text -> page.append("- ").append(escaped(text)).append('\n'));
            page.append('\n');
        }
    }

    private void network() {
        page.append(
                "## Network\n\nSuch a line begins with what is missing: `no reply from platform.ringcentral.com: …`. Then: `UNAVAILABLE`.\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (NetworkError error : NetworkError.values()) {
            rows.add(List.of(
                    escaped(error.meaning()),
                    escaped(error.failure(Step.REQUEST, "").advice())));
        }
        table(List.of("What it means", "Fix"), rows);
    }

    private void rules() {
        page.append("## Answers of servers\n\n### By the RFCs\n\n");
        table(
                List.of("Endpoint", "Status or code", "What it means", "Fix", "Then"),
                StandardRules.all().stream().map(rule -> row(rule)).toList());
        for (OAuthProvider provider :
                List.of(new RingCentral(), new Zoom(), new Webex(), new Slack(), new Microsoft(), new Google())) {
            page.append("### ").append(provider.displayName()).append("\n\n");
            table(
                    List.of("Endpoint", "Status or code", "What it means", "Fix", "Then"),
                    provider.errors().rules().stream().map(rule -> row(rule)).toList());
        }
        page.append(
                "### Algo devices, and other failures that are said in other words\n\nAn empty cell: as in the failure that is changed.\n\n");
        Rows rows = new Rows();
        sites.changed(Failure.class)
                .forEach(said -> rows.add(
                        said.parts().get(1), said.parts().get(2), said.parts().get(0)));
        table(List.of("What it means", "Fix", "Then"), rows.all());
    }

    private static List<String> row(ErrorRule rule) {
        String status = rule.status().isPresent() ? "" + rule.status().getAsInt() : "";
        String code = rule.code().map(ErrorCatalogue::code).orElse("");
        return List.of(
                rule.endpoint().label(),
                (status + " " + code).strip(),
                escaped(rule.message()),
                escaped(rule.advice()),
                code(rule.kind().name()));
    }

    private void failures() {
        page.append("## What the library finds\n\n");
        Map<String, Rows> bySteps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            bySteps.put(step.name(), new Rows());
        }
        bySteps.put(Texts.UNKNOWN, new Rows());
        for (Sites.Said said : sites.of(Failure.class, "of", 4, 0, 1, 2, 3)) {
            bySteps.getOrDefault(said.parts().get(0), bySteps.get(Texts.UNKNOWN))
                    .add(said.parts().get(2), said.parts().get(3), said.parts().get(1));
        }
        bySteps.forEach((step, rows) -> {
            page.append("### ")
                    .append(
                            step.equals(Texts.UNKNOWN)
                                    ? "At several steps"
                                    : "At the step " + Step.valueOf(step).label())
                    .append("\n\n");
            table(List.of("What it means", "Fix", "Then"), rows.all());
        });
    }

    private void problems() {
        page.append("## Problems of forms and documents\n\n");
        Map<String, Rows> byDocument = new TreeMap<>();
        DOCUMENTS.values().forEach(title -> byDocument.put(title, new Rows()));
        List<Set<Sites.Said>> all = List.of(
                sites.of(Problem.class, "of", 4, 2, 3),
                sites.of(Problem.class, "of", 3, 1, 2),
                sites.of(ProfileField.class, "problem", 2, 0, 1),
                sites.of(Fields.class, "problem", 3, 1, 2));
        for (Set<Sites.Said> some : all) {
            some.forEach(said -> byDocument
                    .get(document(said.type()))
                    .add(said.parts().get(0), said.parts().get(1)));
        }
        byDocument.forEach((title, rows) -> {
            page.append("### ").append(title).append("\n\n");
            table(List.of("What is wrong", "Fix"), rows.all());
        });
    }

    private static Map<String, String> documents() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("com.algosolutions.oauth.profile", "The profile form");
        titles.put("com.algosolutions.button", "Buttons, commands and configurations");
        titles.put("com.algosolutions.oauth.json", "JSON");
        titles.put("com.algosolutions.oauth.ringcentral", "RingCentral: profile, team and card");
        titles.put("com.algosolutions.oauth.providers", "Other providers");
        titles.put("com.algosolutions.oauth", "Profiles of a client, and texts that were pasted");
        return titles;
    }

    private static String document(String type) {
        return DOCUMENTS.entrySet().stream()
                .filter(title -> type.startsWith(title.getKey() + "."))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type))
                .getValue();
    }

    private void store() {
        page.append("## Records that cannot be read\n\n");
        Rows rows = new Rows();
        sites.of(UnreadableRecordException.class, "<init>", 3, 1, 2)
                .forEach(said -> rows.add(said.parts().get(0), said.parts().get(1)));
        table(List.of("What is wrong", "Fix"), rows.all());
    }

    private void exceptions() {
        page.append("## Exceptions of a wrong call, or of a store that fails\n\n");
        Rows rows = new Rows();
        for (Class<?> type : List.of(
                IllegalArgumentException.class,
                IllegalStateException.class,
                UncheckedIOException.class,
                IOException.class)) {
            for (int parameters : new int[] {1, 2}) {
                sites.of(type, "<init>", parameters, 0).stream()
                        .filter(said -> said.parts().get(0).matches(".*[.:] .*"))
                        .forEach(said -> rows.add(said.parts().get(0), "", type.getSimpleName()));
            }
        }
        table(
                List.of("Text", "Exception"),
                rows.all().stream().map(row -> List.of(row.get(0), row.get(2))).toList());
    }

    private void table(List<String> head, List<List<String>> rows) {
        line(head);
        page.append("|---".repeat(head.size())).append("|\n");
        rows.forEach(this::line);
        page.append('\n');
    }

    private void line(List<String> cells) {
        cells.forEach(cell -> page.append("| ").append(cell).append(cell.isEmpty() ? "" : " "));
        page.append("|\n");
    }

    private static String code(String text) {
        return text.isEmpty() || text.equals(Texts.UNKNOWN) ? text : "`" + text + "`";
    }

    private static String escaped(String text) {
        return text.replaceAll("([|*_<>\\[\\]`~])", "\\\\$1");
    }

    /** The rows of a table, sorted: a text once, with all its fixes and kinds. */
    private static final class Rows {
        private final Map<String, Map<Integer, Set<String>>> byText = new TreeMap<>();

        /** Adds a row, unless its text has no words of the library. */
        void add(String text, String... others) {
            if (text.replaceAll("[^\\p{L}]", "").length() > 7) {
                Map<Integer, Set<String>> row = byText.computeIfAbsent(text, absent -> new TreeMap<>());
                for (int i = 0; i < others.length; i++) {
                    Set<String> cell = row.computeIfAbsent(i, absent -> new TreeSet<>());
                    if (!others[i].isEmpty()) {
                        cell.add(i == 0 ? escaped(others[i]) : code(others[i]));
                    }
                }
            }
        }

        List<List<String>> all() {
            List<List<String>> all = new ArrayList<>();
            byText.forEach((text, others) -> {
                List<String> row = new ArrayList<>(List.of(escaped(text)));
                others.values().forEach(cell -> row.add(String.join("<br>or: ", cell)));
                all.add(row);
            });
            return all;
        }
    }
}
