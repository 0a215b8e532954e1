package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the queue repeats of a failure of the firmware's store: its log lines and the exception of {@code cancelQueued} have the message. */
class QueueStoreTest {
    private static final String LOOKS_LIKE_ONE = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOHcbrzqgy";
    private static final String PASSWORD = "summer in Vancouver";
    private static final byte[] RECORD = ("{\"press\":\"1\",\"sendings\":[{\"customHeaders\":[[\"X-Door\",\"" + PASSWORD
                    + "\"]]}]}")
            .getBytes(UTF_8);

    /** A store of which each call fails. */
    private record Failing(IOException failure) implements RecordStore {
        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            throw failure;
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            throw failure;
        }

        @Override
        public List<String> list() throws IOException {
            throw failure;
        }

        @Override
        public void delete(String id) throws IOException {
            throw failure;
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            throw failure;
        }
    }

    private static final class WithoutMessage extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException(LOOKS_LIKE_ONE);
        }
    }

    private static List<Arguments> failures() {
        String quoted = new String(RECORD, UTF_8);
        List<Arguments> all = new ArrayList<>();
        for (String said : List.of(
                "disk full: " + LOOKS_LIKE_ONE,
                "INSERT INTO presses VALUES (" + LOOKS_LIKE_ONE + ") failed",
                "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----",
                "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJkZXNrMTIzNDU2Nzg5MCJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg")) {
            all.add(Arguments.of(new IOException(said), "***"));
            all.add(Arguments.of(new IOException("disk full", new IllegalStateException(said)), "disk full"));
            all.add(Arguments.of(new UnreadableRecordException("press-1", "has " + said, "Remove it."), "press-1"));
        }
        IOException other = new IOException("disk full");
        other.addSuppressed(new IOException(LOOKS_LIKE_ONE));
        all.add(Arguments.of(other, "disk full"));
        all.add(Arguments.of(
                new IOException("disk full\r\nINFO: \u202Eall is well\u0000\u2028"), "disk full INFO: all is well"));
        all.add(Arguments.of(new IOException("disk full " + "\u00e9x ".repeat(1_000_000)), "disk full"));
        all.add(Arguments.of(new IOException((String) null), "java.io.IOException"));
        all.add(Arguments.of(new WithoutMessage(), "breaks its contract"));
        all.add(Arguments.of(new IOException("cannot write " + quoted), "cannot write"));
        all.add(Arguments.of(new IOException("cannot write " + quoted.replace("\"", "\\\"")), "cannot write"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureOfTheStore_isOneShortLineWithoutSecrets(IOException failure, String kept) {
        QueueStore store = new QueueStore(new Failing(failure));
        List<Throwable> thrown = List.of(
                catchThrowable(() -> store.replace("press-1", 0, RECORD)),
                catchThrowable(() -> store.read("press-1")),
                catchThrowable(store::list),
                catchThrowable(() -> store.delete("press-1")));
        assertThat(thrown.get(0).toString()).doesNotContain(PASSWORD);
        assertThat(thrown).allSatisfy(e -> {
            assertThat(e).isInstanceOf(IOException.class).hasMessageContaining(kept);
            assertThat(e instanceof UnreadableRecordException).isEqualTo(failure instanceof UnreadableRecordException);
            assertThat(e.getMessage()).hasSizeLessThan(2_500).doesNotContainPattern("[\\p{C}\\p{Zl}]");
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(LOOKS_LIKE_ONE, "MIIEvQ", "eyJzdWIi");
        });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void cancelQueued_ofAStoreThatFails_repeatsNoSecret(IOException failure, String kept) {
        try (QueueingDevice device = new QueueingDevice()) {
            device.targets().dies(1);
            ButtonActions buttons =
                    device.start(device.queue(), device.targets().document(1, 1));
            String press = buttons.press("go").pressId();
            device.store().fail(failure);
            Throwable thrown = catchThrowable(() -> buttons.cancelQueued(press));
            device.store().fail(null);

            assertThat(thrown)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("The press cannot be removed from the queue, and may still wait: ")
                    .hasMessageContaining(kept);
            assertThat(thrown + " " + thrown.getCause()).doesNotContain(LOOKS_LIKE_ONE, "MIIEvQ", "eyJzdWIi", "\n");
            // A round that had begun before may have reached the dead target.
            assertThat(states(buttons, press))
                    .singleElement()
                    .isIn(TargetResult.Outcome.CANCELLED, TargetResult.Outcome.UNCONFIRMED);
        }
    }

    private static List<TargetResult.Outcome> states(ButtonActions buttons, String press) {
        return QueueingDevice.states(buttons.cancelQueued(press));
    }

    @Test
    void sound_store_isUsedAsItIs() throws IOException {
        QueueStore store = new QueueStore(RecordStore.inMemory());
        assertThat(store.replace("press-1", 0, RECORD)).isTrue();
        assertThat(store.list()).containsExactly("press-1");
        assertThat(store.read("press-1").orElseThrow().bytes()).isEqualTo(RECORD);
        assertThatCode(() -> store.delete("press-1")).doesNotThrowAnyException();
        assertThat(store.read("press-1")).isEmpty();
    }
}
