-- The statements of JdbcRecordStore for PostgreSQL 11 and newer: each follows its name.

-- probe
-- Whether the server is a read-only replica, whether it confirms a commit before that is durable, and whether others share its records without its locks.
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
       current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off',
       false;

-- read
-- A replica may be behind, so each read says whether it comes from one.
SELECT pg_is_in_recovery(), record.generation, record.bytes
FROM (SELECT 1) AS one LEFT JOIN algo_oauth_record AS record ON record.id = ?;

-- insert
INSERT INTO algo_oauth_record (id, generation, bytes) VALUES (?, 1, ?) ON CONFLICT (id) DO NOTHING;

-- update
UPDATE algo_oauth_record SET generation = generation + 1, bytes = ? WHERE id = ? AND generation = ?;

-- list
SELECT pg_is_in_recovery(), record.id FROM (SELECT 1) AS one LEFT JOIN algo_oauth_record AS record ON true;

-- delete
DELETE FROM algo_oauth_record WHERE id = ?;

-- lock
-- A lock of the session. Its key has 64 bits: the hash of the id, with the table's object id as the seed, so that the tables of two schemas have
-- their own locks. A replica has locks too, which the primary does not know: there the result is null.
SELECT pg_backend_pid(),
       CASE WHEN pg_is_in_recovery() THEN NULL
            ELSE pg_try_advisory_lock(hashtextextended(?, 'algo_oauth_record'::regclass::oid::bigint)) END;

-- unlock
SELECT pg_backend_pid(), pg_advisory_unlock(hashtextextended(?, 'algo_oauth_record'::regclass::oid::bigint));
