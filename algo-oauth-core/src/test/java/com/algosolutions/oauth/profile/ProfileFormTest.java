package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page shows the form and submits all of it, in any order. */
class ProfileFormTest {
    private static final String METADATA =
            "{\"issuer\":\"https://as.example\",\"token_endpoint\":\"https://as.example/token\"}";

    /** A text of each field, as {@link ProfileForm#display} writes it. */
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("name", "Front desk"),
            Map.entry("providerType", "OTHER"),
            Map.entry("grantType", "OF_A_NEWER_VERSION"),
            Map.entry("tokenUrl", "https://as.example/token?a=1,2"),
            Map.entry("authUrl", "https://as.example/auth"),
            Map.entry("parUrl", "https://as.example/par"),
            Map.entry("deviceUrl", "https://as.example/device"),
            Map.entry("revocationUrl", "https://[2001:db8::1]:8443/revoke"),
            Map.entry("issuer", "https://as.example"),
            Map.entry("apiHosts", "[2001:db8::1]:8443 api.example"),
            Map.entry("clientId", "a \"client\", with [brackets]"),
            Map.entry("clientSecret", "hunter2"),
            Map.entry("clientAuthMode", "PRIVATE_KEY_JWT"),
            Map.entry("scopeMode", "SCOPES_LIST"),
            Map.entry("scopes", "[\"a,b\",\"c\"]"),
            Map.entry("resources", "[\"https://api.example/x,y\"]"),
            Map.entry("extraParams", "{\"environment\":\"segregated\",\"z\":\"\",\"a\":\"ü\"}"),
            Map.entry("jwtAssertionMode", "SELF_SIGNED"),
            Map.entry("jwtAssertion", "a.b.c"),
            Map.entry("pkceMethod", "S256"),
            Map.entry("redirectUri", "https://device.example/callback"),
            Map.entry("responseType", "code"),
            Map.entry("issuerCheck", "REQUIRED"),
            Map.entry("defaultExpiresIn", "90"),
            Map.entry("accessTokenType", "DPOP"),
            Map.entry("signingKey", "{\"kty\":\"x\"}"),
            Map.entry("signingKeyPassword", "pw"),
            Map.entry("signingKeyId", "kid"),
            Map.entry("signingAlgorithm", "ES256"),
            Map.entry("assertionIssuer", "iss"),
            Map.entry("assertionSubject", "sub"),
            Map.entry("assertionAudience", "aud"),
            Map.entry("assertionLifetime", "60"),
            Map.entry(
                    "assertionClaims",
                    "{\"roles\":[\"a\",\"b\"],\"n\":1.5,\"big\":12345678901,\"yes\":true,\"in\":{}}"),
            Map.entry("clientAssertionAudience", "aud"),
            Map.entry("serverMetadata", METADATA));

    private static Stream<ProfileField<?>> fields() {
        return ProfileField.all().stream();
    }

    private static ProfileForm form() {
        return OAuthProfile.builder(Forms.PRESET);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void displayedText_isRead_andChangesNothing(ProfileField<?> field) {
        String text = TEXTS.get(field.property());
        ProfileForm form = form().setText(field, text);
        String displayed = form.display(field);
        assertThat(displayed).isEqualTo(field.secret() ? "***" : text);
        Object value = form.value(field).orElseThrow();
        if (field.secret()) {
            assertThat(((Secret) value).reveal()).isEqualTo(text);
        }
        assertThat(form.isPreset(field)).isFalse();

        assertThat(form.setText(field, displayed).value(field).orElseThrow()).isEqualTo(value);
        assertThat(form.display(field)).isEqualTo(displayed);
        assertThat(form.isPreset(field)).isFalse();
        if (!field.secret()) {
            assertThat(form().setText(field, displayed).value(field).orElseThrow())
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void reset_restoresThePreset(ProfileField<?> field) {
        ProfileForm form = form().setText(field, TEXTS.get(field.property())).reset(field);
        assertThat(form.value(field)).isEqualTo(Forms.PRESET.value(field, Map.of("environment", "production")));
        assertThat(form.display(field)).isEqualTo(form().display(field));
        assertThat(form.isPreset(field)).isEqualTo(form.value(field).isPresent());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void emptyField_isDisplayedAsAnEmptyText(ProfileField<?> field) {
        ProfileForm form = OAuthProfile.builder(Preset.of("GENERIC"));
        boolean filled = field == ProfileField.PROVIDER_TYPE;
        assertThat(form.display(field)).isEqualTo(filled ? "GENERIC" : "");
        assertThat(form.value(field).isPresent()).isEqualTo(filled);
        assertThat(form.isPreset(field)).isEqualTo(filled);
    }

    @Test
    @DisplayName(
            "a page that submits the whole form unchanged changes nothing, and the preset's values still follow the preset")
    void wholeForm_submittedUnchanged_isTheSame() {
        OAuthProfile stored = Forms.complete().scopes("a", "b").build();
        ProfileForm form = stored.edit(Forms.PRESET);
        submit(form, shown(form));
        assertThat(form.build()).isEqualTo(stored);
        assertThat(form.isPreset(ProfileField.TOKEN_URL)).isTrue();
        assertThat(form.isPreset(ProfileField.SCOPES)).isFalse();
        assertThat(form.extraParams(Map.of("environment", "segregated")).build().tokenUrl())
                .isEqualTo(URI.create("https://acme.biz/token"));
    }

    @ParameterizedTest
    @DisplayName(
            "the fields that follow the preset change with the environment, in whatever order the page submits them")
    @ValueSource(booleans = {true, false})
    void environment_changedOnThePage_changesTheFieldsThatFollowIt(boolean inOrder) {
        ProfileForm form = Forms.complete().build().edit(Forms.PRESET);
        for (String environment : List.of("segregated", "production", "segregated")) {
            Map<ProfileField<?>, String> page = shown(form);
            page.put(ProfileField.EXTRA_PARAMS, "{\"environment\":\"" + environment + "\"}");
            submit(form, inOrder ? page : reversed(page));
            assertThat(form.display(ProfileField.TOKEN_URL))
                    .isEqualTo(environment.equals("production") ? "https://acme.com/token" : "https://acme.biz/token");
            assertThat(form.isPreset(ProfileField.TOKEN_URL)).isTrue();
            assertThat(form.isPreset(ProfileField.API_HOSTS)).isTrue();
            assertThat(form.isPreset(ProfileField.EXTRA_PARAMS)).isEqualTo(environment.equals("production"));
        }
    }

    @Test
    void valueTypedByHand_staysInEachEnvironment() {
        ProfileForm form = Forms.complete().setText(ProfileField.TOKEN_URL, "https://mine.example/token");
        Map<ProfileField<?>, String> page = shown(form);
        page.put(ProfileField.EXTRA_PARAMS, "{\"environment\":\"segregated\"}");
        submit(form, page);
        assertThat(form.display(ProfileField.TOKEN_URL)).isEqualTo("https://mine.example/token");
        assertThat(form.isPreset(ProfileField.TOKEN_URL)).isFalse();
        assertThat(form.display(ProfileField.API_HOSTS)).isEqualTo("acme.biz");
    }

    @Test
    void presetValue_setByCode_isThePresets() {
        assertThat(Forms.complete()
                        .tokenUrl(URI.create("https://acme.com/token"))
                        .isPreset(ProfileField.TOKEN_URL))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "***", " ***\r\n"})
    void secret_submittedAsItWasShown_isKept(String shown) {
        ProfileForm form = Forms.complete().setText(ProfileField.CLIENT_SECRET, shown);
        assertThat(form.value(ProfileField.CLIENT_SECRET).orElseThrow().reveal())
                .isEqualTo("hunter2");
    }

    @Test
    @DisplayName("*** is never a secret: a page that was shown before the form was lost must not store it")
    void hiddenText_withoutASecret_leavesTheFieldEmpty() {
        ProfileForm form = Forms.complete().reset(ProfileField.CLIENT_SECRET);
        form.setText(ProfileField.CLIENT_SECRET, "***");
        assertThat(form.value(ProfileField.CLIENT_SECRET)).isEmpty();
        assertThat(form.problems()).extracting(Problem::field).containsExactly("clientSecret");
    }

    @Test
    void unreadableText_isShownAgain_untilTheFieldIsCorrected() {
        ProfileForm form = Forms.complete().setText(ProfileField.TOKEN_URL, "not a url");
        assertThat(form.display(ProfileField.TOKEN_URL)).isEqualTo("not a url");
        assertThat(form.isPreset(ProfileField.TOKEN_URL)).isFalse();
        assertThat(form.value(ProfileField.TOKEN_URL)).contains(URI.create("https://acme.com/token"));
        form.setText(ProfileField.TOKEN_URL, "not a url");
        assertThat(form.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "Token URL cannot be read. Write a whole URL, such as https://platform.example.com/oauth/token.");
        form.setText(ProfileField.TOKEN_URL, "https://acme.com/token");
        assertThat(form.problems()).isEmpty();
        assertThat(form.isPreset(ProfileField.TOKEN_URL)).isTrue();
        form.setText(ProfileField.TOKEN_URL, "also not").reset(ProfileField.TOKEN_URL);
        assertThat(form.problems()).isEmpty();
    }

    @Test
    void unreadableMember_thatIsASecretOrNoText_isNotShown() {
        ProfileForm form = Forms.complete().json("{\"clientSecret\":[\"s3cret\"],\"tokenUrl\":7}");
        assertThat(form.display(ProfileField.CLIENT_SECRET)).isEqualTo("***");
        assertThat(form.display(ProfileField.TOKEN_URL)).isEqualTo("https://acme.com/token");
        assertThat(form.problems()).hasSize(2);
    }

    @Test
    void emptyList_isDisplayedAsAnEmptyText_andStays() {
        ProfileForm form = form().set(ProfileField.SCOPES, List.of());
        assertThat(form.display(ProfileField.SCOPES)).isEmpty();
        assertThat(form.setText(ProfileField.SCOPES, "").value(ProfileField.SCOPES))
                .contains(List.of());
    }

    @Test
    void metadata_fillsTheForm_andIsComparedWithItsPresentValues() {
        ServerMetadata metadata = metadata("tls_client_auth", "client_secret_post");
        ProfileForm form = Forms.plain().clientAuthMode(ClientAuthMode.HTTP_BASIC);
        assertThat(form.hints()).isEmpty();
        assertThat(form.fillFrom(metadata)).isSameAs(form);
        assertThat(form.hints())
                .extracting(Problem::toString)
                .containsExactly("Client Auth Mode is HTTP_BASIC, and the server lists only tls_client_auth,"
                        + " client_secret_post. Choose one of REQUEST_BODY, TLS_CLIENT_AUTH.");
        assertThat(form.clientAuthMode(ClientAuthMode.REQUEST_BODY).hints()).isEmpty();
        assertThat(form.reset(ProfileField.SERVER_METADATA).hints()).isEmpty();

        assertThat(undecided().fillFrom(metadata).value(ProfileField.CLIENT_AUTH_MODE))
                .contains(ClientAuthMode.REQUEST_BODY);
        assertThat(undecided().certificateAvailable().fillFrom(metadata).value(ProfileField.CLIENT_AUTH_MODE))
                .contains(ClientAuthMode.TLS_CLIENT_AUTH);
        assertThat(undecided().fillFrom(metadata("kerberos")).hints())
                .extracting(Problem::toString)
                .containsExactly(
                        "Client Auth Mode is empty, and the server lists only kerberos. Check in the provider's"
                                + " documentation how this client authenticates.");
    }

    private static ProfileForm undecided() {
        return Forms.plain().reset(ProfileField.CLIENT_SECRET).reset(ProfileField.CLIENT_AUTH_MODE);
    }

    private static ServerMetadata metadata(String... clientAuthMethods) {
        return ServerMetadata.read(
                URI.create("https://as.example"),
                Map.of(
                        "issuer",
                        "https://as.example",
                        "token_endpoint",
                        "https://as.example/token",
                        "token_endpoint_auth_methods_supported",
                        List.of(clientAuthMethods)),
                false);
    }

    @Test
    void value_ofNull_isRejectedByTheNameOfTheField() {
        assertThatThrownBy(() -> form().clientId(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("clientId");
    }

    private static Map<ProfileField<?>, String> shown(ProfileForm form) {
        Map<ProfileField<?>, String> page = new LinkedHashMap<>();
        ProfileField.all().forEach(field -> page.put(field, form.display(field)));
        return page;
    }

    private static Map<ProfileField<?>, String> reversed(Map<ProfileField<?>, String> page) {
        List<ProfileField<?>> fields = new ArrayList<>(page.keySet());
        Collections.reverse(fields);
        Map<ProfileField<?>, String> reversed = new LinkedHashMap<>();
        fields.forEach(field -> reversed.put(field, page.get(field)));
        return reversed;
    }

    private static void submit(ProfileForm form, Map<ProfileField<?>, String> page) {
        page.forEach(form::setText);
    }
}
