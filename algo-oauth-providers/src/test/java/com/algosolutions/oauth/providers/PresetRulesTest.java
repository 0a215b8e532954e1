package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of single presets: Microsoft's tenant, Google's grants, and how tokens behave. */
class PresetRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"0f1e2d3c-aaaa-bbbb-cccc-1234567890ab", "contoso.onmicrosoft.com", "common", "organizations"})
    @DisplayName("Microsoft's tenant is part of the URLs")
    void tenant_isPartOfTheUrls(String tenant) {
        OAuthProfile profile =
                Forms.of(new Microsoft()).extraParams(Map.of("tenant", tenant)).build();

        String login = "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/";
        assertThat(profile.tokenUrl()).hasToString(login + "token");
        assertThat(profile.authUrl()).contains(URI.create(login + "authorize"));
        assertThat(profile.deviceUrl()).contains(URI.create(login + "devicecode"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a/b", "../x", "a?b", "a#b", "a@b", "a%2Fb", "a:b", "ä", "-a", ".", "a b"})
    @DisplayName("a tenant that is missing, or could change the rest of a URL, is one problem that names the fix")
    void tenant_unfit_isAProblem(String tenant) {
        ProfileForm form = Forms.of(new Microsoft()).extraParams(tenant == null ? Map.of() : Map.of("tenant", tenant));

        assertThat(form.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("extraParams");
            assertThat(problem.message()).contains("no \"tenant\"");
            assertThat(problem.advice()).contains("{\"tenant\": \"…\"}", "Token URL", "Auth URL");
        });
    }

    @Test
    @DisplayName("a tenant left blank is reported")
    void tenant_leftBlank_isAProblem() {
        assertThat(OAuthProfile.builder(new Microsoft().preset())
                        .name("Front desk")
                        .clientId("an-id")
                        .clientSecret(Secret.of("a-secret"))
                        .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                        .problems())
                .extracting(Problem::field)
                .containsExactly("extraParams");
    }

    @Test
    @DisplayName("the URLs of a national cloud need no tenant")
    void urls_setByHand_needNoTenant() {
        URI login = URI.create("https://login.microsoftonline.us/contoso/oauth2/v2.0/token");
        OAuthProfile profile = Forms.of(new Microsoft())
                .extraParams(Map.of())
                .tokenUrl(login)
                .authUrl(URI.create("https://login.microsoftonline.us/contoso/oauth2/v2.0/authorize"))
                .deviceUrl(URI.create("https://login.microsoftonline.us/contoso/oauth2/v2.0/devicecode"))
                .build();

        assertThat(profile.tokenUrl()).isEqualTo(login);
    }

    @Test
    @DisplayName("another tenant in a stored profile changes its URLs")
    void tenant_edited_changesTheUrls() {
        OAuthProfile first = Forms.of(new Microsoft()).build();
        OAuthProfile second = first.edit(new Microsoft().preset())
                .extraParams(Map.of("tenant", "fabrikam.com"))
                .build();

        assertThat(second.tokenUrl()).hasToString("https://login.microsoftonline.com/fabrikam.com/oauth2/v2.0/token");
        assertThat(second.id()).isEqualTo(first.id());
    }

    @Test
    @DisplayName("Microsoft's tenant is not sent")
    void tenant_isNotSent() {
        assertThat(new Microsoft().preset().ownParams()).containsExactly("tenant");
        try (Cloud microsoft = new Cloud(new Microsoft())) {
            microsoft.onToken().onApi(201, "{}").post();
            assertThat(microsoft.tokenRequests().get(0))
                    .contains("client_secret=a-secret", "scope=")
                    .doesNotContain("tenant");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_CREDENTIALS, https://graph.microsoft.com/.default",
        "AUTH_CODE_PKCE, https://graph.microsoft.com/ChannelMessage.Send offline_access",
        "DEVICE_CODE, https://graph.microsoft.com/ChannelMessage.Send offline_access"
    })
    @DisplayName("an app without a user requests Microsoft's permissions of the app, a user the delegated ones")
    void microsoftScope_fitsTheGrant(String grant, String scopes) {
        assertThat(Forms.of(new Microsoft()).grantType(new GrantType(grant)).display(ProfileField.SCOPES))
                .isEqualTo(scopes);
    }

    @Test
    @DisplayName("Google's access_type and prompt are not sent to the token endpoint")
    void authorizationParams_areNotSentToTheTokenEndpoint() {
        assertThat(new Google().preset().authorizationParams()).containsExactly("access_type", "prompt");
        try (Cloud google = new Cloud(new Google())) {
            google.onToken().onApi(200, "{}").post();
            assertThat(google.tokenRequests().get(0))
                    .doesNotContain("access_type")
                    .doesNotContain("prompt");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.googleapis.com/auth/drive.file, true",
        "openid, true",
        "https://www.googleapis.com/auth/calendar.events, false",
        "https://www.googleapis.com/auth/drive, false"
    })
    @DisplayName(
            "a scope that Google does not allow for a device code is a problem in the form, but not for a browser sign-in")
    void scope_withADeviceCode_isOneOfAFew(String scope, boolean fits) {
        ProfileForm form = Forms.of(new Google()).scopes(scope);

        assertThat(new Google().checkProfile(form.build())).hasSize(fits ? 0 : 1);
        assertThat(new Google()
                        .checkProfile(form.grantType(GrantType.AUTH_CODE_PKCE).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ZOOM, true, 90, 0",
        "WEBEX, true, 90, 0",
        "SLACK, true, 0, 3650",
        "SLACK_USER, true, 0, 3650",
        "MICROSOFT, false, 90, 0",
        "GOOGLE, false, 180, 0"
    })
    @DisplayName("how tokens behave: rotation, days of an idle refresh token, days of a token without expiry")
    void traits(String id, boolean rotates, int idleDays, int defaultDays) {
        OAuthProvider provider = PresetsPageTest.providers()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        TokenTraits traits = provider.traits();

        assertThat(traits.refreshTokensRotate()).isEqualTo(rotates);
        assertThat(traits.refreshTokenIdleLifetime().orElse(Duration.ZERO)).isEqualTo(Duration.ofDays(idleDays));
        assertThat(traits.defaultExpiresIn().orElse(Duration.ZERO)).isEqualTo(Duration.ofDays(defaultDays));
        assertThat(traits.revocationEndsGrant()).isEqualTo(id.equals("GOOGLE"));
        assertThat(traits.replayWindow()).isEmpty();
    }

    @Test
    @DisplayName("all are found by ServiceLoader, on the module path as on the class path")
    void providers_areFound() throws IOException {
        try (OAuthClient client = OAuthClient.builder().build()) {
            assertThat(client.providers())
                    .extracting(ProviderInfo::id)
                    .contains("GOOGLE", "MICROSOFT", "SLACK", "SLACK_USER", "WEBEX", "ZOOM");
            assertThat(client.providers())
                    .extracting(ProviderInfo::displayName)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).isNotBlank().isEqualTo(name.strip()));
        }
        String service = OAuthProvider.class.getName();
        try (var file = Zoom.class.getClassLoader().getResourceAsStream("META-INF/services/" + service);
                var descriptor = Zoom.class.getResourceAsStream("/module-info.class")) {
            List<String> named = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(ModuleDescriptor.read(descriptor).provides())
                    .singleElement()
                    .satisfies(provides -> assertThat(provides.providers()).containsExactlyInAnyOrderElementsOf(named));
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(PresetsPageTest.providers()
                            .map(each -> each.getClass().getName())
                            .toList());
        }
    }
}
