package com.algosolutions.oauth.jdbc;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that takes a lock, says so, and keeps it: for {@link LockHolderTest}, which kills it. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(arguments[0]);
        JdbcRecordStore store = JdbcRecordStore.postgresql(source);
        var lock = store.lock(arguments[1], Duration.ZERO).orElseThrow();
        System.out.println(lock);
        System.in.read();
    }
}
