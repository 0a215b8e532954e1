package com.algosolutions.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a POST of W2 allocates: the share of each method of this project, with what it calls, and of OkHttp. */
final class AllocationSites {
    private static final int POSTS = 8_000;
    private static final int LISTED = 15;

    private AllocationSites() {}

    static void run(Library library, Site site) throws Exception {
        Session session = library.open(site, 1);
        for (int i = 0; i < POSTS; i++) {
            session.post(0);
        }
        Path file = Files.createTempFile("allocation", ".jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.ObjectAllocationSample")
                    .with("throttle", "2000/s")
                    .withStackTrace();
            recording.start();
            for (int i = 0; i < POSTS; i++) {
                session.post(0);
            }
            recording.dump(file);
        }
        Map<String, Double> weights = new HashMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getStackTrace() != null) {
                weights.merge(site(event.getStackTrace().getFrames()), (double) event.getLong("weight"), Double::sum);
            }
        }
        Files.delete(file);
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(LISTED)
                .forEach(entry ->
                        Workloads.figure("plain", "site " + entry.getKey(), "%", 100 * entry.getValue() / sum));
    }

    /** The innermost method of this project, if no OkHttp method is within it. */
    private static String site(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            RecordedClass type = frame.getMethod().getType();
            String name = type.getName();
            if (name.startsWith("okhttp3.") || name.startsWith("okio.")) {
                return "OkHttp and Okio";
            }
            if (name.startsWith("com.algosolutions.")) {
                return name.substring(name.lastIndexOf('.') + 1) + "."
                        + frame.getMethod().getName();
            }
        }
        return "the JDK";
    }
}
