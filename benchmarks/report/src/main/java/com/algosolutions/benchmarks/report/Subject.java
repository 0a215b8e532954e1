package com.algosolutions.benchmarks.report;

import java.util.Locale;

/** What is compared. */
enum Subject {
    FLOOR("floor", "Floor"),
    OURS("ours", "Ours"),
    OUR_PRESS("ours", "OurPress");

    /** The folder of the module with the subject's class path. */
    final String module;

    final String main;

    Subject(String module, String main) {
        this.module = module;
        this.main = "com.algosolutions.benchmarks." + main;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
