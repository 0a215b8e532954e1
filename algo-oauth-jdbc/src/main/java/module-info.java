/** A record store in a database that several processes share: see {@link com.algosolutions.oauth.jdbc.JdbcRecordStore}. */
@org.jspecify.annotations.NullMarked
module com.algosolutions.oauth.jdbc {
    requires static transitive org.jspecify;
    requires transitive com.algosolutions.oauth;
    requires transitive java.sql;

    exports com.algosolutions.oauth.jdbc;
}
