package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices' days on a clock that a test turns, with everything that goes wrong in the field, drawn from a seeded generator. */
@Timeout(1200)
class SoakTest {
    private static final long SEED = Long.getLong("soak.seed", 20261123);

    /** Of a hundred; what is missing is above all the alarms, which need more logins than the budget has. */
    private static final double LEAST_DELIVERED = 90;

    /** Of a hundred: outages are asked about again within a minute. */
    private static final double MOST_HELD_OFF = 1;

    @Test
    void twoDays_ofTwentyProfiles_loseNoGrantAndKeepTheBudget() throws Exception {
        soak(2);
    }

    @Test
    @Tag("heavy")
    void thirtyDays_ofTwentyProfiles_loseNoGrantKeepTheBudgetAndDoNotGrow() throws Exception {
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
                if (day == Math.max(1, days - 14)) { // the server remembers tokens for 14 days, and is full by then
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
            assertThat(soak.delivered()).as("presses delivered of a hundred").isGreaterThan(LEAST_DELIVERED);
            assertThat(soak.held()).as("presses held off of a hundred").isLessThan(MOST_HELD_OFF);
            assertThat(soak.presses()).isGreaterThan(days * 500);
            assertThat(soak.faults()).isGreaterThan(days * 20);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 8);
            assertThat(after.storedBytes()).isBetween(before.storedBytes() / 2, before.storedBytes() * 2);
            assertThat(after.heap()).isLessThan(before.heap() + (days > 14 ? 4 : 24) * 1024 * 1024);
        }
    }
}
