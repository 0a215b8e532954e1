package com.algosolutions.benchmarks.report;

/** What is compared. */
enum Subject {
    FLOOR("floor", "Floor", "floor"),
    GOOGLE("google", "Google", "google-auth"),
    RINGCENTRAL("ringcentral", "RingCentral", "ringcentral"),
    SPRING("spring", "Spring", "spring"),
    NIMBUS("nimbus", "Nimbus", "nimbus"),
    OURS("ours", "Ours", "ours"),
    OUR_PRESS("ours", "OurPress", "ours");

    /** The folder of the module with the subject's class path. */
    final String module;

    final String main;

    /** In figures and tables. */
    final String label;

    Subject(String module, String main, String label) {
        this.module = module;
        this.main = "com.algosolutions.benchmarks." + main;
        this.label = label;
    }
}
