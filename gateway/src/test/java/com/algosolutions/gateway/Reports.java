package com.algosolutions.gateway;

import com.algosolutions.oauth.ApiResult;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the processes have reported about their presses. A press in progress when its process is killed is not reported. */
final class Reports {
    private static final Pattern LINE =
            Pattern.compile("([A-Z_]+)\t(Help at desk \\d+ \\(press [0-9a-f-]{36}\\))\t((?:[A-Z_]+ [A-Z_]+)?).*");

    /** The outcomes by the texts of the presses. */
    private final Map<String, ApiResult.Outcome> outcomes = new ConcurrentHashMap<>();

    private final Map<String, Integer> failures = new TreeMap<>();

    /** Notes a line; returns whether it is a report. A kill may have cut the last one. */
    synchronized boolean add(String line) {
        Matcher report = LINE.matcher(line);
        if (!report.matches()) {
            return false;
        }
        outcomes.put(report.group(2), ApiResult.Outcome.valueOf(report.group(1)));
        if (!report.group(3).isEmpty()) {
            failures.merge(report.group(3), 1, Integer::sum);
        }
        return true;
    }

    int count() {
        return outcomes.size();
    }

    boolean contains(String text) {
        return outcomes.containsKey(text);
    }

    /** The texts of the presses that arrived, by their reports. */
    Set<String> delivered() {
        return texts(ApiResult.Outcome.DELIVERED);
    }

    /** The texts of the presses of which their process could not say whether they arrived. */
    Set<String> unconfirmed() {
        return texts(ApiResult.Outcome.UNCONFIRMED);
    }

    private Set<String> texts(ApiResult.Outcome outcome) {
        return outcomes.entrySet().stream()
                .filter(report -> report.getValue() == outcome)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many presses failed, by step and kind of the failure. */
    synchronized SortedMap<String, Integer> failures() {
        return new TreeMap<>(failures);
    }
}
