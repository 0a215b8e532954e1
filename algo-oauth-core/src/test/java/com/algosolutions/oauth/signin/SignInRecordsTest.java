package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.client.TestValues.ManualTicker;
import com.algosolutions.oauth.store.ForwardingStore;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.time.TrustedClock;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a process knows of the stored sign-ins of very many profiles. */
class SignInRecordsTest {
    private static final String SIGN_IN =
            "{\"version\":1,\"waiting\":{\"binding\":{},\"state\":\"s\",\"verifier\":\"v\","
                    + "\"redirectUri\":\"https://192.0.2.7/cb\",\"url\":\"https://login.example/\"},\"ended\":[]}";

    private final List<String> read = new ArrayList<>();
    private final ManualTicker ticker = new ManualTicker();
    private final SignInRecords records = new SignInRecords(
            new SlowStore(), new TrustedClock(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), ticker), (id, record) -> {});
    private Task afterRead = () -> {};

    private void knowOthers() throws IOException {
        for (int i = 0; i < SignInRecords.MOST_KNOWN; i++) {
            records.known("other-" + i);
        }
    }

    private void end(String profileId, String digest) throws IOException {
        try (SignInRecords.Open open = records.open(profileId)) {
            open.write(open.current().ended(digest, SignInOutcome.ABANDONED));
        }
    }

    @Test
    @DisplayName(
            "a record is read once, and again after many others were used: memory does not have those of all profiles")
    void record_isReadAgain_afterManyOthers() throws IOException {
        records.known("desk");
        records.known("desk");
        assertThat(read).hasSize(1);
        knowOthers();
        read.clear();
        records.known("desk");
        assertThat(read).hasSize(1);
    }

    @Test
    @DisplayName(
            "a read that began before a write does not replace its result, also if memory has dropped it meanwhile")
    void read_thatBeganBeforeAWrite_isNotRemembered() throws IOException {
        end("desk", "first");
        knowOthers();
        afterRead = () -> {
            afterRead = () -> {};
            end("desk", "second");
            knowOthers();
        };
        assertThat(records.read("desk").endOf("second")).isEmpty();
        assertThat(records.known("desk").endOf("second")).contains(SignInOutcome.ABANDONED);
    }

    @Test
    void life_isCountedByTheTicker_untilManyOthersHaveBegun() throws IOException {
        BrowserSignIn signIn =
                SignInRecord.read(SIGN_IN.getBytes(UTF_8)).waiting().orElseThrow();
        records.begins("desk", signIn);
        ticker.seconds(60);
        assertThat(records.left("desk", signIn)).isEqualTo(BrowserSignIn.LIFE.minusSeconds(60));
        for (int i = 0; i < SignInRecords.MOST_KNOWN; i++) {
            records.begins("other-" + i, signIn);
        }
        assertThat(records.left("desk", signIn))
                .isEqualTo(BrowserSignIn.LIFE); // by the wall clock, which the test has not set
    }

    private interface Task {
        void run() throws IOException;
    }

    /** A store whose answer to a read arrives after a task. */
    private final class SlowStore extends ForwardingStore {
        SlowStore() {
            super(RecordStore.inMemory());
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            read.add(id);
            Optional<StoredRecord> stored = kept.read(id);
            afterRead.run();
            return stored;
        }
    }
}
