package com.algosolutions.oauth.jdbc;

import java.time.Duration;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that takes a lock, says so, and keeps it: for {@link LockHolderTest}, which kills it. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        JdbcRecordStore store;
        if (DatabaseServer.Kind.valueOf(arguments[0]) == DatabaseServer.Kind.POSTGRESQL) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(arguments[1]);
            store = JdbcRecordStore.postgresql(source);
        } else {
            store = JdbcRecordStore.mariadb(new MariaDbDataSource(arguments[1]));
        }
        var lock = store.lock(arguments[2], Duration.ZERO).orElseThrow();
        System.out.println(lock);
        System.in.read();
    }
}
