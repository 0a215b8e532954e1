package com.algosolutions.benchmarks.report;

/** What each build asserts. Lower a budget when the library needs less; raise it only with the reason in the commit. */
final class Budget {
    /** Bytes that a call with a cached token allocates: an object has 16 at least, and compilers allocate a little in between. */
    static final double CACHED_TOKEN = 1;

    /** Bytes that a POST allocates beyond those of a bare OkHttp. */
    static final double POST_OVER_FLOOR = 1_536;

    /** Bytes that a press with one target allocates beyond a POST. */
    static final double PRESS_OVER_POST = 3_072;

    /** Classes that the first POST of a process loads beyond those of a bare OkHttp. */
    static final int CLASSES_OVER_FLOOR = 735;

    /** Bytes of the runtime class path of a device that uses RingCentral. */
    static final long JARS = 5_650_000;

    /** Bytes of our jars on it. */
    static final long OWN_JARS = 1_025_000;

    /** Bytes of heap that an idle profile holds, with the store in memory: its record too. */
    static final double PROFILE_IN_MEMORY = 3_150;

    /** The same with an encrypted directory. */
    static final double PROFILE_IN_A_DIRECTORY = 2_250;

    /** What of them is neither a string nor an array of bytes. */
    static final double PROFILE_BESIDE_TEXT = 1_050;

    /** The most threads that a client has for all its profiles. */
    static final int WORKERS = 8;

    private Budget() {}
}
