package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.FakeServer;
import com.algosolutions.oauth.client.TestDevice;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL is sent as its caller wrote it, whatever URL was sent before: a signature may cover each character. */
class SentUrlTest {
    @RegisterExtension
    private final TestDevice device = new TestDevice();

    private final FakeServer server = device.server();

    @ParameterizedTest
    @CsvSource({
        "/v1/a%2fb, /v1/a%2Fb",
        "/v1/a?sig=x%2by, /v1/a?sig=x%2By",
        "/v1/%c3%a4, /v1/%C3%A4",
        "/v1/a, /v1/A",
        "/v1/a?q=1, /v1/a?q=2",
        "/v1/a, /v1/a/",
    })
    void url_thatDiffersInAnyCharacter_isSentAsWritten(String first, String second) {
        try (HttpTransport transport = TestValues.transport(TestValues.client())) {
            for (String target : List.of(first, second, first)) {
                transport.send(
                        "POST",
                        URI.create(server.http(target).toString()),
                        List.of(),
                        Body.json("{}"),
                        Deadline.after(Duration.ofSeconds(10)));
            }
        }
        assertThat(server.apiRequests())
                .extracting(request -> request.getTarget())
                .containsExactly(first, second, first);
    }
}
