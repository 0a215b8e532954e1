package com.algosolutions.console.browser;

import static com.algosolutions.console.browser.ConsolePage.test;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator and the person in front of the screen see when something breaks, and how they repair it. */
@Tag("heavy")
class RecoveryInBrowserTest {
    private static final String AUTHORIZE_AGAIN =
            "Not sent: this device must be authorized again. Please tell the administrator.";
    private static final String DELIVERED = "Message delivered to Reception.";

    @RegisterExtension
    static final ConsoleInBrowser BED = new ConsoleInBrowser();

    private ConsolePage page;

    @BeforeEach
    void logIn() {
        page = BED.page();
        page.logIn();
    }

    @Test
    void grant_revoked_isExplainedOnScreenAndStatus_andANewJwtDelivers() {
        page.createFrontDesk();
        page.press("help");
        page.shows(test("sentence"), DELIVERED);

        page.toggle("revoke-grant", "on");
        page.open("status");
        page.press("visitor");
        page.shows(test("sentence"), AUTHORIZE_AGAIN);
        page.shows(test("detail"), "JWT");
        page.shows(test("screen-said"), AUTHORIZE_AGAIN);
        page.shown(test("key-visitor", "data-state", "failed"));
        page.shows(test("status-profile") + " " + test("advice"), "JWT");
        page.shown(test("timeline-mark", "data-kind", "failure"));
        BED.pictures().take("5-revoked-grant");

        page.toggle("revoke-grant", "off");
        page.open("profiles");
        page.shows(test("profile", "data-profile", "Front desk") + " " + test("profile-action"), "JWT");
        page.click(test("edit-profile"));
        page.click(test("replace-jwtAssertion"));
        page.type(test("input-jwtAssertion"), page.credential("jwtAssertion"));
        page.click(test("save-profile"));
        page.shows(test("profiles-result"), "Front desk is updated");
        page.press("visitor");
        page.shows(test("sentence"), DELIVERED);
        page.shown(test("profile", "data-state", "READY"));
        page.shown(test("card"));
    }

    @Test
    void signInWithABrowser_savesNothingBeforeUpdateProfile() {
        page.createFrontDesk("AUTH_CODE_PKCE");
        page.click(test("after-save-authorize"));
        page.click(test("start-authorization"));
        assertThat(page.shown(test("browser-url")).getDomAttribute("href"))
                .startsWith("https://platform.ringcentral.com/restapi/oauth/authorize?");
        page.click(test("sandbox-allow"));
        page.shown(test("sign-in", "data-state", "UNSAVED"));
        page.shows(test("unsaved-sentence"), "Nothing is saved yet.");
        assertThat(page.windows())
                .as("the provider sends a browser to the device's callback page")
                .isEqualTo(2);

        page.press("help");
        page.shows(test("sentence"), AUTHORIZE_AGAIN);

        page.click(test("update-profile"));
        page.shown(test("sign-in", "data-state", "SAVED"));
        page.press("visitor");
        page.shows(test("sentence"), DELIVERED);
    }

    @Test
    void signInWithACode_showsAQrCode_andIsUsedAfterUpdateProfile() {
        page.createFrontDesk("DEVICE_CODE");
        page.click(test("after-save-authorize"));
        page.click(test("start-authorization"));
        page.shown(test("qr"));
        assertThat(page.shown(test("user-code")).getText()).matches("[A-Z0-9]{4}-?[A-Z0-9]{4}");
        BED.pictures().take("3-authorization");

        page.click(test("sandbox-allow"));
        page.shown(test("sign-in", "data-state", "UNSAVED"));
        page.click(test("update-profile"));
        page.shown(test("sign-in", "data-state", "SAVED"));
        page.press("help");
        page.shows(test("sentence"), DELIVERED);
    }

    @Test
    void signIn_denied_saysSo_andNothingChanges() {
        page.createFrontDesk("DEVICE_CODE");
        page.click(test("after-save-authorize"));
        page.click(test("start-authorization"));
        page.click(test("sandbox-deny"));
        page.shown(test("sign-in", "data-state", "DENIED"));
        assertThat(page.count(test("update-profile"))).isZero();
        page.shown(test("start-authorization"));
    }

    @Test
    void network_unplugged_queuesThePress_whichIsDeliveredOnce() {
        page.createFrontDesk();
        page.press("help");
        page.shows(test("sentence"), DELIVERED);
        page.awaitCount(test("post"), 1);

        page.toggle("unplug", "on");
        page.open("status");
        page.press("parcel");
        page.shown(test("key-parcel", "data-state", "queued"));
        page.shows(test("key-parcel"), "Waits for the network, 1 of 20");
        page.press("cleaning");
        page.shown(test("key-cleaning", "data-state", "queued"));
        page.shows(test("key-cleaning"), "Waits for the network, 2 of 20");
        page.shows(test("detail"), "Lost at");
        page.shows(test("screen-network"), "No network");
        page.awaitCount(test("queued"), 2);
        page.shown(test("timeline"));
        BED.pictures().take("6-queued");

        page.toggle("unplug", "off");
        page.awaitCount(test("queued"), 0);
        page.shows(test("key-cleaning"), "Sent 08:15");
        page.awaitCount(test("post"), 3);
        page.shows(test("post-count"), "3");
        BED.pictures().take("6-delivered-once");
        assertThat(page.texts(test("post")))
                .filteredOn(post -> post.contains("A parcel was left"))
                .hasSize(1);
    }

    @Test
    void emergencyButton_failed_staysLoudUntilTheNextPress() {
        page.createFrontDesk();
        page.click(test("screen-page-1"));
        page.toggle("revoke-grant", "on");
        page.press("lockdown");
        page.shown(test("key-lockdown", "data-state", "failed"));
        page.shows(test("screen-alarm"), "Not sent");
        page.shown(test("light", "data-state", "failed"));
        page.shown(test("light", "data-state", "sent"));
    }
}
