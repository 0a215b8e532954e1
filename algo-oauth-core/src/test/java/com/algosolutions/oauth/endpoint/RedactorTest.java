package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(List.of(Secret.of("hunter2"), Secret.of("hunter2 and more")));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Invalid client: xx', 'Invalid client: xx'",
                "'secret hunter2 is wrong', 'secret *** is wrong'",
                "'hunter2 and more', '***'",
                "'hunter2%20and%20more', '***'",
                "'aHVudGVyMg==', '***=='",
                "'line\r\nbreak\tand\u0007nul', 'line break and nul'",
                "'  ', ''",
                "'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', '***'",
                "'8zXq6oaLT7WvwWITlGiA1A', '8zXq6oaLT7WvwWITlGiA1A'"
            })
    void words_ofAServer_areMadeFitToPrint(String words, String printed) {
        assertThat(redactor.clean(words)).isEqualTo(printed);
    }

    @Test
    void words_long_areCut_afterTheSecretIsMasked() {
        assertThat(redactor.clean("x ".repeat(98) + "hunter2 is long " + "y ".repeat(200)))
                .hasSize(201)
                .endsWith("…")
                .doesNotContain("hun");
        assertThat(redactor.clean("A".repeat(9_998) + " hunter2")).isEqualTo("*** ***");
    }

    @Test
    void mask_leavesTheRestAsItIs() {
        assertThat(redactor.mask("{\"a\":\n \"hunter2\", \"id\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\"}"))
                .isEqualTo("{\"a\":\n \"***\", \"id\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\u001b", "\b", "\u0000", "\ue000", "\ud800", "\u0378", "\u00ad"})
    void characters_thatATerminalObeys_areReplaced(String hidden) {
        assertThat(redactor.clean("a" + hidden + "b" + hidden)).isEqualTo("a b");
        assertThat(Redactor.visible(hidden + "a" + hidden + "\uD83D\uDD14")).isEqualTo("a \uD83D\uDD14");
    }
}
