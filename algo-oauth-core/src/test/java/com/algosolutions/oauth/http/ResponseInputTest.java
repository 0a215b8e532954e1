package com.algosolutions.oauth.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void head_isReadAtOnce_andABodyByItsLength() throws IOException {
        ResponseInput input = input("HTTP/1.1 200 OK\r\nA: b\r\n\r\nline\nHTTP/1.1 400 Bad\r\n");
        assertThat(read(input)).isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\n\r\n");
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

    /** A head ends with its first empty line, wherever the buffer ends; an end of line is LF or CR LF (RFC 9112 section 2.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\r\nA: b\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n\n",
                "\r\n",
                "\n",
                "\r\r\n"
            })
    void head_ofAnyForm_endsBehindItsEmptyLine(String head) throws IOException {
        for (int longer :
                new int[] {0, 8_150, 8_192 - head.length(), 8_193 - head.length(), 8_194 - head.length(), 20_000}) {
            String first = longer <= 0 ? "" : "x".repeat(longer) + "\n";
            ResponseInput input = input(first + head + "}\n}");
            StringBuilder read = new StringBuilder();
            while (read.length() < first.length() + head.length()) {
                read.append(read(input));
            }
            assertThat(read).hasToString(first + head);
            assertThat(input.empty()).isFalse();
        }
    }

    @Test
    void chunks_behindAHead_areReadLineByLine_andSoIsAnotherHead() throws IOException {
        ResponseInput input =
                input("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n2\r\n{}\r\n0\r\n\r\nHTTP");
        for (String part : List.of(
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "A: b\r\n",
                "\r\n",
                "2\r\n",
                "{}\r\n",
                "0\r\n",
                "\r\n")) {
            assertThat(read(input)).isEqualTo(part);
        }
        input.idle();
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
