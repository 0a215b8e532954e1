-- The records of algo-oauth: one row for each. JdbcRecordStore.createSchema() runs this file too.
CREATE TABLE IF NOT EXISTS algo_oauth_record (
    id varchar(128) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    generation bigint NOT NULL CHECK (generation > 0),
    bytes longblob NOT NULL
) ENGINE = InnoDB;
