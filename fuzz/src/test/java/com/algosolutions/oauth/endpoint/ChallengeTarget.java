package com.algosolutions.oauth.endpoint;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import java.util.List;

/** Values of WWW-Authenticate. The number of characters read is linear in the length. */
public final class ChallengeTarget {
    private static final int MOST_STEPS = 12;

    private ChallengeTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Counted text = new Counted(Targets.text(input));
        List<Challenge> found =
                Property.value(input, () -> Challenge.read(text)).orElseThrow();
        Property.check(found.size() <= 8, "too many challenges");
        Property.check(text.steps <= MOST_STEPS * (text.length() + 1L), text.steps + " steps for " + text.length());
    }

    /** Counts how often a character is read. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            steps += end - start;
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
