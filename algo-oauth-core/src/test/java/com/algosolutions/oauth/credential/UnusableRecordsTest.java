package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.Parts;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.contract.FaultyStore;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.token.CredentialState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of the records that a client could not use, by itself. */
class UnusableRecordsTest {
    private final FaultyStore store = new FaultyStore();
    private final UnreadableRecords records = new UnreadableRecords(store);

    private static final IOException WHY = new IOException("input/output error");

    @ParameterizedTest
    @CsvSource({
        "profile-,    1, 'The only profile in the record store cannot be used. Record profile-1 cannot', ''",
        "profile-,    2, 'None of the 2 profiles in the record store can be used. Record profile-1 cannot', ''",
        "profile-,    3, 'None of the 3 profiles in the record store can be used. Record profile-1 cannot', ''",
        "profile-,    4, 'None of the 4 profiles in the record store can be used. Record profile-1 cannot', ' And 1 more.'",
        "profile-,    9, 'None of the 9 profiles in the record store can be used. Record profile-1 cannot', ' And 6 more.'",
        "revocation-, 1, 'The only record in the record store cannot be used. Record revocation-1 cannot', ''",
        "revocation-, 5, 'None of the 5 records in the record store can be used. Record revocation-1 cannot', ' And 2 more.'",
    })
    void message_describesThreeRecords_andCountsTheOthers(String prefix, int count, String start, String more) {
        for (int i = 1; i <= count; i++) {
            records.add(prefix + i, WHY);
        }
        String message = records.nothingUsable().getMessage();
        assertThat(message).startsWith(start);
        assertThat(message.split("input/output error", -1)).hasSize(Math.min(count, 3) + 1);
        if (more.isEmpty()) {
            assertThat(message).doesNotContain("more.");
        } else {
            assertThat(message).endsWith(more);
        }
        assertThat(records.nothingUsable()).hasCause(WHY);
    }

    @Test
    void profiles_areDescribedAlone_ifThereAreAny() {
        records.add("profile-1", WHY);
        records.add("revocation-1", WHY);
        assertThat(records.nothingUsable())
                .hasMessageStartingWith("The only profile")
                .hasMessageNotContaining("revocation-");
    }

    @Test
    void discarded_isDeleted_andNoOther() throws IOException {
        store.replace("profile-1", 0, "x".getBytes(UTF_8));
        store.replace("profile-2", 0, "x".getBytes(UTF_8));
        records.add("profile-1", WHY);
        assertThat(records.discard("profile-2")).isFalse();
        assertThat(records.discard("profile-1")).isTrue();
        assertThat(records.discard("profile-1")).isFalse();
        assertThat(store.list()).containsExactly("profile-2");
        assertThat(records.problems()).isEmpty();
    }

    /** The full disk of a new device: it has no record, so none that is unusable. */
    @Test
    void newDevice_whoseDiskIsFull_starts() {
        store.fail(FaultyStore.Fault.DISK_FULL);
        try (Parts parts = new Parts(TestValues.client().store(store))) {
            assertThat(parts.profiles().all()).isEmpty();
        }
    }

    @Test
    void otherRecords_areHandedOutOnce() throws IOException {
        RecordStore kept = RecordStore.inMemory();
        for (String id : List.of("authorization-1", "device-sign-in-1", "profile-1", "revocation-1")) {
            kept.replace(id, 0, "{}".getBytes(UTF_8));
        }
        TestValues.keep(kept, new ProfileRecord(ProfileRecordTest.PROFILE, CredentialState.EMPTY));
        try (Parts parts = new Parts(TestValues.client().store(kept))) {
            assertThat(parts.profiles().unreadable().problems())
                    .extracting(Problem::field)
                    .containsExactly("profile-1", "revocation-1");
            assertThat(parts.profiles().takeOtherRecords()).contains("authorization-1", "device-sign-in-1");
            assertThat(parts.profiles().takeOtherRecords()).isEmpty();
        }
    }
}
