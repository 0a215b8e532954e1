package com.algosolutions.console.browser;

import static com.algosolutions.console.browser.ConsolePage.test;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The three cases of the manual's troubleshooting, as the console shows them. */
@Tag("heavy")
class TroubleshootingInBrowserTest {
    @RegisterExtension
    static final ConsoleInBrowser BED = new ConsoleInBrowser();

    private ConsolePage page;

    @BeforeEach
    void logIn() {
        page = BED.page();
        page.logIn();
    }

    /** "502" during the OAuth Test. */
    @Test
    void login_expiredBeforeTheTest_isSaid_andAfterLoginTheTestPasses() {
        page.createFrontDesk();
        page.open("test");
        page.click(test("fault-expire-login"));

        page.shows(test("login-message"), "You are logged out of the device's web interface. Log in again");
        page.shows(test("login-message"), "502");

        page.logIn();
        page.open("test");
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "passed"));
    }

    /** Start Authorization was run again, and Update Profile was not selected. */
    @Test
    void startAuthorization_withoutUpdateProfile_failsTheTest_untilItIsSelected() {
        page.createFrontDesk("DEVICE_CODE");
        page.click(test("after-save-authorize"));
        page.click(test("start-authorization"));
        page.click(test("sandbox-allow"));
        page.shown(test("sign-in", "data-state", "UNSAVED"));

        page.open("test");
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "failed"));
        page.shows(test("page-test") + " " + test("advice"), "Update Profile");

        page.open("authorization");
        page.click(test("update-profile"));
        page.shown(test("sign-in", "data-state", "SAVED"));
        page.click(test("authorization-test"));
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "passed"));
    }

    /** The profile stops working: the provider rejects the access token or the refresh token. */
    @Test
    void accessToken_rejected_isRenewed_andARejectedGrantIsExplainedByTheTest() {
        page.createFrontDesk();
        page.press("help");
        page.shows(test("sentence"), "Message delivered to Reception.");
        page.click(test("fault-expire-access-token"));
        page.shows(test("fault-expire-access-token"), "Done");
        page.press("visitor");
        page.shown(test("card"));
        page.shows(test("request-counters"), "2 token requests");

        page.toggle("revoke-grant", "on");
        page.open("test");
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "failed"));
        page.shows(test("page-test") + " " + test("advice"), "JWT");
        page.shown(test("test-step", "data-passed", "false"));
    }
}
