package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.Forms.JWT;
import static com.algosolutions.oauth.profile.Forms.PRESET;
import static com.algosolutions.oauth.profile.Forms.complete;
import static com.algosolutions.oauth.profile.Forms.fields;
import static com.algosolutions.oauth.profile.Forms.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets, environments, JSON, printing. */
class OAuthProfileTest {
    private static final Map<String, String> SEGREGATED = Map.of("environment", "segregated");

    @Test
    void field_ofTheForm_hasAnAccessorAndASetterOfItsName() {
        List<String> properties =
                ProfileField.all().stream().map(ProfileField::property).toList();
        List<String> accessors = Stream.of(OAuthProfile.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .map(Method::getName)
                .toList();
        List<String> setters = Stream.of(ProfileForm.class.getMethods())
                .filter(method -> method.getReturnType() == ProfileForm.class && method.getParameterCount() == 1)
                .map(Method::getName)
                .toList();
        assertThat(accessors).containsAll(properties);
        assertThat(setters)
                .containsAll(properties.stream()
                        .filter(property -> !Set.of("providerType", "serverMetadata", "scopeMode")
                                .contains(property))
                        .toList());
    }

    @Test
    void accessor_ofEachField_returnsItsValue() throws Exception {
        OAuthProfile profile = PastedFieldTest.filled().build();
        for (ProfileField<?> field : ProfileField.all()) {
            Object value = OAuthProfile.class.getMethod(field.property()).invoke(profile);
            assertThat(value instanceof Optional<?> optional ? optional.orElse(null) : value)
                    .as(field.property())
                    .isNotNull()
                    .isEqualTo(profile.value(field).orElseThrow());
        }
    }

    @Test
    void endpoint_thatTheMetadataDoesNotName_isCustom() {
        ProfileForm form = PastedFieldTest.filled(); // whose metadata have the token endpoint only
        assertThat(form.customEndpoints())
                .containsExactly(
                        ProfileField.AUTH_URL,
                        ProfileField.PAR_URL,
                        ProfileField.DEVICE_URL,
                        ProfileField.REVOCATION_URL)
                .isEqualTo(form.build().customEndpoints());
    }

    @Test
    void secrets_leftOut_leaveAllElse() {
        OAuthProfile profile = complete().signingKeyPassword(Secret.of("p")).build();
        OAuthProfile open = profile.withoutSecrets();
        assertThat(open.clientSecret()).isEmpty();
        assertThat(open.jwtAssertion()).isEmpty();
        assertThat(open.signingKeyPassword()).isEmpty();
        assertThat(open.toJson()).isEqualTo(profile.toJson());
        assertThat(open.id()).isEqualTo(profile.id());
    }

    @Test
    void preset_fillsInWhatTheOperatorLeaves() {
        OAuthProfile profile = complete().build();
        assertThat(profile.providerType()).isEqualTo("ACME");
        assertThat(profile.grantType()).isEqualTo(GrantType.JWT_BEARER);
        assertThat(profile.tokenUrl()).hasToString("https://acme.com/token");
        assertThat(profile.clientAuthMode()).isEqualTo(ClientAuthMode.HTTP_BASIC);
        assertThat(profile.scopeMode()).isEqualTo(ScopeMode.NONE);
        assertThat(profile.extraParams()).containsExactly(Map.entry("environment", "production"));
        assertThat(profile.apiHosts()).containsExactly(ApiHost.of("acme.com"));
    }

    @Test
    void operator_overridesThePreset() {
        OAuthProfile profile =
                complete().tokenUrl(URI.create("https://other.example/t")).build();
        assertThat(profile.tokenUrl()).hasToString("https://other.example/t");
        assertThat(profile.apiHosts()).containsExactly(ApiHost.of("acme.com"));
    }

    @Test
    void environment_chosen_changesTheUrls_inBothDirections_alsoWhenEdited() {
        OAuthProfile there = complete().extraParams(SEGREGATED).build();
        assertThat(there.tokenUrl()).hasToString("https://acme.biz/token");
        assertThat(there.apiHosts()).containsExactly(ApiHost.of("acme.biz"));

        OAuthProfile back = there.edit(PRESET)
                .extraParams(Map.of("environment", "production"))
                .build();
        assertThat(back.tokenUrl()).hasToString("https://acme.com/token");
        assertThat(back.apiHosts()).containsExactly(ApiHost.of("acme.com"));
        assertThat(back.id()).isEqualTo(there.id());
        assertThat(back.edit(PRESET).extraParams(SEGREGATED).build()).isEqualTo(there);
    }

    @Test
    void environment_chosen_keepsWhatTheOperatorOverrode() {
        OAuthProfile profile = complete()
                .tokenUrl(URI.create("https://mine.example/t"))
                .build()
                .edit(PRESET)
                .extraParams(SEGREGATED)
                .build();
        assertThat(profile.tokenUrl()).hasToString("https://mine.example/t");
        assertThat(profile.apiHosts()).containsExactly(ApiHost.of("acme.biz"));
    }

    @Test
    void environment_unknown_isRejected_unlessUrlAndHostsAreGiven() {
        ProfileForm form = complete().extraParams(Map.of("environment", "moon"));
        assertThat(form.problems())
                .extracting(Problem::toString)
                .containsExactly("Extra Params (JSON) names the unknown environment \"moon\". Choose one of production,"
                        + " segregated, or set both Token URL and API Hosts by hand.");
        form.tokenUrl(URI.create("https://moon.example/t"));
        assertThat(fields(form)).containsExactly("extraParams");
        form.apiHosts(ApiHost.of("moon.example"));
        assertThat(form.build().edit(PRESET).problems()).isEmpty();
    }

    @Test
    void environment_none_isRejected() {
        assertThat(complete().extraParams(Map.of()).problems())
                .extracting(Problem::message)
                .containsExactly("names no environment");
    }

    @Test
    void preset_withASecret_isRejected() {
        assertThatThrownBy(() -> PRESET.with(ProfileField.CLIENT_SECRET, Secret.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Client Secret is a secret");
    }

    @Test
    void edit_unchanged_isEqual() {
        OAuthProfile profile = complete().build();
        assertThat(profile.edit(PRESET).build()).isEqualTo(profile).hasSameHashCodeAs(profile);
        assertThat(complete().build()).isNotEqualTo(profile); // another id
    }

    @Test
    void field_clearedInAForm_goesBackToThePreset_butASecretStays() {
        OAuthProfile profile =
                plain().scopes("a").defaultExpiresIn(Duration.ofHours(2)).build();
        OAuthProfile edited = profile.edit(Preset.of("GENERIC"))
                .setText(ProfileField.SCOPES, " ")
                .setText(ProfileField.SCOPE_MODE, "NONE")
                .setText(ProfileField.DEFAULT_EXPIRES_IN, "")
                .setText(ProfileField.CLIENT_SECRET, "")
                .build();
        assertThat(edited.scopes()).isEmpty();
        assertThat(edited.defaultExpiresIn()).isEmpty();
        assertThat(edited.clientSecret()).isEqualTo(profile.clientSecret());
    }

    @Test
    void json_out_hasEveryFieldButTheSecrets_andReadsBack() {
        OAuthProfile profile = plain().scopes("a", "b")
                .extraParams(Map.of("audience", "x"))
                .defaultExpiresIn(Duration.ofSeconds(90))
                .build();
        String json = profile.toJson();
        assertThat(json).doesNotContain("hunter2").doesNotContain(JWT.reveal());
        assertThat(Json.readObject(json).keySet())
                .containsExactly(
                        "name",
                        "providerType",
                        "grantType",
                        "tokenUrl",
                        "apiHosts",
                        "clientId",
                        "clientAuthMode",
                        "scopeMode",
                        "scopes",
                        "extraParams",
                        "defaultExpiresIn");
        OAuthProfile read = OAuthProfile.builder(Preset.of("GENERIC"))
                .id(profile.id())
                .json(json)
                .clientSecret(Secret.of("hunter2"))
                .jwtAssertion(JWT)
                .build();
        assertThat(read).isEqualTo(profile);
    }

    @Test
    void json_in_reportsAllItsProblemsTogether_withTheNearestName() {
        ProfileForm form = plain().json(
                        "{\"tokenURL\":\"https://x.example/\",\"apiHosts\":7,\"clientAuthMode\":\"BASIC\",\"name\":\" x\"}");
        assertThat(form.problems())
                .extracting(Problem::field)
                .containsExactly("apiHosts", "clientAuthMode", "tokenURL", "name");
        assertThat(form.problems().get(2).advice()).contains("tokenUrl");
    }

    @Test
    void json_malformed_isOneProblem_withoutTheText() {
        assertThat(plain().json("{\"clientSecret\":\"hunter2\"").problems())
                .singleElement()
                .asString()
                .contains("Correct the JSON text")
                .doesNotContain("hunter2");
    }

    static Stream<Arguments> everyField() {
        return Stream.of(
                Arguments.of(ProfileField.NAME, "n"),
                Arguments.of(ProfileField.PROVIDER_TYPE, "X"),
                Arguments.of(ProfileField.GRANT_TYPE, new GrantType("X")),
                Arguments.of(ProfileField.TOKEN_URL, URI.create("https://x.example/?a=b")),
                Arguments.of(ProfileField.AUTH_URL, URI.create("https://x.example/")),
                Arguments.of(ProfileField.PAR_URL, URI.create("https://x.example/par")),
                Arguments.of(ProfileField.DEVICE_URL, URI.create("https://x.example/")),
                Arguments.of(ProfileField.REVOCATION_URL, URI.create("https://x.example/")),
                Arguments.of(ProfileField.ISSUER, URI.create("https://x.example")),
                Arguments.of(ProfileField.API_HOSTS, List.of(ApiHost.of("a.example"), ApiHost.of("b.example:1"))),
                Arguments.of(ProfileField.CLIENT_ID, "é"),
                Arguments.of(ProfileField.CLIENT_SECRET, Secret.of(" s ")),
                Arguments.of(ProfileField.CLIENT_AUTH_MODE, ClientAuthMode.PRIVATE_KEY_JWT),
                Arguments.of(ProfileField.SCOPE_MODE, ScopeMode.SCOPES_LIST),
                Arguments.of(ProfileField.SCOPES, List.of("a", "b")),
                Arguments.of(
                        ProfileField.RESOURCES, List.of(URI.create("https://a.example/?b=c"), URI.create("urn:x:y"))),
                Arguments.of(ProfileField.EXTRA_PARAMS, Map.of("a", "b")),
                Arguments.of(ProfileField.JWT_ASSERTION_MODE, JwtAssertionMode.SELF_SIGNED),
                Arguments.of(ProfileField.JWT_ASSERTION, JWT),
                Arguments.of(ProfileField.PKCE_METHOD, PkceMethod.S256),
                Arguments.of(ProfileField.REDIRECT_URI, URI.create("https://d.example/cb")),
                Arguments.of(ProfileField.RESPONSE_TYPE, ResponseType.CODE),
                Arguments.of(ProfileField.ISSUER_CHECK, IssuerCheck.REQUIRED),
                Arguments.of(ProfileField.DEFAULT_EXPIRES_IN, Duration.ofSeconds(7)),
                Arguments.of(ProfileField.ACCESS_TOKEN_TYPE, AccessTokenType.DPOP),
                Arguments.of(ProfileField.SIGNING_KEY, Secret.of("-----BEGIN\nx")),
                Arguments.of(ProfileField.SIGNING_KEY_PASSWORD, Secret.of("p")),
                Arguments.of(ProfileField.SIGNING_KEY_ID, "k"),
                Arguments.of(ProfileField.SIGNING_ALGORITHM, SigningAlgorithm.EDDSA),
                Arguments.of(ProfileField.ASSERTION_ISSUER, "i"),
                Arguments.of(ProfileField.ASSERTION_SUBJECT, "s"),
                Arguments.of(ProfileField.ASSERTION_AUDIENCE, "a"),
                Arguments.of(ProfileField.ASSERTION_LIFETIME, Duration.ofSeconds(60)),
                Arguments.of(
                        ProfileField.ASSERTION_CLAIMS,
                        Map.of("a", "b", "c", 1, "d", true, "e", List.of(1, Map.of("f", "g")))),
                Arguments.of(ProfileField.CLIENT_ASSERTION_AUDIENCE, "a"),
                Arguments.of(
                        ProfileField.SERVER_METADATA,
                        ServerMetadata.kept(
                                Map.of("issuer", "https://x.example", "token_endpoint", "https://x.example/t"))));
    }

    @ParameterizedTest
    @MethodSource("everyField")
    <T> void field_written_readsBack_alsoThroughJsonText(ProfileField<T> field, T value) {
        Object written = field.write(value);
        assertThat(field.read(written)).isEqualTo(value);
        assertThat(field.read(Json.read(Json.write(written)))).isEqualTo(value);
        assertThat(field.read(null)).isNull();
        assertThat(field.read(" ")).isNull();
    }

    @Test
    void form_hasEveryFieldOnce_inItsPlace() {
        assertThat(everyField().map(each -> each.get()[0])).containsExactlyElementsOf(ProfileField.all());
        assertThat(ProfileField.all()).extracting(ProfileField::property).doesNotHaveDuplicates();
        for (ProfileField<?> field : ProfileField.all()) {
            assertThat(ProfileField.all().get(field.place())).isSameAs(field);
            assertThat(field).hasToString(field.label());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void choices_ofAField_canAllBeRead(boolean small) {
        for (ProfileField<?> field : ProfileField.all()) {
            for (String choice : field.choices()) {
                assertThat(field.read(choice)).isNotNull();
                if (field != ProfileField.GRANT_TYPE && small) {
                    assertThat(field.read(choice.toLowerCase(java.util.Locale.ROOT)))
                            .isNotNull();
                }
            }
        }
        assertThat(ProfileField.GRANT_TYPE.choices())
                .containsExactly("JWT_BEARER", "CLIENT_CREDENTIALS", "AUTH_CODE_PKCE", "DEVICE_CODE");
        assertThat(ProfileField.RESPONSE_TYPE.choices()).containsExactly("code");
        assertThat(ProfileField.NAME.choices()).isEmpty();
    }

    @Test
    void profile_printsNoSecret_andDisplaysMasks() {
        OAuthProfile profile = complete().build();
        assertThat(profile).hasToString("OAuthProfile[Front desk, ACME, JWT_BEARER]");
        assertThat(profile.display(ProfileField.CLIENT_SECRET)).isEqualTo("***");
        assertThat(profile.display(ProfileField.AUTH_URL)).isEmpty();
        assertThat(profile.display(ProfileField.API_HOSTS)).isEqualTo("acme.com");
        assertThat(profile.display(ProfileField.EXTRA_PARAMS)).isEqualTo("{\"environment\":\"production\"}");
        assertThat(profile.revealAll()).containsEntry("clientSecret", "hunter2");
    }

    @Test
    void secret_neverPrints_andComparesByText() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret).hasToString("***").isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        assertThat(List.of(secret).toString() + Map.of("a", secret)).doesNotContain("hunter2");
        assertThat(secret.hashCode()).isEqualTo(Secret.of("x").hashCode());
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void invalidProfile_neverRepeatsASecret() {
        assertThatThrownBy(() -> plain().clientSecret(Secret.of(" hunter2 "))
                        .jwtAssertion(Secret.of("hunter3"))
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .message()
                .doesNotContain("hunter")
                .contains(" | ");
    }

    @ParameterizedTest
    @CsvSource({
        "api.example, api.example, 443",
        "API.Example, api.example, 443",
        "' api.example ', api.example, 443",
        "api.example:443, api.example, 443",
        "api.example:8443, api.example:8443, 8443",
        "192.0.2.7:1, 192.0.2.7:1, 1",
        "[::1]:65535, [::1]:65535, 65535"
    })
    void apiHost_good_isRead(String text, String printed, int port) {
        assertThat(ApiHost.of(text))
                .hasToString(printed)
                .extracting(ApiHost::port)
                .isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example:",
                "api.example:0",
                "api.example:65536",
                "api.example:-1",
                "api.example:080",
                "api.example/",
                "api.example?x",
                "api.example#x",
                "me@api.example",
                "https://api.example",
                "*.example",
                "a b",
                "[::1",
                "[fe80::1%25eth0]",
                "a234567890123456789012345678901234567890123456789012345678901234.example"
            })
    void apiHost_bad_isRejected(String text) {
        assertThatThrownBy(() -> ApiHost.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/x, api.example:443",
        "https://API.example:8443, api.example:8443",
        "http://localhost/x, localhost:80"
    })
    void apiHost_ofAUrl_hasItsPort(URI url, String hostAndPort) {
        assertThat(ApiHost.of(url)).isEqualTo(ApiHost.of(hostAndPort));
    }
}
