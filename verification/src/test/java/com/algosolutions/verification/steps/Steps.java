package com.algosolutions.verification.steps;

import java.net.IDN;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the steps of code that {@link CountingClassLoader} has loaded: each method entered, each jump back in a loop, each character that a
 * regular expression reads, and for the methods of the JDK each character or element that they read or write. Not thread-safe.
 *
 * <p>A public method whose first parameter is a class of the JDK replaces the instance method of that class with the same name and the other
 * parameters.
 */
public final class Steps {
    private static long steps;
    private static long most = Long.MAX_VALUE;

    private Steps() {}

    /** The code has taken more steps than the test allows. */
    static final class TooMany extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The steps that an action takes. Ends it when it takes more than the most. */
    static long of(Runnable action, long most) {
        steps = 0;
        Steps.most = most;
        try {
            action.run();
        } catch (TooMany e) {
            // steps says so
        } finally {
            Steps.most = Long.MAX_VALUE;
        }
        return steps;
    }

    public static void add(int count) {
        steps += count;
        if (steps > most) {
            throw new TooMany();
        }
    }

    /** A text or a collection that the JDK has made or reads as a whole. */
    public static void whole(Object made) {
        if (made instanceof CharSequence text) {
            add(text.length());
        } else if (made instanceof Collection<?> elements) {
            add(elements.size());
        } else if (made instanceof Map<?, ?> members) {
            add(members.size());
        } else if (made instanceof byte[] bytes) {
            add(bytes.length);
        } else if (made instanceof char[] chars) {
            add(chars.length);
        } else if (made instanceof Object[] objects) {
            add(objects.length);
        }
    }

    private static int found(String text, int from, int at) {
        add(Math.max(0, (at < 0 ? text.length() : at) - Math.max(0, from)));
        return at;
    }

    public static int indexOf(String text, int c) {
        return found(text, 0, text.indexOf(c));
    }

    public static int indexOf(String text, int c, int from) {
        return found(text, from, text.indexOf(c, from));
    }

    public static int indexOf(String text, String part) {
        return found(text, 0, text.indexOf(part));
    }

    public static int indexOf(String text, String part, int from) {
        return found(text, from, text.indexOf(part, from));
    }

    public static int lastIndexOf(String text, int c) {
        int at = text.lastIndexOf(c);
        add(text.length() - Math.max(0, at));
        return at;
    }

    public static int lastIndexOf(String text, String part) {
        int at = text.lastIndexOf(part);
        add(text.length() - Math.max(0, at));
        return at;
    }

    public static boolean contains(String text, CharSequence part) {
        return found(text, 0, text.indexOf(part.toString())) >= 0;
    }

    public static boolean endsWith(String text, String part) {
        add(part.length());
        return text.endsWith(part);
    }

    public static boolean startsWith(String text, String part) {
        add(part.length());
        return text.startsWith(part);
    }

    public static boolean equals(String text, Object other) {
        add(other instanceof String same && same.length() == text.length() ? text.length() : 0);
        return text.equals(other);
    }

    public static boolean equalsIgnoreCase(String text, String other) {
        add(other != null && other.length() == text.length() ? text.length() : 0);
        return text.equalsIgnoreCase(other);
    }

    public static boolean isBlank(String text) {
        add(text.length() - text.stripLeading().length());
        return text.isBlank();
    }

    public static boolean matches(String text, String expression) {
        return Pattern.compile(expression).matcher(new CountedText(text)).matches();
    }

    public static String replaceAll(String text, String expression, String by) {
        return Pattern.compile(expression).matcher(new CountedText(text)).replaceAll(by);
    }

    public static String replaceFirst(String text, String expression, String by) {
        return Pattern.compile(expression).matcher(new CountedText(text)).replaceFirst(by);
    }

    public static String[] split(String text, String expression) {
        return split(text, expression, 0);
    }

    public static String[] split(String text, String expression, int most) {
        return Pattern.compile(expression).split(new CountedText(text), most);
    }

    public static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(new CountedText(text));
    }

    public static boolean contains(List<?> list, Object element) {
        whole(list);
        return list.contains(element);
    }

    public static int indexOf(List<?> list, Object element) {
        whole(list);
        return list.indexOf(element);
    }

    public static boolean remove(List<?> list, Object element) {
        whole(list);
        return list.remove(element);
    }

    public static StringBuilder insert(StringBuilder text, int at, String part) {
        whole(text);
        return text.insert(at, part);
    }

    /** Punycode, RFC 3492: for each character outside ASCII the JDK reads the whole text. */
    public static String toASCII(String name) {
        add((int) Math.min(
                Integer.MAX_VALUE,
                (long) name.length() * name.chars().filter(c -> c >= 0x80).count()));
        return IDN.toASCII(name);
    }

    /** A text that counts how often a character is read. */
    private record CountedText(CharSequence text) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            add(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            add(end - start);
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
