package com.algosolutions.oauth.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A data source that notes each statement that is executed: its first word, or LOCK or UNLOCK, and the kind of its record. */
final class Statements {
    /** Guarded by this. */
    private final List<String> sent = new ArrayList<>();

    /** The same data source, whose statements are noted. */
    DataSource of(DataSource source) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(source, arguments));
            return result instanceof Connection connection ? of(connection) : result;
        });
    }

    private Connection of(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(connection, arguments));
            return result instanceof PreparedStatement statement ? of(statement, (String) arguments[0]) : result;
        });
    }

    private PreparedStatement of(PreparedStatement statement, String sql) {
        String[] kind = {""};
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().equals("setString")) {
                kind[0] = " " + ((String) arguments[1]).replaceAll("-[0-9a-f].*", "");
            } else if (method.getName().startsWith("execute")) {
                note(word(sql) + kind[0]);
            }
            return call(() -> method.invoke(statement, arguments));
        });
    }

    private synchronized void note(String statement) {
        sent.add(statement);
        notifyAll();
    }

    /** The statements since the last call, up to one that may come after the call of the client has returned. */
    synchronized List<String> takeUntil(String last) throws InterruptedException {
        while (!sent.contains(last)) {
            wait();
        }
        return take();
    }

    private static String word(String sql) {
        if (sql.contains("pg_advisory_unlock") || sql.contains("RELEASE_LOCK")) {
            return "UNLOCK";
        }
        return sql.contains("pg_try_advisory_lock") || sql.contains("GET_LOCK")
                ? "LOCK"
                : sql.substring(0, sql.indexOf(' '));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface Call {
        Object run() throws IllegalAccessException, InvocationTargetException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The statements since the last call, without the check for changes that a process makes once a second. */
    synchronized List<String> take() {
        List<String> taken =
                sent.stream().filter(one -> !one.equals("SELECT changes")).toList();
        sent.clear();
        return taken;
    }
}
