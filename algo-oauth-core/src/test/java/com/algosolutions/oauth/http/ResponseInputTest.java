package com.algosolutions.oauth.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the HTTP client reads of a connection ends where the response ends. */
class ResponseInputTest {
    private static ResponseInput input(String bytes) {
        return new ResponseInput(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
    }

    /** One read, as the HTTP client makes it. */
    private static String read(ResponseInput input) throws IOException {
        byte[] block = new byte[8192];
        int count = input.read(block);
        return count < 0 ? "end" : new String(block, 0, count, ISO_8859_1);
    }

    @Test
    void head_isReadLineByLine_andABodyByItsLength() throws IOException {
        ResponseInput input = input("HTTP/1.1 200 OK\r\n\r\nline\nHTTP/1.1 400 Bad\r\n");
        assertThat(read(input)).isEqualTo("HTTP/1.1 200 OK\r\n");
        assertThat(read(input)).isEqualTo("\r\n");
        input.body(5);
        assertThat(read(input)).isEqualTo("line\n");
        assertThat(input.empty()).isFalse();
        input.idle();
        assertThat(read(input)).isEqualTo("end");
        assertThat(input.empty()).isFalse();
    }

    @Test
    void body_thatBeginsInTheBuffer_andGoesOnBehindIt_isReadWhole() throws IOException {
        ResponseInput input = input("\n" + "x".repeat(20_000) + "}");
        assertThat(read(input)).isEqualTo("\n");
        input.body(20_000);
        int sum = 0;
        while (sum < 20_000) {
            String part = read(input);
            assertThat(part).matches("x+");
            sum += part.length();
        }
        assertThat(sum).isEqualTo(20_000);
        assertThat(input.empty()).isFalse();
    }

    @Test
    void line_longerThanTheBuffer_isReadInParts() throws IOException {
        ResponseInput input = input("x".repeat(10_000) + "\n}");
        assertThat(read(input) + read(input)).isEqualTo("x".repeat(10_000) + "\n");
        assertThat(input.empty()).isFalse();
    }

    @Test
    void response_withNothingBehindIt_leavesNothing_andTheNextOneIsRead() throws IOException {
        ResponseInput input = input("\n{}\n{}");
        for (int i = 0; i < 2; i++) {
            input.head();
            assertThat(input.read()).isEqualTo('\n');
            input.body(2);
            assertThat(read(input)).isEqualTo("{}");
            input.idle();
        }
        assertThat(input.empty()).isTrue();
        assertThat(read(input)).isEqualTo("end");
    }
}
