import com.algosolutions.oauth.jdbc.JdbcRecordStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
static SecretKey key;
static String clientId, clientSecret;
static URI uri;
