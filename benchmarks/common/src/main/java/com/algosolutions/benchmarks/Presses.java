package com.algosolutions.benchmarks;

/** W9: posts one after another; the launcher looks for the smallest heap in which they succeed. */
final class Presses {
    private Presses() {}

    static void run(Library library, Site site, int presses) throws Exception {
        Session session = library.open(site, 1);
        for (int i = 0; i < presses; i++) {
            session.post(0);
        }
    }
}
