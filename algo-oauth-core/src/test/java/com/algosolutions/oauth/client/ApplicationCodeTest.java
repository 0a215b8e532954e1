package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.OutgoingRequest;
import com.algosolutions.oauth.store.RecordLock;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.store.RollbackCounter;
import com.algosolutions.oauth.store.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code of the application that throws what its interface does not declare: each callback has its documented result. */
@Timeout(60)
class ApplicationCodeTest {
    private static final String ID = "p-1";

    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    /** Exceptions that no interface declares, as a callback in another language throws them, and errors. */
    private static List<Throwable> thrown() {
        return List.of(
                new Exception("undeclared"),
                new java.util.concurrent.TimeoutException("undeclared"),
                new InterruptedException("undeclared"),
                new Throwable("neither an exception nor an error"),
                new IllegalStateException("a bug"),
                new AssertionError("a bug"),
                new StackOverflowError(),
                new NoClassDefFoundError("a/Missing"),
                new OutOfMemoryError("of the callback"));
    }

    /** Without the interrupt: it cancels the call in which it is thrown. */
    private static List<Throwable> thrownWithoutInterrupt() {
        return thrown().stream()
                .filter(each -> !(each instanceof InterruptedException))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable, R> R sneak(Throwable e) throws T {
        throw (T) e;
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    /** An interrupt that the callback has thrown is still set for the caller. */
    private static void assertInterruptKept(Throwable thrown) {
        assertThat(Thread.interrupted()).isEqualTo(thrown instanceof InterruptedException);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void listener_thatThrows_failsNoCall_andHearsTheNextEvent(Throwable thrown) throws Exception {
        CountDownLatch heard = new CountDownLatch(2);
        OAuthClient client = device.start(device.settings().listener(event -> {
            heard.countDown();
            ApplicationCodeTest.<RuntimeException, Void>sneak(thrown);
        }));
        TestValues.withDesk(client, server);
        assertThat(TestValues.post(client, server).delivered()).isTrue();
        assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.status("desk").usable()).isTrue();
    }

    /** A store whose named call throws. */
    private record BrokenStore(RecordStore store, String broken, Throwable thrown) implements RecordStore {
        private void in(String call) {
            if (call.equals(broken)) {
                ApplicationCodeTest.<RuntimeException, Void>sneak(thrown);
            }
        }

        @Override
        public Optional<StoredRecord> read(String id) throws IOException {
            in("read");
            return store.read(id);
        }

        @Override
        public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
            in("replace");
            return store.replace(id, expectedGeneration, bytes);
        }

        @Override
        public List<String> list() throws IOException {
            in("list");
            return store.list();
        }

        @Override
        public void delete(String id) throws IOException {
            in("delete");
            store.delete(id);
        }

        @Override
        public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
            in("lock");
            return store.lock(id, limit)
                    .map(held -> RecordLock.of(() -> {
                        held.close();
                        in("release");
                    }));
        }
    }

    @ParameterizedTest
    @MethodSource("thrownWithoutInterrupt")
    void store_thatThrows_isAFailureOfTheStore(Throwable thrown) {
        device.withDesk();
        assertThatThrownBy(() -> device.start(device.settings().store(new BrokenStore(device.store, "list", thrown))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("list() threw " + thrown.getClass().getName());

        OAuthClient writing = device.start(device.settings().store(new BrokenStore(device.store, "replace", thrown)));
        OAuthProfile edited = writing.edit(writing.profiles().find("desk").orElseThrow())
                .name("lobby")
                .build();
        assertThatThrownBy(() -> writing.profiles().update(edited))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("threw " + thrown.getClass().getName());
        assertThat(TestValues.post(writing, server).delivered()).isTrue();

        OAuthClient releasing = device.start(device.settings().store(new BrokenStore(device.store, "release", thrown)));
        assertThat(TestValues.post(releasing, server).delivered()).isTrue();

        OAuthClient locking = device.start(device.settings().store(new BrokenStore(device.store, "lock", thrown)));
        assertThat(TestValues.post(locking, server).failure()).isEmpty();
        assertThatThrownBy(() -> locking.profiles().delete("desk")).isInstanceOf(UncheckedIOException.class);

        OAuthClient deleting = device.start(device.settings().store(new BrokenStore(device.store, "delete", thrown)));
        assertThatThrownBy(() -> deleting.profiles().delete("desk")).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void rollbackCounter_thatThrows_isAnIOExceptionThatNamesIt(Throwable thrown) throws IOException {
        for (String broken : List.of("value", "advance")) {
            RecordStore store = RecordStore.inMemory()
                    .encryptedWith(new SecretKeySpec(new byte[32], "AES"), new RollbackCounter() {
                        @Override
                        public long value(String id) {
                            return broken.equals("value")
                                    ? ApplicationCodeTest.<RuntimeException, Long>sneak(thrown)
                                    : 0;
                        }

                        @Override
                        public void advance(String id, long value) {
                            ApplicationCodeTest.<RuntimeException, Void>sneak(thrown);
                        }
                    });
            String message = "The rollback counter breaks its contract: " + broken + "(\"" + ID + "\") threw "
                    + thrown.getClass().getName() + ". Correct the counter.";
            assertThatThrownBy(() -> store.replace(ID, 0, new byte[] {1}))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(message);
            assertInterruptKept(thrown);
            assertThatThrownBy(() -> store.delete(ID))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(message);
            Thread.interrupted();
            if (broken.equals("value")) {
                assertThatThrownBy(() -> store.read(ID))
                        .isExactlyInstanceOf(IOException.class)
                        .hasMessage(message);
            }
        }
    }

    private static ApiRequest named() {
        return ApiRequest.post(URI.create("https://api.example.com/v1"), Body.json("{}"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void nameResolver_thatThrows_isNamed_andNothingIsSent(Throwable thrown) {
        OAuthClient client = device.start(device.settings()
                .nameResolver(host -> ApplicationCodeTest.<RuntimeException, List<InetAddress>>sneak(thrown)));
        assertResolverNamed(
                client.execute(named()), "threw " + thrown.getClass().getName());
    }

    private static List<Arguments> answersOfAResolver() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        return List.of(
                Arguments.of("returned null for", null),
                Arguments.of("returned no address for", List.of()),
                Arguments.of("returned a list with null for", Collections.singletonList(null)),
                Arguments.of("returned a list with null for", Arrays.asList(here, null)),
                Arguments.of("returned a list with null for", Arrays.asList(null, here)));
    }

    @ParameterizedTest
    @MethodSource("answersOfAResolver")
    void nameResolver_thatReturnsNoAddress_isNamed_andNothingIsSent(String said, List<InetAddress> answer) {
        OAuthClient client = device.start(device.settings().nameResolver(host -> answer));
        assertResolverNamed(client.execute(named()), said + " api.example.com");
    }

    private static void assertResolverNamed(ApiResult result, String said) {
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.UNREACHABLE);
        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(failure.message())
                .contains("the name resolver " + ApplicationCodeTest.class.getName())
                .contains(said);
        assertThat(failure.advice()).contains("nameResolver(…)");
    }

    /** A signer whose named method throws, or returns null. */
    private record BrokenSigner(String broken, Supplier<?> failure) implements RequestSigner {
        private <T> T in(String method, T otherwise) {
            @SuppressWarnings("unchecked")
            T failed = method.equals(broken) ? (T) failure.get() : otherwise;
            return failed;
        }

        @Override
        public List<Header> sign(ApiRequest request, Instant now) {
            return in("sign", List.of(new Header("Authorization", "signed")));
        }

        @Override
        public boolean clockMayBeWrong(int status, Duration off) {
            return in("clockMayBeWrong", false);
        }

        @Override
        public boolean keepsSecret() {
            return in("keepsSecret", true);
        }

        @Override
        public Failure explain(HttpResponse response, Failure failed) {
            return in("explain", failed);
        }
    }

    private ApiResult signed(String broken, Supplier<?> failure) {
        OAuthClient client = device.start(TestValues.client()
                .allowPlainHttp(com.algosolutions.oauth.profile.ApiHost.of("device.example.com"))
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress())));
        server.onApi(new mockwebserver3.MockResponse.Builder()
                .code(403)
                .addHeader("Date", "Mon, 28 Sep 2020 16:57:32 GMT")
                .build());
        URI target = broken.equals("keepsSecret") ? URI.create("http://device.example.com/v1") : server.http("/v1");
        return client.execute(ApiRequest.post(target, Body.json("{}")).signedBy(new BrokenSigner(broken, failure)));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void signer_thatThrowsBeforeTheRequest_isNamed_andNothingIsSent(Throwable thrown) {
        for (String method : List.of("sign", "keepsSecret")) {
            ApiResult result = signed(method, () -> ApplicationCodeTest.<RuntimeException, Object>sneak(thrown));
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
            assertThat(result.failure().orElseThrow().message())
                    .isEqualTo("the signer failed with " + thrown.getClass().getName());
            assertInterruptKept(thrown);
        }
        assertThat(server.apiRequests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void signer_thatThrowsAfterTheResponse_isLeftOut(Throwable thrown) {
        for (String method : List.of("clockMayBeWrong", "explain")) {
            ApiResult result = signed(method, () -> ApplicationCodeTest.<RuntimeException, Object>sneak(thrown));
            assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.REJECTED);
            assertThat(result.failure().orElseThrow().message()).doesNotContain("signer");
            assertInterruptKept(thrown);
        }
        assertThat(server.apiRequests()).hasSize(2);
    }

    private static Stream<List<Header>> nothingToSignWith() {
        return Stream.of(null, Collections.singletonList(null));
    }

    @ParameterizedTest
    @MethodSource("nothingToSignWith")
    void signer_thatReturnsNull_isNamed_andNothingIsSent(List<Header> headers) {
        ApiResult result = signed("sign", () -> headers);
        assertThat(result.outcome()).isEqualTo(ApiResult.Outcome.NO_CREDENTIAL);
        assertThat(result.failure().orElseThrow().message()).startsWith("the signer failed with ");
        assertThat(server.apiRequests()).isEmpty();
    }

    /** A provider whose named method throws. */
    private static final class BrokenProvider implements OAuthProvider {
        private final FakeProvider sound = new FakeProvider("ACME");
        private final Throwable thrown;
        private volatile String broken = "";

        BrokenProvider(Throwable thrown) {
            this.thrown = thrown;
        }

        private void in(String method) {
            if (method.equals(broken)) {
                ApplicationCodeTest.<RuntimeException, Void>sneak(thrown);
            }
        }

        @Override
        public String id() {
            in("id");
            return sound.id();
        }

        @Override
        public Preset preset() {
            in("preset");
            return sound.preset();
        }

        @Override
        public ErrorTable errors() {
            in("errors");
            return sound.errors();
        }

        @Override
        public List<String> errorCodes(Map<String, ?> body) {
            in("errorCodes");
            return List.of();
        }

        @Override
        public Map<String, Object> failureMarks() {
            in("failureMarks");
            return Map.of();
        }

        @Override
        public Optional<String> requestIdHeader() {
            in("requestIdHeader");
            return sound.requestIdHeader();
        }

        @Override
        public Set<String> bearerTypes() {
            in("bearerTypes");
            return Set.of();
        }

        @Override
        public List<Problem> checkProfile(OAuthProfile profile) {
            in("checkProfile");
            return List.of();
        }

        @Override
        public Optional<Problem> checkRequest(OutgoingRequest request) {
            in("checkRequest");
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("thrownWithoutInterrupt")
    void provider_thatThrows_isLeftOut_orIsTheReason(Throwable thrown) {
        BrokenProvider provider = new BrokenProvider(thrown);
        OAuthClient client = device.start(device.settings().provider(provider));
        OAuthProfile profile = TestValues.draft(client, "desk", "ACME", server).build();
        client.profiles().create(profile);
        for (String method : List.of("checkRequest", "failureMarks", "requestIdHeader", "errors", "errorCodes")) {
            provider.broken = method;
            assertThat(TestValues.post(client, server).delivered()).as(method).isTrue();
            server.onApi(FakeServer.json(404, "{\"code\":\"GONE\"}"));
            assertThat(TestValues.post(client, server).outcome()).as(method).isEqualTo(ApiResult.Outcome.REJECTED);
        }
        provider.broken = "bearerTypes";
        server.onToken(FakeServer.json(200, "{\"access_token\":\"x\",\"token_type\":\"other\",\"expires_in\":3600}"));
        device.ticker.seconds(7200);
        assertThat(TestValues.post(client, server).failure().orElseThrow().message())
                .contains("plugin");

        provider.broken = "checkProfile";
        assertThatThrownBy(() -> client.profiles()
                        .create(TestValues.draft(client, "lobby", "ACME", server)
                                .build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("whose check of the profile failed with "
                        + thrown.getClass().getName());

        provider.broken = "id";
        assertThatThrownBy(() -> device.settings().provider(provider).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("id() failed with " + thrown.getClass().getName());
    }
}
