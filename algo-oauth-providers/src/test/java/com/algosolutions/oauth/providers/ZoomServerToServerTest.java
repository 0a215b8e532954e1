package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Event;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ScopeMode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile of a Zoom "Server-to-Server OAuth" app: the grant account_credentials. */
class ZoomServerToServerTest {
    private static final String TOKEN = "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":3600,"
            + "\"scope\":\"meeting:write:meeting:admin user:read:user:admin\",\"api_url\":\"https://api.zoom.us\"}";
    private static final String DOCUMENT = "{\"name\":\"Front desk\",\"providerType\":\"ZOOM\","
            + "\"grantType\":\"ACCOUNT_CREDENTIALS\",\"clientId\":\"an-id\",\"clientSecret\":\"a-secret\","
            + "\"extraParams\":{\"account_id\":\"gYz8S9w5Q5yrDoIvmdClYw\"}}";

    private static Cloud cloud() {
        return new Cloud(
                new Zoom(),
                form -> form.grantType(Zoom.SERVER_TO_SERVER)
                        .extraParams(Map.of("account_id", "gYz8S9w5Q5yrDoIvmdClYw")));
    }

    @Test
    void token_isRequestedForTheAccount_withoutScope_andAgainWhenTheApiRejectsIt() {
        try (Cloud zoom = cloud()) {
            zoom.onToken(200, TOKEN.formatted("first"))
                    .onToken(200, TOKEN.formatted("second"))
                    .onApi(201, "{\"id\":1}")
                    .onApi(201, "{\"id\":2}")
                    .onApi(401, "{\"code\":124,\"message\":\"Access token is expired.\"}")
                    .onApi(201, "{\"id\":3}");
            for (int i = 0; i < 3; i++) {
                ApiResult result = zoom.post();
                assertThat(result.delivered()).as(result.toString()).isTrue();
            }
            assertThat(zoom.tokenRequests())
                    .hasSize(2)
                    .allSatisfy(form -> assertThat(form.split("&"))
                            .containsExactlyInAnyOrder(
                                    "grant_type=account_credentials", "account_id=gYz8S9w5Q5yrDoIvmdClYw"));
            assertThat(zoom.tokenCredentials()).containsExactly("Basic", "Basic");
            assertThat(zoom.bearers()).containsExactly("Bearer first", "Bearer first", "Bearer first", "Bearer second");
            assertThat(zoom.client.status("Front desk").state()).isEqualTo(ProfileStatus.State.READY);
            assertThat(zoom.client.events())
                    .filteredOn(event -> event.kind() == Event.Kind.TOKEN)
                    .isNotEmpty()
                    .noneMatch(event -> event.toString().contains("another scope"));
        }
    }

    @Test
    void document_withAccountIdAndCredentials_isAWholeProfile() {
        try (OAuthClient client = OAuthClient.builder().build()) {
            OAuthProfile profile = client.draft(DOCUMENT).build();
            client.profiles().create(profile);
            assertThat(profile.grantType()).isEqualTo(Zoom.SERVER_TO_SERVER);
            assertThat(profile.tokenUrl()).hasToString("https://zoom.us/oauth/token");
            assertThat(profile.scopeMode()).isEqualTo(ScopeMode.NONE);
            assertThat(profile.scopes()).isEmpty();
            assertThat(client.edit(profile).build()).isEqualTo(profile);
            assertThat(client.status("Front desk").state()).isEqualTo(ProfileStatus.State.READY);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "abc ", " abc", "a b", "\u201cabc\u201d", "abc\n"})
    void accountId_thatIsMissingOrUnusable_isAProblemThatNamesIt(String id) {
        try (OAuthClient client = OAuthClient.builder().build()) {
            ProfileForm form = client.draft("Front desk", "ZOOM")
                    .grantType(Zoom.SERVER_TO_SERVER)
                    .clientId("an-id")
                    .clientSecret(Secret.of("a-secret"));
            if (id != null) {
                form.extraParams(Map.of("account_id", id));
            }
            OAuthProfile profile = form.build();
            assertThatThrownBy(() -> client.profiles().create(profile))
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                                assertThat(problem.field()).isEqualTo("extraParams");
                                assertThat(problem.toString()).contains("account_id", "App Credentials");
                            }));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\u200b", "abc\u00a0", "\ufeffabc"})
    void accountId_withAnInvisibleCharacter_isAProblemThatNamesParameterAndCharacter(String id) {
        try (OAuthClient client = OAuthClient.builder().build()) {
            ProfileForm form = client.draft("Front desk", "ZOOM")
                    .grantType(Zoom.SERVER_TO_SERVER)
                    .clientId("an-id")
                    .clientSecret(Secret.of("a-secret"))
                    .extraParams(Map.of("account_id", id));
            assertThatThrownBy(form::build)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll("account_id in Extra Params", "has an invisible character: U+");
        }
    }

    @Test
    void userProfile_needsNoAccountId() {
        try (OAuthClient client = OAuthClient.builder().build()) {
            client.profiles()
                    .create(client.draft("Front desk", "ZOOM")
                            .clientId("an-id")
                            .clientSecret(Secret.of("a-secret"))
                            .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                            .build());
            assertThat(client.status("Front desk").state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        }
    }

    /** A page submits every field as it was shown, the grant type among them. */
    @Test
    void page_onWhichTheGrantTypeChanges_hasTheValuesOfThatGrant() {
        ProfileForm form = Forms.of(new Zoom()).reset(ProfileField.EXTRA_PARAMS);
        assertThat(form.choices(ProfileField.GRANT_TYPE))
                .containsExactly(
                        "JWT_BEARER", "CLIENT_CREDENTIALS", "AUTH_CODE_PKCE", "DEVICE_CODE", "ACCOUNT_CREDENTIALS");
        assertThat(form.choices(ProfileField.SCOPE_MODE)).containsExactly("NONE", "SCOPES_LIST");

        submit(form, Zoom.SERVER_TO_SERVER);
        assertThat(form.display(ProfileField.SCOPE_MODE)).isEqualTo("NONE");
        assertThat(form.display(ProfileField.SCOPES)).isEmpty();
        assertThat(form.display(ProfileField.EXTRA_PARAMS)).isEqualTo("{\"account_id\":\"\"}");
        assertThat(form.problems()).isEmpty();
        submit(form, Zoom.SERVER_TO_SERVER);
        assertThat(form.isPreset(ProfileField.SCOPE_MODE)).isTrue();

        submit(form, GrantType.AUTH_CODE_PKCE);
        assertThat(form.display(ProfileField.SCOPE_MODE)).isEqualTo("SCOPES_LIST");
        assertThat(form.display(ProfileField.SCOPES)).isEqualTo("meeting:write:meeting");
        assertThat(form.display(ProfileField.EXTRA_PARAMS)).isEmpty();
        assertThat(form.problems()).isEmpty();
    }

    private static void submit(ProfileForm form, GrantType chosen) {
        Map<ProfileField<?>, String> page = new LinkedHashMap<>();
        List<ProfileField<?>> fields = ProfileField.all();
        fields.forEach(field -> page.put(field, form.display(field)));
        page.put(ProfileField.GRANT_TYPE, chosen.name());
        page.forEach(form::setText);
    }
}
