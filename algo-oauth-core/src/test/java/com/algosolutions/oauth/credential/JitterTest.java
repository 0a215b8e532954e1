package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitterTest {
    private static final List<String> PROFILES = List.of("desk", "lobby", "gate", "a", "b", "c", "panel 1", "panel 2");

    private static Jitter device(String record) throws IOException {
        RecordStore store = RecordStore.inMemory();
        store.replace("device", 0, record.getBytes(UTF_8));
        return Jitter.of(store);
    }

    /** Devices that were set up one after the other, with profiles of the same names, do not renew together; nor do the profiles of one. */
    @Test
    void place_isAnotherForEachDeviceAndProfile() throws IOException {
        Set<Double> places = new HashSet<>();
        for (long seed : new long[] {0, 1, 2, 3, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            Jitter device = device("{\"version\":1,\"seed\":" + seed + "}");
            for (String profile : PROFILES) {
                assertThat(device.of(profile)).isBetween(0.0, 1.0);
                places.add(device.of(profile));
            }
        }
        assertThat(places).hasSize(7 * PROFILES.size());
    }

    @Test
    void place_isTheSameAfterARestart() {
        RecordStore store = RecordStore.inMemory();
        double before = Jitter.of(store).of("desk");
        assertThat(Jitter.of(store).of("desk")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not json", "{\"seed\":\"x\"}"})
    void damagedRecord_isLikeNone(String record) throws IOException {
        assertThat(device(record).of("desk")).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISK_FULL", "DISK_GONE", "UNREADABLE"})
    void storeThatFails_givesAPlaceAllTheSame(FaultyStore.Fault fault) {
        FaultyStore store = new FaultyStore();
        store.fail(fault);
        assertThat(Jitter.of(store).of("desk")).isBetween(0.0, 1.0);
    }
}
