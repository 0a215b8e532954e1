package com.algosolutions.oauth.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server could do to the whole JVM, tried in another one: take its heap, or end the thread of Okio's timeouts. */
@Timeout(120)
class HostileServerProcessTest {
    private static final String OK = "200, 2 bytes";
    private static final String BROKEN = "NoResponse[error=BROKEN, mayHaveBeenSent=true, seen=null]";
    private static final String TOO_LARGE = "200, 0 bytes, body lost: " + NetworkError.TOO_LARGE.meaning();

    private static List<String> run(String heap, String what) throws Exception {
        return ChildJvm.run(HostileServerChild.class, List.of(heap), what);
    }

    @Test
    void lineWithoutEnd_takesNoHeapOf16Megabytes() throws Exception {
        assertThat(run("-Xmx16m", "flood"))
                .containsExactly(
                        BROKEN,
                        OK,
                        BROKEN,
                        OK,
                        TOO_LARGE,
                        OK,
                        TOO_LARGE,
                        OK,
                        "200, 0 bytes, body lost: " + NetworkError.BROKEN.meaning(),
                        OK);
    }

    @Test
    void callsEndByTheirDeadlines_withoutTheThreadOfOkio() throws Exception {
        String deadline = "NoResponse[error=DEADLINE, mayHaveBeenSent=%s, seen=null]";
        assertThat(run("-Xmx64m", "stall"))
                .containsExactly(
                        "Okio Watchdog runs: false",
                        deadline.formatted(true),
                        deadline.formatted(false),
                        deadline.formatted(true),
                        deadline.formatted(false),
                        "200, 0 bytes, body lost: " + NetworkError.DEADLINE.meaning());
    }
}
