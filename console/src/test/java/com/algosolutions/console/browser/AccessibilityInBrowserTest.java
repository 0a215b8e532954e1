package com.algosolutions.console.browser;

import static com.algosolutions.console.browser.ConsolePage.test;

import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every view, in both themes, wide and narrow: readable, named, and usable with the keyboard alone. */
@Tag("heavy")
@ExtendWith(SoftAssertionsExtension.class)
class AccessibilityInBrowserTest {
    private static final int ALL_COLUMNS = 1400;
    private static final List<String> PAGES =
            List.of("profiles", "authorization", "test", "buttons", "status", "events");

    @RegisterExtension
    static final ConsoleInBrowser BED = new ConsoleInBrowser();

    @InjectSoftAssertions
    private SoftAssertions softly;

    private ConsolePage page;
    private Accessibility accessibility;

    @ParameterizedTest
    @CsvSource({"1600, light", "1600, dark", "1280, light", "1280, dark", "360, light", "360, dark"})
    void views_haveNoBarrier(int width, String theme) {
        start();
        BED.chromium().size(width, 900);
        BED.chromium().theme(theme);
        check("login");
        BED.chromium().size(1600, 1000);
        page.logIn();
        check("first view");
        everyState();
        BED.chromium().size(width, 900);
        for (String column : width < ALL_COLUMNS ? List.of("device", "sandbox", "web") : List.of("web")) {
            if (width < ALL_COLUMNS) {
                page.click(test("tab-column-" + column));
            }
            page.shown(test("column-" + column));
            check(column);
        }
        for (String name : PAGES) {
            page.open(name);
            check(name);
        }
        page.open("profiles");
        page.click(test("create-profile"));
        page.shown(test("provider"));
        check("provider types");
        page.click(test("provider", "data-provider", "RINGCENTRAL"));
        page.click(test("save-profile"));
        page.shown(test("problem"));
        check("form with problems");
    }

    @Test
    void keyboard_reachesEveryControl_andShowsTheFocus() {
        start();
        page.logIn();
        everyState();
        for (String name : PAGES) {
            page.open(name);
            softly.assertThat(accessibility.keyboard()).as(name).isEmpty();
        }
        page.open("profiles");
        page.click(test("edit-profile"));
        page.shown(test("profile-form"));
        softly.assertThat(accessibility.keyboard()).as("form").isEmpty();
    }

    private void start() {
        page = BED.page();
        accessibility = new Accessibility(BED.chromium().driver());
        page.shown(test("login-form"));
    }

    /** A profile that was tested, and buttons that have sent, cannot tell, and wait. */
    private void everyState() {
        page.createFrontDesk();
        page.press("help");
        page.shows(test("key-help"), "Sent 08:15");
        page.open("test");
        page.click(test("run-test"));
        page.shown(test("test-state", "data-state", "passed"));
        page.toggle("server-error", "on");
        page.press("visitor");
        page.shown(test("key-visitor", "data-state", "unconfirmed"));
        page.toggle("server-error", "off");
        page.toggle("unplug", "on");
        page.press("parcel");
        page.shown(test("key-parcel", "data-state", "queued"));
    }

    private void check(String view) {
        softly.assertThat(accessibility.violations()).as(view).isEmpty();
        softly.assertThat(accessibility.layout()).as(view).isEmpty();
    }
}
