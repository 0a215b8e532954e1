package com.algosolutions.console.browser;

import static com.algosolutions.console.browser.ConsolePage.test;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the console shows at the touch of a button: many presses, and a day. */
@Tag("heavy")
class DemonstrationsInBrowserTest {
    @RegisterExtension
    static final ConsoleInBrowser BED = new ConsoleInBrowser();

    private ConsolePage page;

    @BeforeEach
    void createProfile() {
        page = BED.page();
        page.logIn();
        page.createFrontDesk();
    }

    @Test
    void fiftyPresses_atOnce_needOneTokenRequest() {
        page.press("help");
        page.shows(test("request-counters"), "1 token request");
        page.open("status");

        page.click(test("press-50"));
        page.shows(test("burst"), "50 presses, 1 token request");
        page.shows(test("burst-summary"), "50 delivered");
        page.shows(test("post-count"), "51");
        page.shows(test("request-counters"), "2 token requests");
        page.scroll(test("request", "data-kind", "token") + " ~ " + test("request", "data-kind", "token"), "center");
        page.scroll(test("sandbox-requested"), "start");
        BED.pictures().take("8-fifty-presses");
        assertThat(page.count(test("request", "data-kind", "token"))).isEqualTo(2);
    }

    @Test
    void day_withAnOutage_isShownOnTheTimeline() {
        page.click(test("play-day"));
        page.shows(test("day"), "A day was played");
        page.click(test("show-timeline"));
        page.shown(test("timeline"));
        page.shown(test("timeline-mark", "data-kind", "outage"));
        page.shows(test("day"), "25 presses, 25 delivered");
        page.shows(test("screen-clock"), "08:15");
        page.scroll(test("sandbox-requested"), "start");
        BED.pictures().take("7-day");
    }

    @Test
    void test_whileItRuns_showsTheStepsOneByOne() {
        page.toggle("slow-1s", "on");
        page.open("test");
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "running"));
        page.shown(test("test-step"));
        BED.pictures().take("4-test-in-progress");
        page.shown(test("test-state", "data-state", "passed"));
    }
}
