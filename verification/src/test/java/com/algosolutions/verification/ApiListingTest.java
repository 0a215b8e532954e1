package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API of each published module, against the listing in its folder, so that a review sees each change of the API. If a change is
 * intended, copy the listing that the test has written.
 */
class ApiListingTest {
    private static final Path ROOT = Path.of("..");

    /** Tuples that never grow: a new component would break each caller's constructor call and pattern. */
    private static final Set<String> RECORDS = Set.of("Header", "ApiHost", "GrantType", "TeamId", "Screen");

    @ParameterizedTest
    @CsvSource({
        "algo-oauth-core, com.algosolutions.oauth",
        "algo-oauth-ringcentral, com.algosolutions.oauth.ringcentral",
        "algo-oauth-providers, com.algosolutions.oauth.providers",
        "algo-oauth-jdbc, com.algosolutions.oauth.jdbc",
        "algo-button-actions, com.algosolutions.button",
        "algo-oauth-testkit, com.algosolutions.oauth.testkit"
    })
    void api_ofTheModule_isTheListing(String folder, String module) throws IOException {
        String now = ApiListing.of(module).text();
        Path written = Files.createDirectories(Path.of("target", "api")).resolve(folder + ".txt");
        Files.writeString(written, now);
        Path listing = ROOT.resolve(folder).resolve("api.txt");

        assertThat(now)
                .as("%s: if the change is intended, copy verification/%s to %s/api.txt", folder, written, folder)
                .isEqualTo(Files.exists(listing) ? Files.readString(listing) : "");
    }

    @ParameterizedTest
    @CsvSource({
        "algo-oauth-core, com.algosolutions.oauth",
        "algo-oauth-ringcentral, com.algosolutions.oauth.ringcentral",
        "algo-oauth-providers, com.algosolutions.oauth.providers",
        "algo-button-actions, com.algosolutions.button",
        "algo-oauth-testkit, com.algosolutions.oauth.testkit"
    })
    void types_ofTheModule_nameTheVersionThatHasIntroducedThem(String folder, String module) throws IOException {
        Path sources = ROOT.resolve(folder).resolve("src/main/java");
        assertThat(ApiListing.of(module).types())
                .filteredOn(type -> type.getEnclosingClass() == null)
                .allSatisfy(type -> assertThat(sources.resolve(type.getName().replace('.', '/') + ".java"))
                        .content()
                        .containsPattern("(?m)^ \\* @since \\d+\\.\\d+\\.\\d+$"));
    }

    @ParameterizedTest
    @CsvSource({
        "com.algosolutions.oauth",
        "com.algosolutions.oauth.ringcentral",
        "com.algosolutions.oauth.providers",
        "com.algosolutions.button",
        "com.algosolutions.oauth.testkit"
    })
    void types_ofTheModule_canGrow(String module) throws IOException {
        ApiListing listing = ApiListing.of(module);
        List<Class<?>> types = listing.types();

        assertThat(types).as("sealed").noneMatch(Class::isSealed);
        assertThat(types)
                .as("records that are no tuples")
                .filteredOn(Class::isRecord)
                .extracting(Class::getSimpleName)
                .isSubsetOf(RECORDS);
        assertThat(types)
                .as("classes that a caller can extend")
                .filteredOn(type -> !type.isInterface() && !type.isEnum())
                .allMatch(type -> Modifier.isFinal(type.getModifiers()));
        assertThat(listing.packagesWithoutNullMarked()).isEmpty();
    }
}
