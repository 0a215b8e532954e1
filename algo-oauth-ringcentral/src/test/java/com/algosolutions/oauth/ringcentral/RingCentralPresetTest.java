package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.JwtAssertionMode;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.profile.ScopeMode;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RingCentralPresetTest {
    private static ProfileForm form() {
        return OAuthProfile.builder(new RingCentral().preset())
                .name("Front desk")
                .clientId("an-id")
                .clientSecret(Secret.of("a-secret"))
                .jwtAssertion(Secret.of("aGVhZA.Y2xhaW1z.c2ln"));
    }

    @Test
    void preset_whenRingCentralIsChosen_isTheDeviceManuals() {
        OAuthProfile profile = form().build();

        assertThat(profile.providerType()).isEqualTo("RINGCENTRAL");
        assertThat(profile.grantType()).isEqualTo(GrantType.JWT_BEARER);
        assertThat(profile.tokenUrl()).hasToString("https://platform.ringcentral.com/restapi/oauth/token");
        assertThat(profile.clientAuthMode()).isEqualTo(ClientAuthMode.HTTP_BASIC);
        assertThat(profile.scopeMode()).isEqualTo(ScopeMode.NONE);
        assertThat(profile.scopes()).isEmpty();
        assertThat(profile.extraParams()).containsExactly(Map.entry("environment", "production"));
        assertThat(profile.jwtAssertionMode()).isEqualTo(JwtAssertionMode.DISABLED);
    }

    @Test
    void preset_whenRingCentralIsChosen_hasHostsAndRevocationOfOurs() {
        OAuthProfile profile = form().build();

        assertThat(profile.apiHosts())
                .containsExactly(ApiHost.of("platform.ringcentral.com"), ApiHost.of("media.ringcentral.com"));
        assertThat(profile.revocationUrl())
                .hasValue(URI.create("https://platform.ringcentral.com/restapi/oauth/revoke"));
        assertThat(profile.authUrl()).isEmpty();
        assertThat(profile.deviceUrl()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"production, platform.ringcentral.com", "segregated, platform.ringcentral.biz"})
    void preset_forASignInWithABrowser_hasTheEndpointOfTheEnvironment(String environment, String host) {
        ProfileForm form = form().grantType(GrantType.AUTH_CODE_PKCE)
                .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                .extraParams(Map.of("environment", environment));
        URI url = URI.create("https://" + host + "/restapi/oauth/authorize");

        assertThat(form.isPreset(ProfileField.AUTH_URL)).isTrue();
        OAuthProfile profile = form.build();
        assertThat(profile.authUrl()).hasValue(url);
        assertThat(profile.tokenUrl()).hasHost(host);
        assertThat(profile.pkceMethod()).hasValue(PkceMethod.S256);
        assertThat(profile.responseType()).hasValue(ResponseType.CODE);
        assertThat(profile.clientAuthMode()).isEqualTo(ClientAuthMode.HTTP_BASIC);
        ProfileForm edited = profile.edit(new RingCentral().preset());
        assertThat(edited.grantType(GrantType.JWT_BEARER)
                        .jwtAssertion(Secret.of("aGVhZA.Y2xhaW1z.c2ln"))
                        .build()
                        .authUrl())
                .as("follows the grant type")
                .isEmpty();
    }

    @Test
    void preset_forASignInWithABrowser_ofAnEnvironmentWrittenByHand_hasNoAuthUrlOfAnother() {
        ProfileForm form = form().grantType(GrantType.AUTH_CODE_PKCE)
                .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                .tokenUrl(URI.create("https://ringcentral.example.com/restapi/oauth/token"))
                .apiHosts(ApiHost.of("ringcentral.example.com"))
                .extraParams(Map.of());

        assertThat(form.problems()).extracting(Problem::field).containsExactly("authUrl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Grant Type          | JWT_BEARER",
                "Token URL           | https://platform.ringcentral.com/restapi/oauth/token",
                "Client Auth Mode    | HTTP_BASIC",
                "Scope Mode          | NONE",
                "Extra Params (JSON) | {\"environment\":\"production\"}",
                "JWT Assertion Mode  | DISABLED",
            })
    void preset_shownInTheForm_readsAsTheDeviceManual(String label, String shown) {
        ProfileField<?> field = ProfileField.all().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();

        assertThat(form().build().display(field)).isEqualTo(shown);
    }

    @Test
    void environment_segregated_usesTheBizHostsAlone() {
        OAuthProfile profile =
                form().extraParams(Map.of("environment", "segregated")).build();

        assertThat(profile.tokenUrl()).hasToString("https://platform.ringcentral.biz/restapi/oauth/token");
        assertThat(profile.revocationUrl())
                .hasValue(URI.create("https://platform.ringcentral.biz/restapi/oauth/revoke"));
        assertThat(profile.apiHosts()).containsExactly(ApiHost.of("platform.ringcentral.biz"));
        assertThat(profile.grantType()).isEqualTo(GrantType.JWT_BEARER);
    }

    @Test
    void environment_changedInAStoredProfile_changesTheUrlsToo() {
        OAuthProfile production = form().build();
        OAuthProfile segregated = production
                .edit(new RingCentral().preset())
                .extraParams(Map.of("environment", "segregated"))
                .build();

        assertThat(segregated.id()).isEqualTo(production.id());
        assertThat(segregated.tokenUrl()).hasHost("platform.ringcentral.biz");
        assertThat(segregated.apiHosts()).containsExactly(ApiHost.of("platform.ringcentral.biz"));
    }

    @Test
    void environment_unknown_isAProblemThatNamesTheKnownOnes() {
        assertThat(form().extraParams(Map.of("environment", "sandbox")).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("extraParams");
                    assertThat(problem.label()).isEqualTo("Extra Params (JSON)");
                    assertThat(problem.message()).contains("unknown environment \"sandbox\"");
                    assertThat(problem.advice()).contains("production", "segregated", "Token URL", "API Hosts");
                });
    }

    @Test
    void environment_missing_isAProblem() {
        assertThat(form().extraParams(Map.of()).problems())
                .extracting(Problem::field)
                .containsExactly("extraParams");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void environment_unknownWithOneOverride_isStillAProblem(boolean tokenUrl, boolean hosts) {
        ProfileForm form = form().extraParams(Map.of("environment", "lab"));
        if (tokenUrl) {
            form.tokenUrl(URI.create("https://lab.example/restapi/oauth/token"));
        }
        if (hosts) {
            form.apiHosts(ApiHost.of("lab.example"));
        }

        assertThat(form.problems()).extracting(Problem::field).containsExactly("extraParams");
    }

    @Test
    void environment_unknownWithBothOverrides_isBuilt() {
        OAuthProfile profile = form().extraParams(Map.of("environment", "lab"))
                .tokenUrl(URI.create("https://lab.example/restapi/oauth/token"))
                .apiHosts(ApiHost.of("lab.example"))
                .build();

        assertThat(profile.tokenUrl()).hasHost("lab.example");
        assertThat(profile.apiHosts()).containsExactly(ApiHost.of("lab.example"));
    }

    @Test
    void environment_isKeptFromTheWire() {
        assertThat(new RingCentral().preset().ownParams()).containsExactly("environment");
    }

    @Test
    void provider_onTheModulePath_isFoundByServiceLoader() {
        assertThat(RingCentral.class.getModule().isNamed()).isTrue();
        try (OAuthClient client = OAuthClient.builder().build()) {
            assertThat(client.providers()).extracting(ProviderInfo::id).contains("RINGCENTRAL", "GENERIC");
        }
    }

    @Test
    void provider_onTheClassPath_isFoundByServiceLoader() throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                if (!entry.isEmpty()) {
                    jars.add(Path.of(entry).toUri().toURL());
                }
            }
        }
        // The platform class loader must not be the parent: it would find the classes of this test's module path.
        try (URLClassLoader classPath = new URLClassLoader(jars.toArray(URL[]::new), null)) {
            Class<?> providerClass = classPath.loadClass(RingCentral.class.getName());
            Object builder = classPath
                    .loadClass(OAuthClient.class.getName())
                    .getMethod("builder")
                    .invoke(null);
            try (AutoCloseable client =
                    (AutoCloseable) builder.getClass().getMethod("build").invoke(builder)) {
                Object providers = client.getClass().getMethod("providers").invoke(client);

                assertThat(providerClass.getModule().isNamed()).isFalse();
                assertThat(providers)
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .extracting(Object::toString)
                        .contains("RingCentral");
            }
        }
    }

    @Test
    void provider_inTheServicesFile_isTheOnlyOne() throws Exception {
        try (var services = RingCentral.class
                .getClassLoader()
                .getResourceAsStream("META-INF/services/com.algosolutions.oauth.spi.OAuthProvider")) {
            assertThat(services).isNotNull();
            assertThat(new String(services.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip())
                    .isEqualTo("com.algosolutions.oauth.ringcentral.RingCentral");
        }
    }

    @Test
    void provider_inTheModuleDescriptor_isProvided() throws Exception {
        try (var descriptor = RingCentral.class.getResourceAsStream("/module-info.class")) {
            assertThat(descriptor).isNotNull();
            assertThat(java.lang.module.ModuleDescriptor.read(descriptor).provides())
                    .anySatisfy(provided -> {
                        assertThat(provided.service()).isEqualTo("com.algosolutions.oauth.spi.OAuthProvider");
                        assertThat(provided.providers())
                                .containsExactly("com.algosolutions.oauth.ringcentral.RingCentral");
                    });
        }
    }

    @Test
    void provider_foundAndGivenToo_isOneProvider() {
        try (OAuthClient client =
                OAuthClient.builder().provider(new RingCentral()).build()) {
            assertThat(client.providers()).extracting(ProviderInfo::id).containsOnlyOnce("RINGCENTRAL");
        }
    }

    @Test
    void clientSecret_inTheBody_isRejectedWithAdvice() {
        OAuthProfile profile =
                form().clientAuthMode(ClientAuthMode.REQUEST_BODY).build();

        try (OAuthClient client = OAuthClient.builder().build()) {
            assertThatThrownBy(() -> client.profiles().create(profile))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContainingAll("Client Auth Mode", "HTTP_BASIC");
        }
    }

    @ParameterizedTest
    @EnumSource(value = ClientAuthMode.class, mode = EnumSource.Mode.EXCLUDE, names = "REQUEST_BODY")
    void clientAuthMode_thatRingCentralAccepts_hasNoProblem(ClientAuthMode mode) {
        ProfileForm form = form().clientAuthMode(mode).reset(ProfileField.CLIENT_SECRET);
        OAuthProfile profile = (mode.needsClientSecret() ? form.clientSecret(Secret.of("s".repeat(32))) : form)
                .set(
                        ProfileField.SIGNING_KEY,
                        Secret.of("{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                                + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}"))
                .build();

        assertThat(new RingCentral().checkProfile(profile)).isEqualTo(List.of());
    }

    @Test
    void provider_describesItself() {
        RingCentral provider = new RingCentral();

        assertThat(provider.id()).isEqualTo("RINGCENTRAL");
        assertThat(provider.displayName()).isEqualTo("RingCentral");
        assertThat(provider.requestIdHeader()).hasValue("RCRequestId");
        assertThat(provider.scopeSeparator()).isEqualTo(" ");
    }
}
