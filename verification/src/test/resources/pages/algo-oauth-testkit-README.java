import static org.assertj.core.api.Assertions.assertThat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
static SandboxClock clock;
static RingCentralSandbox sandbox;
static SandboxUser user;
static URI url;
static String userCode;

static OAuthClient client(HostileServer api) {
    return client;
}

static ApiRequest press(HostileServer api) {
    return null;
}
