package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.client.CapturedLog;
import com.algosolutions.oauth.client.TestValues;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventLogTest {
    @Test
    void events_areTheNewestTwoHundred() {
        EventLog events = new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), null);
        for (int i = 1; i <= 250; i++) {
            events.add("desk", Event.Kind.TOKEN, "event " + i);
        }
        assertThat(events.list()).hasSize(200);
        assertThat(events.list().get(0).text()).isEqualTo("event 51");
        assertThat(events.list().get(199).text()).isEqualTo("event 250");
    }

    @Test
    void listener_thatThrowsAnError_stopsNobody() {
        EventLog events = new EventLog(Clock.fixed(TestValues.NOW, ZoneOffset.UTC), event -> {
            throw new StackOverflowError();
        });
        try (CapturedLog log = CapturedLog.open()) {
            events.add("desk", Event.Kind.STATE_CHANGED, "READY");
            assertThat(log.lines()).singleElement().asString().contains("An event listener failed");
        }
        assertThat(events.list()).hasSize(1);
    }
}
