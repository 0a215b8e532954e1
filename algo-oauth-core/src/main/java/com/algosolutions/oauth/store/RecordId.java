package com.algosolutions.oauth.store;

/** The rule for a record's id, which may become part of a file name. */
final class RecordId {
    private static final int MAX_LENGTH = 128;

    private RecordId() {}

    /**
     * {@return the id}
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    static String check(String id) {
        if (!isValid(id)) {
            throw new IllegalArgumentException(
                    "a record's id must be 1 to " + MAX_LENGTH + " ASCII letters, digits and hyphens");
        }
        return id;
    }

    static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(RecordId::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
}
