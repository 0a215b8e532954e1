package com.algosolutions.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All figures of a run. */
final class Figures {
    private final List<Figure> all = new ArrayList<>();

    /** The values of all rounds, smallest first. */
    record Rounds(List<Double> values) {
        double least() {
            return values.get(0);
        }

        double most() {
            return values.get(values.size() - 1);
        }

        double median() {
            int middle = values.size() / 2;
            return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
        }

        /** Half of the distance between the smallest and the largest value, as a share of the median. */
        double spread() {
            return median() == 0 ? 0 : (most() - least()) / 2 / median();
        }
    }

    static Figures read(Path file) throws IOException {
        Figures figures = new Figures();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).map(Figure::parse).forEach(figures.all::add);
        }
        return figures;
    }

    void write(Path file) throws IOException {
        Files.write(
                file,
                Stream.concat(Stream.of(Figure.HEADER), all.stream().map(Figure::toLine))
                        .toList());
    }

    void add(Collection<Figure> more) {
        all.addAll(more);
    }

    void add(String workload, Subject subject, String variant, String measure, String unit, int round, double value) {
        all.add(new Figure(workload, subject.label, variant, measure, unit, round, value));
    }

    /** The number of rounds. */
    int rounds() {
        return all.stream().mapToInt(Figure::round).max().orElse(0);
    }

    /** The values of a measure, or nothing if this library was not measured. */
    Optional<Rounds> find(String workload, Subject subject, String variant, String measure) {
        List<Double> values = all.stream()
                .filter(figure -> figure.workload().equals(workload)
                        && figure.library().equals(subject.label)
                        && figure.variant().equals(variant)
                        && figure.measure().equals(measure))
                .map(Figure::value)
                .sorted()
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(new Rounds(values));
    }

    double median(String workload, Subject subject, String variant, String measure) {
        return find(workload, subject, variant, measure)
                .orElseThrow(() -> new IllegalStateException(
                        "no figure: " + String.join(", ", workload, subject.label, variant, measure)))
                .median();
    }

    /** The figures of the first round whose measure begins with this, without that beginning: a profile. */
    List<Figure> profile(String workload, Subject subject, String variant, String prefix) {
        return all.stream()
                .filter(figure -> figure.workload().equals(workload)
                        && figure.library().equals(subject.label)
                        && figure.variant().equals(variant)
                        && figure.measure().startsWith(prefix)
                        && figure.round() <= 1)
                .toList();
    }
}
