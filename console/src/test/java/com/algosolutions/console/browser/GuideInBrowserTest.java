package com.algosolutions.console.browser;

import static com.algosolutions.console.browser.ConsolePage.test;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The RingCentral guide from Create Profile to the message in the team, as an operator plays it. */
class GuideInBrowserTest {
    @RegisterExtension
    static final ConsoleInBrowser BED = new ConsoleInBrowser();

    @Test
    void guide_played_endsWithTheMessageInTheTeam() {
        ConsolePage page = BED.page();
        page.logIn();

        page.click(test("create-profile"));
        page.click(test("provider", "data-provider", "RINGCENTRAL"));
        page.shows(test("field", "data-field", "tokenUrl"), "filled in by RINGCENTRAL");
        page.type(test("input-name"), "Front desk");
        page.type(test("input-clientSecret"), page.credential("clientSecret"));
        page.type(test("input-jwtAssertion"), page.credential("jwtAssertion"));
        page.type(test("input-tokenUrl"), "http://platform.example.com/restapi/oauth/token");
        page.click(test("save-profile"));
        page.shows(test("form-count"), "2 problems");
        page.shows(test("field", "data-field", "tokenUrl"), "changed");
        page.shows(test("problem", "data-field", "tokenUrl"), "https");
        page.shown(test("problem", "data-field", "clientId"));
        BED.pictures().take("2-create-profile");

        page.click(test("paste-demo"));
        page.type(test("input-tokenUrl"), "");
        page.shows(test("form-count"), "Complete");
        page.click(test("save-profile"));
        page.shown(test("profile", "data-profile", "Front desk"));

        page.click(test("after-save-test"));
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "passed"));
        assertThat(page.count(test("test-step", "data-passed", "true"))).isEqualTo(6);
        page.shows(test("test-response"), "Hello from OAuth test");
        BED.pictures().take("4-test-finished");

        page.open("status");
        page.press("help");
        page.shows(test("sentence"), "Message delivered to Reception.");
        page.shows(test("key-help"), "Sent 08:15");
        page.press("visitor");
        page.shows(test("key-visitor"), "Sent 08:15");
        page.shown(test("card"));
        page.awaitCount(test("post"), 3);
        BED.pictures().take("1-one-glance");
        assertThat(page.texts(test("post")).get(1)).contains("HELLO!");
        page.shows(test("request-counters"), "1 token request");
        page.shows(test("status-profile"), "Ready");
        BED.pictures().takeNarrow("1-one-glance-narrow");
    }
}
