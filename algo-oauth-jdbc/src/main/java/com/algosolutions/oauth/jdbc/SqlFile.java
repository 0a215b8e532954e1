package com.algosolutions.oauth.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The statements of one database, by name: a file in which {@code -- name} precedes each statement, which ends with a semicolon. Immutable. */
final class SqlFile {
    private static final String NAME = "-- [a-z]+";

    private final Map<String, String> statements = new HashMap<>();

    /** What creates the table. */
    private final String schema;

    /**
     * Reads the files of a database.
     *
     * @param database the name of its files
     */
    SqlFile(String database) {
        String name = "";
        StringBuilder statement = new StringBuilder();
        for (String line : resource(database + ".sql").lines().toList()) {
            if (line.matches(NAME)) {
                name = line.substring(3);
            } else if (!line.startsWith("--") && !line.isEmpty()) {
                statement.append(line.strip()).append(' ');
            }
            if (line.endsWith(";")) {
                statements.put(name, statement.substring(0, statement.length() - 2));
                statement.setLength(0);
            }
        }
        schema = resource("/algo-oauth/" + database + "/V1__algo_oauth_record.sql");
    }

    private static String resource(String name) {
        try (InputStream in = SqlFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing in the jar of algo-oauth-jdbc.");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statement of a name. */
    String statement(String name) {
        String statement = statements.get(name);
        if (statement == null) {
            throw new IllegalStateException("There is no statement " + name + ".");
        }
        return statement;
    }

    String schema() {
        return schema;
    }
}
