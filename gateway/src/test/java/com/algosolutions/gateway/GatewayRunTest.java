package com.algosolutions.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four processes of a gateway press on one database, while they and the database are killed and started again. Counted at the server: no grant is
 * lost, no press arrives twice, no app is over its budget, and tokens are requested as by one device. Prints the figures.
 */
@Timeout(900)
class GatewayRunTest {
    private static final long SEED = Long.getLong("gateway.seed", 20261130);

    @Test
    void processesAndDatabaseKilled_loseNoGrant_andRepeatNothing() throws Exception {
        run(15, Duration.ofSeconds(12));
    }

    @Test
    @Tag("heavy")
    void tenThousandProfiles_forTwoMinutes_loseNoGrant_andRepeatNothing() throws Exception {
        run(500, Duration.ofMinutes(2));
    }

    private void run(int apps, Duration length) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "gateway-run-" + apps)); // the logs stay
        try (Fleet fleet = new Fleet(apps)) {
            GatewayRun.Figures figures = new GatewayRun(SEED, fleet, folder, length).run();
            System.out.println(figures);
            assertThat(figures.kills()).isPositive();
            assertThat(figures.delivered()).isPositive();
            assertThat(figures.failures().keySet()).allMatch(why -> why.matches(".* (THROTTLED|UNAVAILABLE)"));
            assertThat(figures.notReported()).isLessThanOrEqualTo(figures.interruptions());
            assertThat(figures.twice()).isEmpty();
            assertThat(figures.lost()).isEmpty();
            assertThat(figures.denied()).isEmpty();
            assertThat(figures.refused()).isZero();
            assertThat(figures.busiestMinute()).isLessThanOrEqualTo(5);
            assertThat(figures.beyond()).isLessThanOrEqualTo(figures.interruptions());
            assertThat(figures.broken()).isEmpty();
        }
    }
}
