import com.algosolutions.oauth.jdbc.JdbcRecordStore;
import javax.sql.DataSource;
static DataSource dataSource;
static SecretKey key;
static RollbackCounter counter;

static boolean operatorAgrees(String question) {
    return false;
}

interface Database {
    static Database temporary() {
        return null;
    }
}

/** The store that the application has written. */
static final class DatabaseStore implements RecordStore {
    DatabaseStore(Database database) {}

    @Override
    public Optional<StoredRecord> read(String id) {
        return Optional.empty();
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) {
        return false;
    }

    @Override
    public void delete(String id) {}

    @Override
    public List<String> list() {
        return List.of();
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) {
        return Optional.empty();
    }
}
