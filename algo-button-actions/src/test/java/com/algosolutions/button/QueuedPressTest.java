package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored form of a queued press: the names of its JSON members do not change. */
class QueuedPressTest {
    /** As the code of November 2026 has written it. */
    private static final String RECORDED = """
            {"press":"p-1","button":"help","pressed":1795478400123,"order":7,"inSequence":true,"sendings":[\
            {"number":1,"target":"platform.ringcentral.com","under":true,"command":"","method":"POST",\
            "customPath":"/team-messaging/v1/chats/1/posts","oauthProfile":"Front desk","headers":"CUSTOM",\
            "customHeaders":[["X-Floor","2"]],"dataPayload":"{\\"text\\":\\"Help\\"}","repeatable":false}]}""";

    @Test
    void press_thatAnEarlierVersionHasStored_isRead_andWrittenBackAlike() {
        QueuedPress press = QueuedPress.of(RECORDED.getBytes(UTF_8));
        assertThat(press.order()).isEqualTo(7);
        assertThat(press.inSequence()).isTrue();
        assertThat(press.dispatches()).singleElement().satisfies(dispatch -> {
            assertThat(dispatch.started()).isTrue();
            assertThat(dispatch.target()).hasToString("platform.ringcentral.com");
            assertThat(dispatch.request().oauthProfile()).contains("Front desk");
            assertThat(dispatch.request().customHeaders().get(0).value()).isEqualTo("2");
        });
        assertThat(new String(press.toBytes(), UTF_8)).isEqualTo(RECORDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"press", "button", "pressed", "order", "sendings", "target", "under", "headers", "repeatable"})
    void press_withoutAMember_isRejected_byItsName(String member) {
        byte[] damaged = RECORDED.replace("\"" + member + "\":", "\"other\":").getBytes(UTF_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueuedPress.of(damaged))
                .withMessageContaining(member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"\"Front desk\" | 7 | oauthProfile", "[\"X-Floor\",\"2\"] | [\"X-Floor\"] | customHeaders"})
    void press_withADamagedMember_isRejected_andNotSentChanged(String whole, String damaged, String member) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> QueuedPress.of(RECORDED.replace(whole, damaged).getBytes(UTF_8)))
                .withMessageContaining(member);
    }
}
