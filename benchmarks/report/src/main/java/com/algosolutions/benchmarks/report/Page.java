package com.algosolutions.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** docs/performance.md: the prose of the template, with tables and plots from the figures. */
final class Page {
    static final List<Subject> COLUMNS =
            List.of(Subject.FLOOR, Subject.GOOGLE, Subject.RINGCENTRAL, Subject.SPRING, Subject.NIMBUS, Subject.OURS);

    private final Figures figures;
    private final List<String> machine;

    Page(Figures figures, List<String> machine) {
        this.figures = figures;
        this.machine = machine;
    }

    void write(Path docs) throws IOException {
        String page = template()
                .replace(
                        "{{machine}}", machine.stream().map(line -> "- " + line).collect(Collectors.joining("\n")))
                .replace("{{rounds}}", String.valueOf(figures.rounds()))
                .replace("{{targets}}", targets())
                .replace("{{table}}", table())
                .replace("{{plots}}", plots())
                .replace("{{classes}}", classes())
                .replace("{{allocation}}", profile("W2", "plain", "site ", "method", "share of the bytes, %"))
                .replace("{{packages}}", profile("W5", "our jars", "package ", "package", "B, compressed"))
                .replace("{{jars}}", profile("W5", "class path", "jar ", "jar", "B"))
                .replace("{{memory}}", profile("W6", "memory", "class ", "class", "B per profile"))
                .replace("{{directory}}", profile("W6", "directory", "class ", "class", "B per profile"));
        Files.writeString(docs.resolve("performance.md"), page);
        for (int i = 1; i <= 12; i++) {
            Files.writeString(docs.resolve("performance/w" + i + ".svg"), Plot.of("W" + i, figures));
        }
    }

    private static String template() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("performance.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String targets() {
        return Target.all(figures).stream()
                .map(target -> line(target.workload(), target.wanted(), target.measured(), target.result()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private String table() {
        return Row.ALL.stream()
                .filter(row ->
                        COLUMNS.stream().anyMatch(subject -> find(row, subject).isPresent()))
                .map(this::line)
                .collect(Collectors.joining("\n"));
    }

    private Optional<Figures.Rounds> find(Row row, Subject subject) {
        return figures.find(row.workload(), subject, row.variant(), row.measure());
    }

    private String line(Row row) {
        String cells = COLUMNS.stream()
                .map(subject -> find(row, subject).map(Row::number).orElse("–"))
                .collect(Collectors.joining(" | "));
        Comparator<Double> better = row.moreIsBetter() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Optional<Double> best = COLUMNS.stream()
                .filter(subject -> subject != Subject.FLOOR && subject != Subject.OURS)
                .flatMap(subject -> find(row, subject).stream())
                .map(Figures.Rounds::median)
                .min(better);
        Optional<Double> floor = find(row, Subject.FLOOR).map(Figures.Rounds::median);
        return line(row.workload(), row.name(), cells, ratio(row, floor), ratio(row, best));
    }

    private String ratio(Row row, Optional<Double> other) {
        return find(row, Subject.OURS)
                .flatMap(ours -> other.filter(value -> value != 0)
                        .map(value -> String.format(Locale.ROOT, "%.2f", ours.median() / value)))
                .orElse("–");
    }

    private static String plots() {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "![W" + i + "](performance/w" + i + ".svg)")
                .collect(Collectors.joining("\n\n"));
    }

    private String classes() {
        String prefix = "origin ";
        List<Figure> all = List.of(Subject.FLOOR, Subject.OURS).stream()
                .flatMap(subject -> figures.profile("W4", subject, "POST", prefix).stream())
                .toList();
        return all.stream().map(Figure::measure).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(measure -> {
                    double floor = count(Subject.FLOOR, measure);
                    double ours = count(Subject.OURS, measure);
                    return line(
                            measure.substring(prefix.length()),
                            Row.number(floor),
                            Row.number(ours),
                            Row.number(ours - floor));
                })
                .collect(Collectors.joining("\n"));
    }

    private double count(Subject subject, String measure) {
        return figures.find("W4", subject, "POST", measure)
                .map(Figures.Rounds::median)
                .orElse(0.0);
    }

    /** A table of what a profile found, largest first. */
    private String profile(String workload, String variant, String prefix, String what, String unit) {
        return line(what, unit) + "\n|---|---|\n"
                + figures.profile(workload, Subject.OURS, variant, prefix).stream()
                        .sorted(Comparator.comparingDouble(Figure::value).reversed())
                        .map(figure -> line(
                                "`" + figure.measure().substring(prefix.length()) + "`", Row.number(figure.value())))
                        .collect(Collectors.joining("\n"));
    }
}
