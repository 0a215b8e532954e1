package com.algosolutions.benchmarks;

import java.net.URI;

/** The start of a child process: {@code WORKLOAD BASE [ARGUMENT]}. A library's {@code main} calls it. */
public final class Workloads {
    private Workloads() {}

    /** Runs the workload and ends the process. */
    public static void run(Library library, String[] args) throws Exception {
        Site site = new Site(URI.create(args[1]));
        // First, and without a switch over texts: this one counts classes.
        if (args[0].equals("cold-start")) {
            library.open(site, 1).post(0);
        } else {
            run(args[0], library, site, args.length > 2 ? Integer.parseInt(args[2]) : 0);
        }
        System.exit(0);
    }

    private static void run(String workload, Library library, Site site, int size) throws Exception {
        switch (workload) {
            case "cached-token" -> CachedToken.run(library, site);
            case "post" -> Post.run(library, site, size);
            case "allocation-sites" -> AllocationSites.run(library, site);
            case "stampede" -> Stampede.run(library, size);
            case "heap" -> Heap.run(library, site, size);
            case "failures" -> Failures.run(library);
            case "presses" -> Presses.run(library, site, size);
            case "growth" -> Growth.run(library, site);
            case "idle" -> Idle.run(library, size);
            default -> throw new IllegalArgumentException(workload);
        }
    }

    /** Prints a figure for the launcher. */
    static void figure(String variant, String measure, String unit, double value) {
        System.out.println(String.join("\t", "figure", variant, measure, unit, Double.toString(value)));
    }
}
