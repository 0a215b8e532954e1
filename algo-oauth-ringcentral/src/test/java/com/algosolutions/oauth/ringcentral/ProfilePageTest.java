package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps {@code docs/profile.md} true. */
class ProfilePageTest {
    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "profile.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> examples() {
        List<String> blocks = new ArrayList<>();
        Matcher fence = Pattern.compile("(?s)```json\n(.*?)```").matcher(page);
        while (fence.find()) {
            blocks.add(fence.group(1));
        }
        return blocks;
    }

    private static ProfileForm draft(OAuthClient client) {
        return client.draft("Front desk", RingCentral.ID);
    }

    @Test
    void example_ofAStoredProfile_isWhatIsWritten() {
        try (OAuthClient client = OAuthClient.builder().build()) {
            OAuthProfile profile = draft(client)
                    .clientId("YourClientId")
                    .clientSecret(Secret.of("YourClientSecret"))
                    .jwtAssertion(Secret.of("a.b.c"))
                    .build();

            assertThat(Json.readObject(examples().get(0))).isEqualTo(Json.readObject(profile.toJson()));
        }
    }

    @Test
    void example_ofAStoredProfile_isReadWithItsSecretsAdded() {
        try (OAuthClient client = OAuthClient.builder().build()) {
            OAuthProfile profile = draft(client)
                    .json(examples().get(0))
                    .clientSecret(Secret.of("YourClientSecret"))
                    .jwtAssertion(Secret.of("a.b.c"))
                    .build();

            assertThat(Json.readObject(profile.toJson()))
                    .isEqualTo(Json.readObject(examples().get(0)));
        }
    }

    @Test
    void example_ofTheLeast_isAWholeProfile() {
        try (OAuthClient client = OAuthClient.builder().build()) {
            OAuthProfile profile = draft(client).json(examples().get(1)).build();

            assertThat(profile.clientSecret()).hasValue(Secret.of("YourClientSecret"));
            assertThat(Json.readObject(profile.toJson()))
                    .isEqualTo(Json.readObject(examples().get(0)));
        }
    }

    static Stream<ProfileField<?>> fields() {
        return ProfileField.all().stream();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void field_ofTheForm_hasItsRowWithItsChoices(ProfileField<?> field) {
        String row = page.lines()
                .filter(line -> line.startsWith("| " + field.label() + " | `" + field.property() + "` |"))
                .findFirst()
                .orElse("");

        assertThat(row).as("the row of %s", field).isNotEmpty();
        assertThat(field.choices()).allSatisfy(choice -> assertThat(row).contains("`" + choice + "`"));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void field_filledInByThePreset_hasItsRow(ProfileField<?> field) {
        OAuthProfile profile = OAuthProfile.builder(new RingCentral().preset())
                .name("n")
                .clientId("i")
                .clientSecret(Secret.of("s"))
                .jwtAssertion(Secret.of("a.b.c"))
                .build();
        boolean preset =
                new RingCentral().preset().value(field, profile.extraParams()).isPresent()
                        && field != ProfileField.PROVIDER_TYPE;
        String table =
                page.substring(page.indexOf("## What RINGCENTRAL fills in"), page.indexOf("The operator adds Name"));
        String shown = profile.display(field).replace("\":\"", "\": \"").replace(" media", "`, `media");

        if (preset) {
            assertThat(table).contains("| " + field.label() + " | `" + shown + "` |");
        } else {
            assertThat(table).doesNotContain("| " + field.label() + " |");
        }
    }

    @ParameterizedTest
    @MethodSource("environments")
    void environment_ofThePreset_hasItsRow(String environment) {
        assertThat(page).contains("| `" + environment + "`");
    }

    static Stream<String> environments() {
        return new RingCentral().preset().environments().stream();
    }
}
