package com.algosolutions.gateway;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.jdbc.JdbcRecordStore;
import com.algosolutions.oauth.ringcentral.TeamMessaging;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One process of a gateway that presses the buttons of many desks. All processes share the desks' profiles, and their tokens, in one PostgreSQL.
 * Any process can press for any desk; a process that ends, however it ends, leaves nothing behind that another one must clean up.
 *
 * <p>A gateway gets its presses from its devices. In this example a random desk presses at a random moment, and the result is a line on the
 * standard output. The program ends when its standard input does.
 *
 * <p>{@link GatewaySettings} has the environment variables.
 */
public final class Gateway implements AutoCloseable {
    static final int PRESSES_AT_ONCE = 8;

    private final int desks;
    private final URI posts;
    private final HikariDataSource pool;
    private final OAuthClient client;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(PRESSES_AT_ONCE);

    private Gateway(GatewaySettings settings) throws IOException, GeneralSecurityException {
        desks = settings.desks();
        posts = TeamMessaging.posts(settings.team());
        pool = new HikariDataSource(database(settings));
        JdbcRecordStore records = JdbcRecordStore.postgresql(pool);
        records.createSchema(); // does nothing if the table is there
        OAuthClient.Builder builder = OAuthClient.builder()
                .store(records.encryptedWith(settings.storeKey()))
                .profilesInMemory(1_000) // the others are read when they are used
                .processName(settings.processName())
                .keepRefreshTokensAlive()
                .listener(System.err::println);
        settings.proxy().ifPresent(builder::proxy);
        settings.trusted().ifPresent(builder::trustOnly);
        client = builder.build();
    }

    private static HikariConfig database(GatewaySettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.databaseUrl());
        config.setUsername(settings.databaseUser());
        config.setPassword(settings.databasePassword());
        config.setMaximumPoolSize(PRESSES_AT_ONCE + 2); // the store needs two; with one for each press none waits
        config.setConnectionTimeout(5_000); // less than the store's limit of 10 s
        config.setInitializationFailTimeout(60_000); // a database that is being restarted does not end the process
        return config;
    }

    /**
     * Runs a gateway process until its standard input ends.
     *
     * @param args none
     * @throws Exception if the settings are wrong, or the database cannot be used
     */
    public static void main(String[] args) throws Exception {
        GatewaySettings settings = new GatewaySettings(System.getenv());
        try (Gateway gateway = new Gateway(settings)) {
            gateway.start(settings.pressesPerSecond());
            while (System.in.read() >= 0) {
                // nothing is said here
            }
        }
    }

    private void start(int pressesPerSecond) {
        long between = TimeUnit.SECONDS.toMicros(PRESSES_AT_ONCE) / pressesPerSecond;
        for (int i = 0; i < PRESSES_AT_ONCE; i++) {
            long first = ThreadLocalRandom.current().nextLong(between);
            ScheduledFuture<?> unused =
                    threads.scheduleWithFixedDelay(this::press, first, between, TimeUnit.MICROSECONDS);
        }
    }

    private void press() {
        String desk = "desk " + ThreadLocalRandom.current().nextInt(desks);
        String text = "Help at " + desk + " (press " + UUID.randomUUID() + ")";
        ApiResult result = client.post(desk, posts, Body.json(TeamMessaging.postPayload(text)));
        String why = result.failure()
                .map(failure -> failure.step().name() + " " + failure.kind() + " " + failure)
                .orElse("");
        System.out.println(result.outcome() + "\t" + text + "\t" + why);
    }

    /** Waits for the presses in progress, and closes client and pool. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                System.err.println("Presses are still in progress after a minute, so their results are not known.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        pool.close();
    }
}
