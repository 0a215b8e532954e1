package com.algosolutions.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** What each target checks: a parser returns a value or fails as documented, in memory that is bounded by the length of its input. */
public final class Property {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a parser may allocate for any input: messages, tables; 22 MB for the key of a PKCS#12 file, by the JDK. */
    private static final long MOST_BYTES = 32L << 20;

    /** What it may allocate for each byte of the input. */
    private static final long BYTES_PER_BYTE = 3_000;

    /** How often a parser that allocated too much is called again. */
    private static final int AGAIN = 3;

    private static final int LONGEST_SENTENCE = 6_000;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final Logger QUIET = Logger.getLogger("com.algosolutions");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private Property() {}

    /** Reads an input. */
    public interface Parser<T> {
        T read() throws Exception;
    }

    /**
     * Calls a parser.
     *
     * @param documented the classes of the failures that the parser documents; a subclass is not documented
     * @return the value; empty after a documented failure
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the list only reads the array
    public static <T> Optional<T> value(byte[] input, Parser<T> parser, Class<? extends Exception>... documented) {
        List<Class<? extends Exception>> failures = Arrays.asList(documented);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<T> value = value(parser, failures);
        long excess = excess(input, before);
        for (int i = 0; i < AGAIN && excess > 0; i++) { // perhaps for the loading of classes, which happens only once
            before = THREADS.getCurrentThreadAllocatedBytes();
            value(parser, failures);
            excess = excess(input, before);
        }
        check(excess <= 0, excess + " bytes too many for an input of " + input.length);
        return value;
    }

    private static <T> Optional<T> value(Parser<T> parser, List<Class<? extends Exception>> documented) {
        try {
            return Optional.of(parser.read());
        } catch (Exception e) {
            if (!documented.contains(e.getClass())) {
                throw new AssertionError("not a documented failure: " + e, e);
            }
            return Optional.empty();
        }
    }

    /** How many bytes more than allowed this thread has allocated since then. */
    private static long excess(byte[] input, long before) {
        return THREADS.getCurrentThreadAllocatedBytes() - before - MOST_BYTES - BYTES_PER_BYTE * input.length;
    }

    /** Fails with a sentence about what was wanted. */
    public static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    public static void equal(Object written, Object read) {
        check(written.equals(read), "written " + written + ", read " + read);
    }

    /** A sentence for a person: on one line, without characters that a terminal obeys, and of bounded length. */
    public static void sentence(String text) {
        check(!INVISIBLE.matcher(text).find(), "has an invisible character: " + text);
        check(text.length() <= LONGEST_SENTENCE, text.length() + " characters: " + text);
    }
}
