package com.algosolutions.oauth.testkit;

import java.util.List;
import java.util.Map;

/** A list response with {@code records} and {@code navigation}; a page token is the index of the page's first record. */
final class Page {
    private static final int DEFAULT_COUNT = 30;
    private static final int MAX_COUNT = 250;

    private Page() {}

    static Reply of(List<JsonObject> all, SandboxRequest request) {
        FormBody query = FormBody.parse(request.query()).orElseGet(() -> new FormBody(Map.of()));
        int count = number(query, "recordCount", DEFAULT_COUNT);
        int first = number(query, "pageToken", 0);
        if (count < 1 || count > MAX_COUNT) {
            return ErrorReply.badParameter("recordCount");
        }
        if (first < 0 || first > all.size()) {
            return ErrorReply.badParameter("pageToken");
        }
        int end = Math.min(all.size(), first + count);
        JsonObject navigation = new JsonObject()
                .withIfPresent("prevPageToken", first > 0 ? Integer.toString(Math.max(0, first - count)) : null)
                .withIfPresent("nextPageToken", end < all.size() ? Integer.toString(end) : null);
        return Reply.json(
                200, new JsonObject().with("records", all.subList(first, end)).with("navigation", navigation));
    }

    /** The parameter's value, the default if it is absent, -1 if it is not a number. */
    private static int number(FormBody query, String name, int absent) {
        if (!query.has(name)) {
            return absent;
        }
        return query.value(name).matches("\\d{1,9}") ? Integer.parseInt(query.value(name)) : -1;
    }
}
