package com.algosolutions.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An exception that another JVM reads has its problems or its result: an accessor never returns null. */
class ExceptionSerializationTest {
    private static final String SECRET = "s3cr3t-token";

    @SuppressWarnings("unchecked") // the object that was written
    private static <T> T throughSerialization(T value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void invalidInput_keepsItsProblems() throws Exception {
        InvalidInputException thrown = new InvalidInputException(List.of(
                Problem.of("tokenUrl", "Token URL", "is missing", "Copy it.").within("profiles[0]"),
                Problem.of("name", "is empty", "Write one.")));
        InvalidInputException read = throughSerialization(thrown);
        assertThat(read.problems()).isEqualTo(thrown.problems());
        assertThat(read).hasMessage("profiles[0].tokenUrl: Token URL is missing. Copy it. | name is empty. Write one.");
    }

    @Test
    void unreadableRecord_keepsIdReasonAndAdvice() throws Exception {
        UnreadableRecordException read =
                throughSerialization(new UnreadableRecordException("profile-1", "is damaged", "Delete it."));
        assertThat(read.recordId()).isEqualTo("profile-1");
        assertThat(read.reason()).isEqualTo("is damaged");
        assertThat(read.advice()).isEqualTo("Delete it.");
        assertThat(read).hasMessage("Record profile-1 is damaged. Delete it.");
    }

    @ParameterizedTest
    @EnumSource(value = ApiResult.Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "DELIVERED")
    void undelivered_keepsItsResult_withTheBodyMasked(ApiResult.Outcome outcome) throws Exception {
        HttpResponse response = HttpResponse.of(
                        503,
                        List.of(new Header("Retry-After", "7")),
                        ("{\"echo\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8))
                .maskedBy(text -> text.replace(SECRET, "***"));
        ApiResult result = ApiResult.builder(
                        ApiRequest.get(URI.create("https://api.example/v1?key=" + SECRET)), outcome)
                .response(response)
                .failure(Failure.of(Step.REPLY, Failure.Kind.UNAVAILABLE, "busy", "Wait.")
                        .withServerError(
                                Failure.ServerError.of(503).withCode("CMN-1").withRequestId("id-1"))
                        .withRetryAfter(Duration.ofSeconds(7)))
                .elapsed(Duration.ofMillis(12))
                .build();
        ApiResult read = throughSerialization(new OAuthException(result)).result();
        assertThat(read.outcome()).isEqualTo(outcome);
        assertThat(read.failure()).isEqualTo(result.failure());
        assertThat(read.requestId()).contains("id-1");
        assertThat(read.elapsed()).isEqualTo(Duration.ofMillis(12));
        assertThat(read.response().orElseThrow().body()).isEqualTo("{\"echo\":\"***\"}");
        assertThat(read.response().orElseThrow().header("retry-after")).contains("7");
        assertThat(read).hasToString(result.toString());
    }
}
