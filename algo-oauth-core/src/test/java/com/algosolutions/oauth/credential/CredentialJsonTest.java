package com.algosolutions.oauth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.token.CredentialState;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored state of a credential, in a record that another program may have changed. */
class CredentialJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\n",
                "\r",
                "\u001b[31m",
                "\u0085",
                "\u009b",
                "\u200b",
                "\u2028",
                "\u2029",
                "\u202e",
                "\ue000"
            })
    void refusal_withCharactersThatATerminalObeys_isPrintedWithoutThem(String hidden) {
        String text = "a" + hidden + "b";
        Map<String, Object> refusal = Map.of(
                "times",
                1,
                "status",
                400,
                "consequence",
                "GRANT_DEAD",
                "meaning",
                text,
                "advice",
                text,
                "error",
                text,
                "code",
                text,
                "message",
                text,
                "requestId",
                text);
        byte[] record =
                Json.write(Map.of("fingerprint", "f", "refusal", refusal)).getBytes(UTF_8);

        CredentialState state = CredentialJson.read("f", Members.parse(record));

        assertThat(state.refusal().orElseThrow().failure().toString())
                .startsWith("a ")
                .doesNotContain(hidden.substring(0, 1))
                .doesNotContainPattern("\\p{Cntrl}");
        String written = Json.write(CredentialJson.write("f", state));
        assertThat(CredentialJson.read("f", Members.parse(written.getBytes(UTF_8))))
                .isEqualTo(state);
    }
}
