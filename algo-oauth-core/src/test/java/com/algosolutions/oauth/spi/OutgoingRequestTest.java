package com.algosolutions.oauth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutgoingRequestTest {
    private static final URI TARGET = URI.create("https://api.example.com/doors/1?key=hidden");

    @Test
    void view_hasThePartsOfTheRequest_andNoHeaders() {
        OutgoingRequest view = OutgoingRequest.of(
                ApiRequest.post(TARGET, Body.json("{\"pin\":1}")).header("X-Api-Key", "hidden"));

        assertThat(view.method()).isEqualTo("POST");
        assertThat(view.target()).isEqualTo(TARGET);
        assertThat(view.contentType()).hasValue("application/json");
        assertThat(view.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"pin\":1}");
        assertThat(view).hasToString("POST https://api.example.com/doors/1");
    }

    @Test
    void contentType_ofAHeader_replacesTheBodys() {
        assertThat(OutgoingRequest.of(ApiRequest.post(TARGET, Body.json("{}")).header("content-type", "text/plain"))
                        .contentType())
                .hasValue("text/plain");
    }

    @Test
    void requestWithoutABody_hasNoBytesAndNoContentType() {
        OutgoingRequest view = OutgoingRequest.of(ApiRequest.get(TARGET));

        assertThat(view.contentType()).isEmpty();
        assertThat(view.body()).isEmpty();
    }

    @Test
    void body_changedByAPlugin_isSentUnchanged() {
        ApiRequest request = ApiRequest.post(TARGET, Body.json("{}"));
        OutgoingRequest view = OutgoingRequest.of(request);
        view.body()[0] = '!';

        assertThat(view.body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThat(request.body().toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    }

    @Test
    @SuppressWarnings("NullAway") // a caller without null checks
    void null_isRejectedAtOnce() {
        assertThatNullPointerException()
                .isThrownBy(() -> OutgoingRequest.of(null))
                .withMessage("request");
    }
}
