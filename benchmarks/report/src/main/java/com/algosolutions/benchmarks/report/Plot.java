package com.algosolutions.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The plot of a workload: a group of bars for each line of the table, scaled by its largest value. */
final class Plot {
    private static final int WIDTH = 720;
    private static final int LABEL = 110;
    private static final int LONGEST = 430;
    private static final int BAR = 16;

    private static final String STYLE = """
            <style>
            text { font: 12px sans-serif; fill: #24292f; }
            .title { font-weight: bold; }
            .other { fill: #8c959f; }
            .ours { fill: #0969da; }
            .spread { stroke: #cf222e; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; }
            .other { fill: #6e7681; }
            .ours { fill: #58a6ff; }
            .spread { stroke: #ff7b72; }
            }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();
    private final Figures figures;
    private int y = 8;

    private Plot(Figures figures) {
        this.figures = figures;
    }

    static String of(String workload, Figures figures) {
        Plot plot = new Plot(figures);
        Row.of(workload).forEach(plot::group);
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                        WIDTH,
                        plot.y,
                        WIDTH,
                        plot.y,
                        workload)
                + STYLE
                + plot.svg
                + "</svg>\n";
    }

    private void group(Row row) {
        List<Subject> measured = Page.COLUMNS.stream()
                .filter(subject -> rounds(row, subject).isPresent())
                .toList();
        double most = measured.stream()
                .mapToDouble(subject -> rounds(row, subject).orElseThrow().most())
                .max()
                .orElse(0);
        if (measured.isEmpty()) {
            return;
        }
        y += BAR;
        text(0, "title", row.name());
        y += 6;
        for (Subject subject : measured) {
            bar(subject, rounds(row, subject).orElseThrow(), most == 0 ? 1 : most);
        }
        y += 10;
    }

    private Optional<Figures.Rounds> rounds(Row row, Subject subject) {
        return figures.find(row.workload(), subject, row.variant(), row.measure());
    }

    private void bar(Subject subject, Figures.Rounds rounds, double most) {
        double length = LONGEST * rounds.median() / most;
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                subject == Subject.OURS ? "ours" : "other",
                LABEL,
                y + 2,
                Math.max(1, length),
                BAR - 4));
        double from = LABEL + LONGEST * rounds.least() / most;
        double to = LABEL + LONGEST * rounds.most() / most;
        if (to - from >= 1) {
            int middle = y + BAR / 2;
            svg.append(String.format(Locale.ROOT, "<path class=\"spread\" d=\"M%.1f %dH%.1f\"/>%n", from, middle, to));
        }
        y += BAR;
        text(0, "label", subject.label);
        text((int) Math.max(LABEL + length, to) + 6, "label", Row.number(rounds));
    }

    /** On the line that ends at y. */
    private void text(int x, String style, String text) {
        svg.append(
                String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y - 4, text));
    }
}
