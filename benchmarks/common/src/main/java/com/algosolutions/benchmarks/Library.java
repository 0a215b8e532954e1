package com.algosolutions.benchmarks;

/** A library under the workloads, in a process of its class path alone. */
public interface Library {
    /** A client of the library with this many profiles, each with other credentials. Sends nothing. */
    Session open(Site site, int profiles) throws Exception;
}
