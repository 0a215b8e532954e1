package com.algosolutions.oauth.endpoint;

/** A text that counts how often a character of it is read: the steps of a parser, which do not depend on the speed of the computer. */
public final class CountedText implements CharSequence {
    private final String text;
    private final long[] steps;

    public CountedText(String text) {
        this(text, new long[1]);
    }

    private CountedText(String text, long[] steps) {
        this.text = text;
        this.steps = steps;
    }

    public long steps() {
        return steps[0];
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        steps[0]++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
        return text;
    }
}
