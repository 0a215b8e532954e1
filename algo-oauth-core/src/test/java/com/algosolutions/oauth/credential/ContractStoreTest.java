package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.StoredRecord;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractStoreTest {
    private static final String ID = "p";
    private static final byte[] BYTES = "a secret".getBytes(UTF_8);
    private static final String STORED_ID = "profile-0a1b2c3d4e5f";
    private static final String STORED =
            "{\"version\":1,\"id\":\"0a1b2c3d4e5f\",\"profile\":{\"name\":\"Front desk\",\"tokenUrl\":\"https://as.example/token\","
                    + "\"clientSecret\":\"hunter-2\",\"clientId\":\"panel-7\",\"scopes\":[\"read\",\"element-of-list\"]}}";

    /** Each call of a store, and how the exception names it. */
    private enum Call {
        READ("read(\"p\")") {
            @Override
            Object on(RecordStore store) throws IOException {
                return store.read(ID);
            }
        },
        REPLACE("replace(\"p\")") {
            @Override
            Object on(RecordStore store) throws IOException {
                return store.replace(ID, 0, BYTES);
            }
        },
        LIST("list()") {
            @Override
            Object on(RecordStore store) throws IOException {
                return store.list();
            }
        },
        DELETE("delete(\"p\")") {
            @Override
            Object on(RecordStore store) throws IOException {
                store.delete(ID);
                return true;
            }
        },
        LOCK("lock(\"p\")") {
            @Override
            Object on(RecordStore store) throws IOException {
                return store.lock(ID, Duration.ZERO).isPresent();
            }
        };

        private final String name;

        Call(String name) {
            this.name = name;
        }

        abstract Object on(RecordStore store) throws IOException;
    }

    /** A store whose every call throws, or else returns what it was given. */
    private record Fake(Throwable thrown, List<String> ids, Optional<RecordLock> lock) implements RecordStore {
        Fake(Throwable thrown) {
            this(thrown, null, null);
        }

        private void fail() throws IOException {
            if (thrown instanceof IOException e) {
                throw e;
            }
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            fail();
            return null;
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            fail();
            return true;
        }

        @Override
        public List<String> list() throws IOException {
            fail();
            return ids;
        }

        @Override
        public void delete(String id) throws IOException {
            fail();
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            fail();
            return lock;
        }
    }

    @ParameterizedTest
    @EnumSource
    void call_thatThrowsARuntimeException_throwsAnIOException_withoutTheMessageOfTheStore(Call call) {
        RuntimeException bug = new IllegalStateException("unexpected input: a secret");
        assertThatThrownBy(() -> call.on(ContractStore.of(new Fake(bug))))
                .isExactlyInstanceOf(IOException.class)
                .satisfies(thrown -> assertThat(thrown.getCause())
                        .hasMessage("java.lang.IllegalStateException")
                        .hasNoCause()
                        .hasStackTraceContaining("ContractStoreTest"))
                .hasMessageStartingWith("The record store breaks its contract: " + call.name
                        + " threw java.lang.IllegalStateException at ")
                .hasMessageContaining("ContractStoreTest.java:")
                .hasMessageEndingWith(". Correct the store.")
                .hasMessageNotContainingAny("secret");
    }

    @Test
    void exception_withoutStackTrace_isNamed() {
        RuntimeException bug = new NullPointerException();
        bug.setStackTrace(new StackTraceElement[0]);
        assertThatThrownBy(() -> ContractStore.of(new Fake(bug)).read(ID))
                .hasMessage("The record store breaks its contract: read(\"p\") threw java.lang.NullPointerException."
                        + " Correct the store.");
    }

    @ParameterizedTest
    @EnumSource
    void call_thatThrowsAnError_throwsAnIOException(Call call) {
        assertThatThrownBy(() -> call.on(ContractStore.of(new Fake(new StackOverflowError()))))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining(call.name + " threw java.lang.StackOverflowError");
    }

    @ParameterizedTest
    @EnumSource
    void call_thatThrowsAnIOException_throwsTheSame(Call call) {
        for (String message : List.of("no space left", "x".repeat(2_000))) {
            IOException thrown = new IOException(message);
            assertThatThrownBy(() -> call.on(ContractStore.of(new Fake(thrown))))
                    .isSameAs(thrown);
        }
    }

    @Test
    void exception_whoseMessageIsMadeReadable_hasTheStackTraceOfTheStore() {
        IOException thrown = new IOException("no\nspace");
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("Database", "insert", "Database.java", 7)});
        assertThatThrownBy(() -> ContractStore.of(new Fake(thrown)).list())
                .hasMessage("no space")
                .satisfies(e -> assertThat(e.getStackTrace()).isEqualTo(thrown.getStackTrace()));
    }

    private static IOException refused(String message, Throwable cause) {
        IOException refused = new IOException(message, cause);
        refused.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("Database", "insert", "Database.java", 7)});
        return refused;
    }

    private static IOException thrownFor(IOException refused, String record) {
        return catchThrowableOfType(
                IOException.class,
                () -> ContractStore.of(new Fake(refused)).replace(STORED_ID, 0, record.getBytes(UTF_8)));
    }

    /** A database, or its driver, may quote the row that it refuses. */
    @ParameterizedTest
    @CsvSource({
        "value hunter-2 is too long,            , value *** is too long",
        "refused: element-of-list,              , refused: ***",
        "refused: Front desk,                   , refused: ***",
        "refused: near ement-of-l,              , refused: near ***",
        "refused https://as.example/token hunter-2,, refused https://as.example/token ***",
        "constraint violated, hunter-2,           constraint violated",
        "constraint violated, near (element-of-list), constraint violated",
    })
    void refusedWrite_whoseMessageQuotesTheRecord_isThrownWithoutTheQuote(
            String message, @Nullable String cause, String shown) {
        IOException refused = refused(
                message, cause == null ? null : new IllegalStateException("SQL", new IllegalStateException(cause)));

        assertThat(thrownFor(refused, STORED))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(shown)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getStackTrace()).isEqualTo(refused.getStackTrace()));
    }

    /** The id, addresses, and texts as short as a word help an operator, and are no secrets. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "no space left",
                "row profile-0a1b2c3d4e5f is locked",
                "row 0a1b2c3d4e5f is locked",
                "cannot store https://as.example/token",
                "duplicate panel-7",
                "no right to read"
            })
    void refusedWrite_whoseMessageQuotesNoSecret_isThrownAsItIs(String message) {
        IOException refused = refused(message, new IllegalStateException(message));
        assertThat(thrownFor(refused, STORED)).isSameAs(refused);
    }

    @Test
    void refusedWrite_ofBytesThatAreNoRecord_isThrownAsItIs() {
        IOException refused = refused("cannot store a-whole-text", null);
        assertThat(thrownFor(refused, "a-whole-text")).isSameAs(refused);
    }

    @Test
    void replace_ofAnotherGeneration_isFalse() throws IOException {
        RecordStore plain = RecordStore.inMemory();
        RecordStore store = ContractStore.of(plain);
        assertThat(store.replace(ID, 0, BYTES)).isTrue();
        assertThat(store.replace(ID, 0, "newer".getBytes(UTF_8))).isFalse();
        assertThat(plain.read(ID).orElseThrow().bytes()).isEqualTo(BYTES);
    }

    private static List<Arguments> messages() {
        return List.of(
                Arguments.of(new IOException("no\nspace\r\nleft"), "no space left"),
                Arguments.of(new IOException("\u202eecaps on\u2028\u0085\u009b[31m\u001b[2J"), "ecaps on [31m [2J"),
                Arguments.of(new IOException("x".repeat(1_000_000)), "x".repeat(2_000) + "…"),
                Arguments.of(new IOException(), "java.io.IOException"),
                Arguments.of(
                        new IOException() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public String getMessage() {
                                throw new IllegalStateException("a secret");
                            }
                        },
                        " threw java.lang.IllegalStateException at "));
    }

    /** Operators read it in logs, statuses and pages. */
    @ParameterizedTest
    @MethodSource("messages")
    void message_ofAnIOException_isOneLineOfVisibleCharacters(IOException thrown, String shown) {
        for (Call call : Call.values()) {
            assertThatThrownBy(() -> call.on(ContractStore.of(new Fake(thrown))))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining(shown)
                    .hasMessageNotContainingAny("\n", "\u202e", "\u001b", "\u0085", "secret")
                    .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(2_100));
        }
    }

    /** What a proxy, or another language, returns in place of a record, an id or a lock. */
    @ParameterizedTest
    @EnumSource(names = {"READ", "LIST", "LOCK"})
    void call_thatReturnsAValueOfAnotherType_throwsAnIOException(Call call) {
        RecordStore store = (RecordStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RecordStore.class},
                (proxy, method, arguments) -> method.getReturnType() == List.class ? List.of("p", 1) : Optional.of(1));
        assertThatThrownBy(() -> call.on(ContractStore.of(store)))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining(call.name + " threw java.lang.ClassCastException");
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "LIST", "LOCK"})
    void call_thatReturnsNull_throwsAnIOException(Call call) {
        assertThatThrownBy(() -> call.on(ContractStore.of(new Fake(null))))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining(call.name);
    }

    @Test
    void list_withANullId_isAnIOException() {
        RecordStore store = new Fake(null, Arrays.asList("p", null), null);
        assertThatThrownBy(() -> ContractStore.of(store).list()).isExactlyInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void call_thatKeepsToTheContract_passesThrough(Call call) throws IOException {
        RecordStore plain = RecordStore.inMemory();
        assertThat(call.on(ContractStore.of(plain))).isEqualTo(call.on(RecordStore.inMemory()));
        assertThat(plain.read(ID).map(StoredRecord::bytes).isPresent()).isEqualTo(call == Call.REPLACE);
    }

    @Test
    void damagedRecord_whoseReasonHasLineBreaks_staysADamagedRecord() {
        RecordStore store =
                ContractStore.of(new Fake(new UnreadableRecordException(ID, "is\ndamaged\u202e", "Restore it.")));
        assertThatThrownBy(() -> store.read(ID))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("Record " + ID + " is damaged. Restore it.");
    }

    @Test
    void lock_isThatOfTheStore_untilItIsClosed() throws IOException {
        RecordStore plain = RecordStore.inMemory();
        RecordStore store = ContractStore.of(plain);
        try (RecordLock lock = store.lock(ID, Duration.ZERO).orElseThrow()) {
            assertThat(lock).hasToString("held");
            assertThat(plain.lock(ID, Duration.ZERO)).isEmpty();
        }
        assertThat(plain.lock(ID, Duration.ZERO)).isPresent();
    }

    @Test
    void lock_thatCannotBeReleased_isLogged_andStopsNothing() throws IOException {
        RecordLock stuck = RecordLock.of(() -> {
            throw new IllegalStateException("a secret");
        });
        RecordStore store = ContractStore.of(new Fake(null, List.of(), Optional.of(stuck)));
        try (CapturedLog log = CapturedLog.open()) {
            store.lock(ID, Duration.ZERO).orElseThrow().close();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("the release of lock(\"p\") threw java.lang.IllegalStateException")
                    .doesNotContain("secret");
        }
    }

    @Test
    void of_aContractStore_isTheSame() {
        RecordStore store = ContractStore.of(RecordStore.inMemory());
        assertThat(ContractStore.of(store)).isSameAs(store);
    }
}
