-- The statements of JdbcRecordStore for MariaDB 10.11 and newer: each follows its name.

-- probe
-- Whether the server is a read-only replica, whether it confirms a commit before that is durable, and whether it is a node of a Galera cluster.
-- With a binary log, InnoDB leaves the sync of a commit to that log (except with 3). A server without Galera has no variable wsrep_on.
SELECT CAST(@@global.read_only AS char) NOT IN ('0', 'OFF'),
       @@global.innodb_flush_log_at_trx_commit NOT IN (1, 3)
           OR @@global.innodb_flush_log_at_trx_commit = 1 AND @@global.log_bin AND @@global.sync_binlog <> 1,
       EXISTS (SELECT 1 FROM information_schema.global_variables WHERE variable_name = 'WSREP_ON' AND variable_value = 'ON');

-- read
-- A replica may be behind, so each read says whether it comes from one. The variable read_only may be a number or a word.
SELECT CAST(@@global.read_only AS char) NOT IN ('0', 'OFF'), record.generation, record.bytes
FROM (SELECT 1) AS one LEFT JOIN algo_oauth_record AS record ON record.id = ?;

-- insert
-- Rejected if there is such a record. The count of ON DUPLICATE KEY UPDATE would be 1 in both cases: drivers ask for the rows that were found.
INSERT INTO algo_oauth_record (id, generation, bytes) VALUES (?, 1, ?);

-- update
UPDATE algo_oauth_record SET generation = generation + 1, bytes = ? WHERE id = ? AND generation = ?;

-- list
SELECT CAST(@@global.read_only AS char) NOT IN ('0', 'OFF'), record.id FROM (SELECT 1) AS one LEFT JOIN algo_oauth_record AS record ON true;

-- delete
DELETE FROM algo_oauth_record WHERE id = ?;

-- lock
-- A lock of the session. Its name, of at most 64 characters for all databases of the server, is a hash of the database and the id. A replica has
-- locks too, which the primary does not know: there the result is null. The last column is for its failure if the table is missing.
SELECT CONNECTION_ID(),
       CASE WHEN CAST(@@global.read_only AS char) NOT IN ('0', 'OFF') THEN NULL
            ELSE GET_LOCK(CONCAT('algo_oauth_record ', SHA1(CONCAT(LOWER(DATABASE()), '.', ?))), 0) <=> 1 END,
       (SELECT COUNT(*) FROM algo_oauth_record WHERE false);

-- unlock
SELECT CONNECTION_ID(), RELEASE_LOCK(CONCAT('algo_oauth_record ', SHA1(CONCAT(LOWER(DATABASE()), '.', ?))));
