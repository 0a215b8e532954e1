import com.algosolutions.oauth.jdbc.JdbcRecordStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
static String clientId, clientSecret;
static URI uri;
