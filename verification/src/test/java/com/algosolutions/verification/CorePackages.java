package com.algosolutions.verification;

import java.util.List;

/** The packages of core, from the top down. Each uses only those after it. */
final class CorePackages {
    private static final String ROOT = "com.algosolutions.oauth";
    private static final List<String> TOP_DOWN = List.of(
            "client",
            "signin",
            "credential",
            "token",
            "endpoint",
            "jose",
            "http",
            "spi",
            "",
            "profile",
            "json",
            "input",
            "store",
            "time");
    private static final List<String> EXPORTED = List.of("client", "spi", "", "profile", "json", "input", "store");

    private CorePackages() {}

    /** The names without the common prefix; the root package is {@code oauth}. */
    static List<String> topDown() {
        return TOP_DOWN.stream().map(name -> name.isEmpty() ? "oauth" : name).toList();
    }

    static List<String> exported() {
        return EXPORTED.stream().map(name -> name.isEmpty() ? "oauth" : name).toList();
    }

    static List<String> unexported() {
        return topDown().stream().filter(name -> !exported().contains(name)).toList();
    }

    /** The full name of a package. */
    static String name(String shortName) {
        return shortName.equals("oauth") ? ROOT : ROOT + "." + shortName;
    }

    static String[] allNames() {
        return topDown().stream().map(CorePackages::name).toArray(String[]::new);
    }
}
