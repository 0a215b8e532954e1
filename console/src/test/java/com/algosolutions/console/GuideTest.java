package com.algosolutions.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide from Create Profile to the message in the team, and the failures of its troubleshooting. */
class GuideTest {
    @TempDir
    private Path folder;

    private Bed bed;
    private Browser browser;

    @BeforeEach
    void start() {
        bed = new Bed(folder);
        browser = bed.browser;
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static Map<String, Object> field(Browser.Reply form, String property) {
        return form.list("fields").stream()
                .filter(field -> property.equals(field.get("property")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void form_ofAProviderType_marksWhatIsFilledInAndWhatIsMissing() {
        Browser.Reply form = browser.get("/api/providers/RINGCENTRAL/form");

        assertThat(field(form, "tokenUrl"))
                .containsEntry("source", "provider")
                .containsEntry("filledInBy", "RINGCENTRAL")
                .containsEntry("value", "https://platform.ringcentral.com/restapi/oauth/token");
        assertThat(field(form, "clientId")).containsEntry("source", "empty");
        assertThat((List<?>) field(form, "clientId").get("problems")).hasSize(1);
        assertThat(field(form, "authUrl")).containsEntry("advanced", true);
        assertThat(form.at("savable")).isEqualTo(false);
    }

    @Test
    void form_withAChangedValue_saysWhatTheProviderFillsIn() {
        Browser.Reply checked = browser.post(
                "/api/profiles/check",
                Map.of(
                        "providerType",
                        "RINGCENTRAL",
                        "values",
                        Map.of("tokenUrl", "http://platform.example.com/token")));

        Map<String, Object> url = field(checked, "tokenUrl");
        assertThat(url)
                .containsEntry("source", "changed")
                .containsEntry("presetValue", "https://platform.ringcentral.com/restapi/oauth/token")
                .containsEntry("value", "http://platform.example.com/token");
        assertThat(((List<?>) url.get("problems")).toString()).contains("https");
        assertThat((List<?>) browser.state().at("profiles")).isEmpty();
    }

    @Test
    void create_withProblems_namesEachFieldAndSavesNothing() {
        Browser.Reply refused = browser.post(
                "/api/profiles", Map.of("providerType", "RINGCENTRAL", "values", Map.of("name", "Front desk")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.list("problems"))
                .extracting(problem -> problem.get("field"))
                .contains("clientId", "jwtAssertion");
        assertThat((List<?>) browser.state().at("profiles")).isEmpty();
    }

    @Test
    void guide_played_endsWithTheMessageInTheTeam() {
        String id = browser.createFrontDesk();
        long before = browser.lastEvent();
        Browser.Reply started = browser.post(
                "/api/tests",
                Map.of(
                        "profileId",
                        id,
                        "providerType",
                        "RINGCENTRAL",
                        "url",
                        browser.credential("targetUrl"),
                        "payload",
                        "{\"text\": \"Hello from OAuth test\"}"));
        Map<String, Object> test = browser.event(
                before, "test", data -> !Browser.at(data, "test.state").equals("running"));
        Map<String, Object> pressed = browser.press("help");

        assertThat(started.status()).isEqualTo(202);
        assertThat(Browser.at(test, "test.state")).isEqualTo("passed");
        assertThat((List<?>) Browser.at(test, "test.steps")).hasSize(6);
        assertThat(Browser.at(test, "test.response.status")).isEqualTo(201);
        assertThat(pressed.get("sentence")).isEqualTo("Message delivered to Reception.");
        assertThat(browser.state().list("sandbox.posts"))
                .extracting(post -> post.get("text"))
                .containsExactly("Hello from OAuth test", "HELLO!");
        assertThat(browser.state().at("profiles.0.state")).isEqualTo("READY");
        assertThat(browser.state().at("profiles.0.lastDelivery.text")).isEqualTo("Help: delivered");
    }

    @Test
    void update_withAWrongSecret_isExplainedByTheNextPress() {
        String id = browser.createFrontDesk();
        Browser.Reply saved =
                browser.put("/api/profiles/" + id, Map.of("values", Map.of("clientSecret", "wrong-secret-1")));
        Map<String, Object> pressed = browser.press("help");

        assertThat(saved.status()).isEqualTo(200);
        assertThat(pressed.get("state")).isEqualTo("failed");
        assertThat((String) pressed.get("detail")).contains("Client Secret");
        assertThat(browser.state().at("profiles.0.needsOperator")).isEqualTo(true);
    }

    @Test
    void grant_revoked_tellsTheOperatorWhatToDo_andANewJwtDelivers() {
        String id = browser.createFrontDesk();
        assertThat(browser.press("help").get("state")).isEqualTo("sent");

        browser.post("/api/faults/revoke-grant", Map.of("on", true));
        Map<String, Object> refused = browser.press("visitor");
        assertThat(refused.get("sentence"))
                .isEqualTo("Not sent: this device must be authorized again. Please tell the administrator.");
        assertThat(browser.state().at("profiles.0.state")).isEqualTo("REAUTHORIZATION_REQUIRED");
        assertThat((String) browser.state().at("profiles.0.action")).contains("JWT");
        assertThat(browser.get("/api/profiles/" + id + "/timeline").list("tokens"))
                .singleElement()
                .satisfies(token -> assertThat(token).containsEntry("endedBy", "401"));

        browser.post("/api/faults/revoke-grant", Map.of("on", false));
        browser.put(
                "/api/profiles/" + id, Map.of("values", Map.of("jwtAssertion", browser.credential("jwtAssertion"))));
        assertThat(browser.press("visitor").get("state")).isEqualTo("sent");
    }

    @Test
    void signIn_withABrowser_isUsedOnceItIsSaved() {
        String id = create("AUTH_CODE_PKCE", Map.of("redirectUri", browser.credential("redirectUri")));
        Browser.Reply started = browser.post("/api/profiles/" + id + "/sign-in", Map.of());
        assertThat(started.at("signIn.kind")).isEqualTo("browser");
        String location = (String) browser.post("/api/sandbox/sign-in", Map.of("profileId", id, "allow", true))
                .at("location");
        Browser.Reply page = browser.get(location);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(browser.state().at("signIns.0.savable")).isEqualTo(true);
        assertThat(browser.press("help").get("state")).isEqualTo("failed");

        Browser.Reply saved = browser.post("/api/profiles/" + id + "/sign-in/save", Map.of());
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        assertThat(browser.press("help").get("state")).isEqualTo("sent");
        assertThat(browser.get(location).status()).isEqualTo(400);
    }

    @Test
    void signIn_withACode_hasAQrCode_andEndsWhenTheUserAllows() {
        String id = create("DEVICE_CODE", Map.of("deviceUrl", browser.credential("deviceUrl")));
        Browser.Reply started = browser.post("/api/profiles/" + id + "/sign-in", Map.of());
        assertThat(started.status()).as(started.text()).isEqualTo(200);
        List<?> rows = (List<?>) started.at("signIn.deviceCode.qr");
        assertThat(rows).allSatisfy(row -> assertThat((String) row).matches("[01]{" + rows.size() + "}"));
        long before = browser.lastEvent();
        browser.post("/api/sandbox/sign-in", Map.of("profileId", id));

        Map<String, Object> signIn = browser.event(
                before, "sign-in", data -> Browser.at(data, "signIn.savable").equals(true));
        assertThat(Browser.at(signIn, "signIn.state")).isEqualTo("UNSAVED");
    }

    @Test
    void signIn_denied_saysSo() {
        String id = create("AUTH_CODE_PKCE", Map.of("redirectUri", browser.credential("redirectUri")));
        browser.post("/api/profiles/" + id + "/sign-in", Map.of());
        String location = (String) browser.post("/api/sandbox/sign-in", Map.of("profileId", id, "allow", false))
                .at("location");
        assertThat(browser.get(location).status()).isEqualTo(400);
        assertThat(browser.state().at("signIns.0.state")).isEqualTo("DENIED");
        assertThat(browser.post("/api/profiles/" + id + "/sign-in/save", Map.of())
                        .status())
                .isEqualTo(409);
    }

    private String create(String grantType, Map<String, String> more) {
        Map<String, Object> values = new java.util.LinkedHashMap<>(Map.of(
                "name",
                "Front desk",
                "grantType",
                grantType,
                "clientId",
                browser.credential("clientId"),
                "clientSecret",
                browser.credential("clientSecret")));
        values.putAll(more);
        Browser.Reply created = browser.post("/api/profiles", Map.of("providerType", "RINGCENTRAL", "values", values));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return (String) created.at("profile.id");
    }

    @Test
    void delete_revokesTheTokens() {
        String id = browser.createFrontDesk();
        browser.press("help");

        assertThat(browser.delete("/api/profiles/" + id).at("message")).isEqualTo("Deleted. Its tokens were revoked.");
        assertThat(browser.get("/api/profiles/" + id).status()).isEqualTo(404);
    }
}
