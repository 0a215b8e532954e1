package com.algosolutions.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login, CSRF, headers, and what is never sent. */
class SecurityTest {
    private static final String LOGGED_OUT =
            "You are logged out of the device's web interface. Log in again, and repeat what you did.";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/api/state",
                "/api/nothing",
                "/control/oauth-callback.lua?code=x&state=y",
                "/none.css"
            })
    void answer_toAnyPath_hasTheSecurityHeaders(String path) {
        assertThat(browser.get(path).headers())
                .containsEntry("X-content-type-options", "nosniff")
                .containsEntry("Referrer-policy", "no-referrer")
                .containsEntry("Cache-control", "no-store")
                .hasEntrySatisfying(
                        "Content-security-policy",
                        policy -> assertThat(policy)
                                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                                .contains("frame-ancestors 'none'")
                                .doesNotContain("unsafe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/state", "/api/events", "/api/profiles/1", "/api/buttons", "/api/session", "/api/nothing"})
    void request_withoutALogin_isAnsweredWithTheSentenceFor502(String path) {
        try (Browser stranger = new Browser(bed.console)) {
            Browser.Reply reply = stranger.get(path);
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.at("error")).isEqualTo("logged-out");
            assertThat((String) reply.at("message")).startsWith(LOGGED_OUT).contains("502");
        }
    }

    @Test
    void page_withoutALogin_leadsToTheLogin() {
        try (Browser stranger = new Browser(bed.console)) {
            Browser.Reply reply = stranger.get("/");
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.headers()).containsEntry("Location", "/login");
        }
    }

    @Test
    void login_setsACookieThatScriptsAndOtherSitesCannotUse() {
        Browser.Reply reply = browser.post("/login", Map.of("user", "admin", "password", Browser.PASSWORD));
        assertThat(reply.headers().get("Set-cookie"))
                .startsWith("__Host-")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict");
    }

    @Test
    void login_withWrongPasswords_isRefusedAfterFive_alsoWithTheRightOne() {
        try (Browser stranger = new Browser(bed.console)) {
            for (int i = 0; i < 5; i++) {
                assertThat(stranger.post("/login", Map.of("user", "admin", "password", "guess " + i))
                                .status())
                        .isEqualTo(401);
            }
            Browser.Reply sixth = stranger.post("/login", Map.of("user", "admin", "password", Browser.PASSWORD));
            assertThat(sixth.status()).isEqualTo(429);
            assertThat((Integer) sixth.at("retryAfterMillis")).isBetween(1, 60_000);
        }
    }

    @Test
    void logout_endsTheSession_alsoForACopyOfItsCookie() {
        assertThat(browser.post("/logout", Map.of()).status()).isEqualTo(204);
        assertThat(browser.state().status()).isEqualTo(401);
    }

    @Test
    void session_thatIsIdle_ends() {
        try (Bed idle = new Bed(folder.resolve("idle"), Duration.ZERO)) {
            assertThat(idle.browser.state().status()).isEqualTo(401);
        }
    }

    @Test
    void login_expired_isAnsweredWithTheSentence_andTheStreamSaysIt() {
        Map<String, Object> told = browser.event(
                browser.lastEvent(),
                "logged-out",
                data -> true,
                () -> browser.post("/api/faults/expire-login", Map.of("on", true)));

        assertThat((String) told.get("message")).startsWith(LOGGED_OUT);
        assertThat(browser.post("/api/tests", Map.of()).at("error")).isEqualTo("logged-out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void change_withoutTheCsrfToken_isRefused(String token) {
        Browser.Reply reply = browser.send("POST", "/api/faults/full-disk", "{}", Map.of("X-CSRF-Token", token));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.at("error")).isEqualTo("csrf");
        assertThat(browser.state().at("device.store.full")).isEqualTo(false);
    }

    @Test
    void request_fromAnotherSite_isRefused() {
        Browser.Reply reply = browser.send("GET", "/api/state", null, Map.of("Origin", "https://evil.example"));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.at("error")).isEqualTo("origin");
    }

    @Test
    void request_forAnotherHost_isRefused() {
        Browser.Reply reply = browser.send(
                "GET",
                "/api/state",
                null,
                Map.of("Host", "rebound.example:" + bed.console.address().getPort()));
        assertThat(reply.status()).isEqualTo(421);
    }

    @Test
    void body_thatIsTooLong_isRefused() {
        Browser.Reply reply = browser.send("POST", "/api/buttons/check", "x".repeat(300_000), Map.of());
        assertThat(reply.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../module-info.class", "/..%2fcertificate.pem", "/web/index.html", "/.hidden.css"})
    void path_outsideOfThePage_isNotServed(String path) {
        assertThat(browser.send("GET", path, null, Map.of()).status()).isIn(400, 401, 404);
    }

    @Test
    void certificate_staysTheSameAfterARestart_andIsReadableByItsOwnerOnly() throws Exception {
        X509Certificate first = bed.console.certificate();
        bed.close();
        bed = new Bed(folder);
        assertThat(bed.console.certificate()).isEqualTo(first);
        assertThat(first.getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1");
        assertThat(Files.getPosixFilePermissions(folder.resolve("certificate.pem")))
                .hasSize(2);
    }

    @Test
    void secrets_ofAProfile_areInNoAnswer() {
        String secret = "planted-client-secret-2718281828";
        String jwt = "eyJhbGciOiJIUzI1NiJ9.cGxhbnRlZC1wYXlsb2Fk.cGxhbnRlZC1zaWduYXR1cmU";
        String id = (String) browser.post(
                        "/api/profiles",
                        Map.of(
                                "providerType",
                                "RINGCENTRAL",
                                "values",
                                Map.of(
                                        "name",
                                        "Front desk",
                                        "clientId",
                                        browser.credential("clientId"),
                                        "clientSecret",
                                        secret,
                                        "jwtAssertion",
                                        jwt)))
                .at("profile.id");
        browser.press("help");
        String all = String.join(
                "\n",
                List.of(
                        browser.state().text(),
                        browser.get("/api/profiles/" + id).text(),
                        browser.get("/api/profiles/" + id + "/timeline").text(),
                        browser.get("/api/buttons").text(),
                        browser.post("/api/profiles/check", Map.of("id", id, "values", Map.of()))
                                .text(),
                        browser.post("/api/profiles/" + id + "/renew", Map.of()).text(),
                        Json.write(browser.event(
                                0,
                                "press",
                                data -> !Browser.at(data, "press.state").equals("sending")))));

        assertThat(all).doesNotContain(secret, jwt, "cGxhbnRlZC1zaWduYXR1cmU");
        assertThat(browser.get("/api/profiles/" + id).list("fields"))
                .filteredOn(field -> field.get("property").equals("clientSecret"))
                .singleElement()
                .satisfies(field -> assertThat(field).containsEntry("set", true).containsEntry("value", ""));
    }
}
