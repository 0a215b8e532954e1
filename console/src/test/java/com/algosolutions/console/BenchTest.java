package com.algosolutions.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fault controls: what a press does then, and what the page says. */
@Tag("heavy")
class BenchTest {
    @TempDir
    private Path folder;

    private Bed bed;
    private Browser browser;
    private String profile = "";

    @BeforeEach
    void start() {
        bed = new Bed(folder);
        browser = bed.browser;
        profile = browser.createFrontDesk();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private void fault(String id, boolean on) {
        Browser.Reply reply = browser.post("/api/faults/" + id, Map.of("on", on));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private String faultState(String id) {
        return browser.state().list("faults").stream()
                .filter(fault -> id.equals(fault.get("id")))
                .map(fault -> (String) fault.get("state"))
                .findFirst()
                .orElseThrow();
    }

    private int posts() {
        return (Integer) browser.state().at("sandbox.postCount");
    }

    @Test
    void press_ofSeveralTargets_hasALightForEach() {
        Map<String, Object> press = browser.press("lockdown");

        assertThat(press).containsEntry("state", "sent").containsEntry("sentence", "All 5 delivered.");
        assertThat(Browser.list(Browser.at(press, "targets")))
                .extracting(target -> target.get("label") + " " + target.get("state"))
                .containsExactly(
                        "Hall horn sent", "Gate horn sent", "Hall horn sent", "Gate horn sent", "Reception sent");
        assertThat(browser.state().list("sandbox.posts"))
                .singleElement()
                .satisfies(post ->
                        assertThat(post).containsKey("card").containsEntry("text", "Lockdown, from Lobby console"));
    }

    @Test
    void network_unplugged_keepsThePress_andDeliversItOnce() {
        browser.press("help");
        fault("unplug", true);
        Map<String, Object> waits = browser.press("visitor");
        long before = browser.lastEvent();
        assertThat(waits).containsEntry("state", "queued");
        assertThat(Browser.at(waits, "queued.position")).isEqualTo(1);
        assertThat(Browser.at(waits, "queued.capacity")).isEqualTo(20);
        assertThat((Integer) Browser.at(waits, "queued.lostInMillis")).isBetween(1, 600_000);
        assertThat(browser.state().at("queue.presses.0.button")).isEqualTo("visitor");
        assertThat(browser.state().at("device.network")).isEqualTo("down");

        fault("unplug", false);
        Map<String, Object> later = browser.event(
                before, "press", data -> Browser.at(data, "press.state").equals("sent"));
        assertThat(Browser.at(later, "press.pressId")).isEqualTo(waits.get("pressId"));
        assertThat(browser.state().at("sandbox.cardCount")).isEqualTo(1);
        browser.post("/api/queue/send", Map.of());
        assertThat(browser.state().at("sandbox.cardCount")).isEqualTo(1);
        assertThat(browser.state().at("queue.size")).isEqualTo(0);
    }

    @Test
    void press_inTheQueue_canBeCancelled() {
        browser.press("cleaning");
        fault("unplug", true);
        String id = (String) browser.press("help").get("pressId");

        assertThat(browser.delete("/api/queue/" + id).at("queue.size")).isEqualTo(0);
        assertThat(browser.delete("/api/queue/" + id).status()).isEqualTo(404);
        fault("unplug", false);
        assertThat(browser.press("visitor").get("state")).isEqualTo("sent");
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void power_cut_restartsOnTheStore_andThePressInTheQueueIsDelivered() {
        browser.press("help");
        fault("unplug", true);
        browser.press("visitor");
        long before = browser.lastEvent();
        fault("power-cut", true);

        assertThat(browser.state().at("device.starts")).isEqualTo(2);
        assertThat(browser.state().at("device.lastStop")).isEqualTo("power cut");
        assertThat(browser.state().at("profiles.0.state")).isEqualTo("READY");
        assertThat(browser.state().at("queue.size")).isEqualTo(1);
        fault("unplug", false);
        browser.event(before, "press", data -> Browser.at(data, "press.state").equals("sent"));
        assertThat(browser.state().at("sandbox.cardCount")).isEqualTo(1);
        assertThat(browser.state().at("sandbox.tokenRequestCount")).isEqualTo(1);
    }

    @Test
    void disk_full_keepsTheProfileWorking_andIsSaid() {
        browser.press("cleaning");
        fault("full-disk", true);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
        assertThat(browser.state().at("device.store.full")).isEqualTo(true);
        Browser.Reply refused =
                browser.put("/api/profiles/" + profile, Map.of("values", Map.of("clientSecret", "other-secret")));
        assertThat(refused.status()).isEqualTo(409);
        assertThat((String) refused.at("message")).contains("No space left");

        fault("full-disk", false);
        assertThat(browser.press("visitor").get("state")).isEqualTo("sent");
    }

    @ParameterizedTest
    @CsvSource({"clock-1970", "clock-plus-1h"})
    void clock_wrong_delivers(String id) {
        fault(id, true);
        assertThat(browser.state().at("device.clockErrorMillis")).isNotEqualTo(0);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
        assertThat(browser.press("door").get("state")).isEqualTo("sent");
        fault(id, false);
        assertThat(browser.state().at("device.clockErrorMillis")).isEqualTo(0);
    }

    @Test
    void clocks_excludeEachOther_asDoTheFaultsOfTheServer() {
        fault("clock-1970", true);
        fault("clock-plus-1h", true);
        assertThat(faultState("clock-1970")).isEqualTo("off");
        assertThat(browser.state().at("device.clockErrorMillis")).isEqualTo(3_600_000);
        fault("slow-1s", true);
        fault("server-error", true);
        assertThat(faultState("slow-1s")).isEqualTo("off");
        fault("server-error", false);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
    }

    @Test
    void server_throttling_isSaidOnTheScreenAndInTheTimeline() {
        browser.press("help");
        fault("throttle", true);
        Map<String, Object> press = browser.press("visitor");
        assertThat(press).containsEntry("state", "queued");
        fault("throttle", false);
        assertThat(browser.state().list("sandbox.requests"))
                .extracting(request -> request.get("status"))
                .contains(429);
    }

    @Test
    void server_slow_answersLater() {
        fault("slow-1s", true);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
        assertThat(browser.state().list("sandbox.requests"))
                .allSatisfy(
                        request -> assertThat((Integer) request.get("millis")).isGreaterThanOrEqualTo(1000));
    }

    @Test
    void connections_closedWhileIdle_loseNoPress() {
        browser.press("help");
        fault("close-idle", true);
        assertThat(browser.press("visitor").get("state")).isEqualTo("sent");
    }

    @Test
    void burst_ofFiftyPressesWithoutAToken_makesOneTokenRequest() {
        browser.press("help");
        Browser.Reply reply = browser.post("/api/buttons/help/burst", Map.of("times", 50, "expireFirst", true));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.at("burst.delivered")).isEqualTo(50);
        assertThat(reply.at("burst.tokenRequests")).isEqualTo(1);
        assertThat(reply.at("burst.posts")).isEqualTo(50);
        assertThat(posts()).isEqualTo(51);
        assertThat(browser.get("/api/profiles/" + profile + "/timeline").list("tokens"))
                .extracting(token -> String.valueOf(token.get("endedBy")))
                .containsExactly("401", "null");
    }

    @Test
    void day_played_hasATimelineOfTokensPressesAndAnOutage() {
        browser.press("help");
        long before = browser.lastEvent();
        assertThat(browser.post("/api/day", Map.of()).status()).isEqualTo(202);
        assertThat(browser.post("/api/day", Map.of()).status()).isEqualTo(409);
        Map<String, Object> end = browser.event(
                before, "day", data -> Browser.at(data, "day.running").equals(false));

        assertThat(Browser.at(end, "day.presses")).isEqualTo(25);
        assertThat(Browser.at(end, "day.delivered")).isEqualTo(25);
        Browser.Reply timeline = browser.get("/api/profiles/" + profile + "/timeline");
        assertThat(timeline.list("tokens"))
                .hasSizeBetween(10, 30)
                .allSatisfy(token -> assertThat(((Number) token.get("freshUntil")).longValue())
                        .isBetween(((Number) token.get("from")).longValue(), ((Number) token.get("to")).longValue()));
        assertThat(timeline.list("outages"))
                .singleElement()
                .satisfies(outage -> assertThat(
                                ((Number) outage.get("to")).longValue() - ((Number) outage.get("from")).longValue())
                        .isBetween(480_000L, 490_000L));
        assertThat(timeline.list("presses")).hasSize(25); // of the last 24 hours
        assertThat((Integer) browser.state().at("sandbox.postCount")).isEqualTo(26);
    }

    @Test
    void timeline_ofARejectedToken_endsItWithA401_andBeginsTheNext() {
        browser.press("help");
        fault("expire-access-token", true);
        browser.press("visitor");

        Browser.Reply timeline = browser.get("/api/profiles/" + profile + "/timeline");
        assertThat(timeline.list("tokens"))
                .extracting(token -> String.valueOf(token.get("endedBy")))
                .containsExactly("401", "null");
        assertThat(timeline.list("marks")).extracting(mark -> mark.get("kind")).contains("401");
        assertThat(timeline.at("budget.used")).isEqualTo(2);
        assertThat(timeline.at("budget.limit")).isEqualTo(5);
    }

    @Test
    void document_withAProblem_namesLineAndColumn_andIsNotSaved() {
        String document =
                "{\n  \"buttons\": [\n    {\n      \"identifier\": \"help\",\n      \"action\": \"Send API Request\",\n"
                        + "      \"numberOfApiRequests\": 1,\n      \"requests\": [{\"method\": \"BREW\", \"customPath\": \"x\", \"targets\": [\"example.com\"]}]\n    }\n  ]\n}\n";
        Browser.Reply checked = browser.post("/api/buttons/check", Map.of("document", document));
        assertThat(checked.list("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .containsEntry("field", "buttons[0].requests[0].method")
                        .containsEntry("line", 7)
                        .containsKey("advice"));
        assertThat(browser.put("/api/buttons", Map.of("document", document)).status())
                .isEqualTo(422);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
        assertThat(browser.post("/api/buttons/check", Map.of("document", "{\n\"buttons\": [}"))
                        .list("problems"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).containsEntry("line", 2));
    }

    @Test
    void document_savedAsAModel_isPressedAtOnce() {
        Map<String, ?> model = Map.of(
                "screens",
                List.of(Map.of(
                        "name",
                        "Emergency",
                        "buttons",
                        List.of(Map.of(
                                "identifier",
                                "alarm",
                                "action",
                                "Send API Request",
                                "numberOfApiRequests",
                                1,
                                "requests",
                                List.of(Map.of(
                                        "method", "POST",
                                        "customPath",
                                                browser.credential("targetUrl").substring(33),
                                        "targets", "platform.ringcentral.com",
                                        "oauthProfile", "Front desk")))))));
        Browser.Reply saved = browser.put("/api/buttons", Map.of("model", model));
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(browser.state().at("screens.0.buttons.0.emergency")).isEqualTo(true);
        assertThat(browser.press("alarm").get("state")).isEqualTo("sent");
    }

    @Test
    void press_ofAButtonWithoutAProfile_warnsBefore_andSaysWhatToDo() {
        browser.delete("/api/profiles/" + profile);
        assertThat(browser.state().list("buttons.warnings"))
                .isNotEmpty()
                .allSatisfy(warning -> assertThat(warning).containsKeys("line", "advice"));
        Map<String, Object> press = browser.press("help");
        assertThat(press).containsEntry("state", "failed");
        assertThat((String) press.get("detail")).contains("Front desk");
    }
}
