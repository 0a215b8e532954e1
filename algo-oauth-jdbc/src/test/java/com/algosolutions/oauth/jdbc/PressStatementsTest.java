package com.algosolutions.oauth.jdbc;

import static com.algosolutions.oauth.jdbc.DatabaseServer.pool;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxTeam;
import com.algosolutions.oauth.testkit.SandboxUser;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How many statements a press needs, at a RingCentral, whose rate limit is kept in the store too. */
@Timeout(60)
@ParameterizedClass
@MethodSource(DatabaseServer.TESTED)
class PressStatementsTest {
    /** The last statement of a renewal, whose result callers have before. */
    private static final String RELEASE = "UNLOCK credential";

    @Parameter
    DatabaseServer.Kind database;

    private final Statements statements = new Statements();
    private final RingCentralSandbox sandbox = RingCentralSandbox.start();
    private final SandboxApp app = sandbox.newApp("Gateway").create();
    private final SandboxUser user = sandbox.createUser("Lobby console");
    private final SandboxTeam team = sandbox.createTeam("Reception", user);

    private HikariDataSource pool;
    private JdbcRecordStore store;
    private OAuthClient client;

    @BeforeEach
    void open() throws Exception {
        DatabaseServer server = database.shared();
        pool = new HikariDataSource(pool(server.source(server.schema()), 2));
        store = store(statements);
        store.createSchema();
        try (OAuthClient installer = process(store)) { // another process, whose change the client sees when it is built
            installer
                    .profiles()
                    .create(installer
                            .draft("desk", "RINGCENTRAL")
                            .clientId(app.clientId())
                            .clientSecret(Secret.of(app.clientSecret()))
                            .jwtAssertion(Secret.of(sandbox.newJwt(user).create()))
                            .build());
        }
        client = process(store);
    }

    private JdbcRecordStore store(Statements noted) {
        return database.store(noted.of(pool));
    }

    private OAuthClient process(JdbcRecordStore store) {
        return OAuthClient.builder()
                .proxy(sandbox.proxy())
                .trust(sandbox.trustManager())
                .store(store)
                .profilesInMemory(10)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        pool.close();
        sandbox.close();
    }

    private boolean press() {
        URI posts = URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + team.id() + "/posts");
        return client.post("desk", posts, Body.json("{\"text\":\"Hello\"}")).delivered();
    }

    @Test
    void press_withAFreshToken_needsNone() throws Exception {
        assertThat(press()).isTrue();
        statements.takeUntil(RELEASE);
        assertThat(press()).isTrue();
        assertThat(statements.take()).isEmpty();
    }

    @Test
    void renewal_needsFour_andThoseOfTheLock() throws Exception {
        assertThat(press()).isTrue();
        statements.takeUntil(RELEASE);
        client.renew("desk");
        assertThat(statements.takeUntil(RELEASE))
                .containsExactly(
                        "LOCK credential",
                        "SELECT profile",
                        "UPDATE gate",
                        "UPDATE profile", // the journal
                        "UPDATE profile", // the tokens
                        RELEASE);
    }

    @Test
    void press_ofAProfileThatIsNotInMemory_readsItsName_itself_andItsRateLimit() throws Exception {
        assertThat(press()).isTrue();
        statements.takeUntil(RELEASE);
        Statements ofAnother = new Statements();
        try (OAuthClient another = process(store(ofAnother))) {
            ofAnother.take();
            URI hello = URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + team.id() + "/posts");
            assertThat(another.post("desk", hello, Body.json("{\"text\":\"Hello\"}"))
                            .delivered())
                    .isTrue();
            assertThat(ofAnother.take()).containsExactly("SELECT name", "SELECT profile", "SELECT gate");
        }
    }
}
