package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of the module's README, field by field. */
class PresetsPageTest {
    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z][A-Za-z ()]+) \\| `([^`]*)` \\| (?:confirmed|not confirmed|inferred)\\b.* \\|");

    static Stream<OAuthProvider> providers() {
        return Stream.of(new Zoom(), new Webex(), new Slack(), new SlackUser(), new Microsoft(), new Google());
    }

    @ParameterizedTest
    @MethodSource("providers")
    @DisplayName("the README's table of a provider is its preset, with the same fields, each with its mark")
    void page_ofAProvider_isItsPreset(OAuthProvider provider) throws IOException {
        assertThat(written(provider.id())).isEqualTo(filledIn(provider.preset()));
    }

    @ParameterizedTest
    @MethodSource("providers")
    @DisplayName("an operator who adds name, credentials and redirect URI (and Microsoft's tenant) has a profile")
    void form_withWhatTheOperatorAdds_isComplete(OAuthProvider provider) {
        OAuthProfile profile = Forms.of(provider).build();

        assertThat(profile.providerType()).isEqualTo(provider.id());
        assertThat(provider.checkProfile(profile)).isEmpty();
        assertThat(profile.apiHosts()).isNotEmpty();
        assertThat(provider.displayName()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("providers")
    @DisplayName("a page shows what choosing the provider type filled in, and submitting it unchanged changes nothing")
    void form_shownAndSubmitted_stillFollowsThePreset(OAuthProvider provider) {
        ProfileForm form = Forms.of(provider);
        OAuthProfile before = form.build();
        for (int i = 0; i < 2; i++) {
            Map<ProfileField<?>, String> page = new LinkedHashMap<>();
            ProfileField.all().forEach(field -> page.put(field, form.display(field)));
            page.forEach(form::setText);
            assertThat(form.build()).isEqualTo(before);
            for (ProfileField<?> field : ProfileField.all()) {
                Object filledIn =
                        provider.preset().value(field, before.extraParams()).orElse(null);
                Object value = before.value(field).orElse(null);
                assertThat(form.value(field).orElse(null)).isEqualTo(value);
                assertThat(form.display(field)).isEqualTo(before.display(field)).isEqualTo(page.get(field));
                assertThat(form.isPreset(field))
                        .as("%s %s", provider.id(), field)
                        .isEqualTo(value != null && value.equals(filledIn));
            }
        }
        assertThat(form.isPreset(ProfileField.TOKEN_URL)).isTrue();
    }

    private static Map<String, String> written(String id) throws IOException {
        String page = Files.readString(Path.of("README.md"));
        int from = page.indexOf("## " + id + "\n");
        int to = page.indexOf("\n## ", from + 1);
        Matcher row = ROW.matcher(page.substring(from, to < 0 ? page.length() : to));
        Map<String, String> fields = new LinkedHashMap<>();
        while (row.find()) {
            fields.put(row.group(1), row.group(2));
        }
        return fields;
    }

    /** The value as the form shows it, with the tenant's placeholder as on the page. */
    private static Map<String, String> filledIn(Preset preset) {
        OAuthProfile profile = OAuthProfile.builder(preset)
                .name("Front desk")
                .clientId("an-id")
                .clientSecret(Secret.of("a-secret"))
                .redirectUri(URI.create("https://192.0.2.7/control/oauth-callback.lua"))
                .extraParams(Forms.extraParams(preset))
                .build();
        Map<String, String> fields = new LinkedHashMap<>();
        for (ProfileField<?> field : ProfileField.all()) {
            if (!Set.of("Name", "Provider Type", "Client ID", "Client Secret", "PKCE Redirect URI")
                            .contains(field.label())
                    && !profile.display(field).isBlank()
                    && !profile.display(field).equals("{}")) {
                String shown = field == ProfileField.EXTRA_PARAMS
                        ? profile.display(field).replace(Forms.TENANT, "")
                        : profile.display(field).replace(Forms.TENANT, "{tenant}");
                fields.put(field.label(), shown);
            }
        }
        return fields;
    }
}
