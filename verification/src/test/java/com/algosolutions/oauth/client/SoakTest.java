package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Simulated days of a device, with presses and faults drawn from a seed. */
@Timeout(1200)
class SoakTest {
    private static final long SEED = Long.getLong("soak.seed", 20261123);

    /** In percent. Most of the other presses are those of alarms, which need more renewals than the rate limit allows. */
    private static final double LEAST_DELIVERED = 90;

    /** In percent. After an outage, the longest back-off is a minute. */
    private static final double MOST_BACKED_OFF = 1;

    @Test
    void twoDays_ofTwentyProfiles_loseNoGrantAndKeepTheRateLimit() throws Exception {
        soak(2);
    }

    @Test
    @Tag("heavy")
    void thirtyDays_ofTwentyProfiles_loseNoGrantKeepTheRateLimitAndDoNotGrow() throws Exception {
        soak(30);
    }

    @Test
    @Tag("heavy")
    void soaks_ofOneSeed_areEqual() throws Exception {
        String first = oneDay();
        assertThat(oneDay()).isEqualTo(first);
    }

    private static String oneDay() throws Exception {
        try (Soak soak = new Soak(SEED)) {
            soak.day();
            return soak.toString();
        }
    }

    private static void soak(int days) throws Exception {
        long began = System.nanoTime();
        try (Soak soak = new Soak(SEED)) {
            Soak.Size before = null;
            for (int day = 1; day <= days; day++) {
                soak.day();
                if (day
                        == Math.max(
                                1,
                                days - 14)) { // the server keeps tokens for 14 days, so its heap no longer grows then
                    before = soak.size();
                }
            }
            Soak.Size after = soak.size();
            System.out.printf(
                    "Soak of %d days, seed %d: %s; %s before, %s after; %d s%n",
                    days,
                    SEED,
                    soak,
                    before,
                    after,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            assertThat(soak.wrong()).isEmpty();
            assertThat(soak.delivered()).as("percentage of presses delivered").isGreaterThan(LEAST_DELIVERED);
            assertThat(soak.backedOff())
                    .as("percentage of presses that failed because of a back-off")
                    .isLessThan(MOST_BACKED_OFF);
            assertThat(soak.presses()).isGreaterThan(days * 500);
            assertThat(soak.faults()).isGreaterThan(days * 20);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 8);
            assertThat(after.storedBytes()).isBetween(before.storedBytes() / 2, before.storedBytes() * 2);
            assertThat(after.heap()).isLessThan(before.heap() + (days > 14 ? 4 : 24) * 1024 * 1024);
        }
    }
}
