package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module descriptors of the published modules. */
class ModulesTest {

    @ParameterizedTest
    @CsvSource({
        "com.algosolutions.oauth, com.algosolutions.oauth com.algosolutions.oauth.client com.algosolutions.oauth.input"
                + " com.algosolutions.oauth.json com.algosolutions.oauth.profile com.algosolutions.oauth.spi"
                + " com.algosolutions.oauth.store",
        "com.algosolutions.oauth.ringcentral, com.algosolutions.oauth.ringcentral",
        "com.algosolutions.oauth.providers, com.algosolutions.oauth.providers",
        "com.algosolutions.oauth.jdbc, com.algosolutions.oauth.jdbc",
        "com.algosolutions.button, com.algosolutions.button",
        "com.algosolutions.oauth.testkit, com.algosolutions.oauth.testkit"
    })
    void module_descriptor_exportsThesePackagesToEveryModule(String name, String packages) {
        ModuleDescriptor module = module(name);

        assertThat(module.exports())
                .noneMatch(ModuleDescriptor.Exports::isQualified)
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactlyInAnyOrder(packages.split(" "));
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void core_descriptor_usesProvidersAndRequiresNoMoreThanItNeeds() {
        ModuleDescriptor core = module("com.algosolutions.oauth");

        assertThat(core.uses()).containsExactly("com.algosolutions.oauth.spi.OAuthProvider");
        assertThat(requires(core))
                .containsExactlyInAnyOrder(
                        "java.base", "com.nimbusds.jose.jwt", "okhttp3", "tools.jackson.core", "org.jspecify");
    }

    @Test
    void jdbc_descriptor_requiresNoDriverAndNoPool() {
        assertThat(requires(module("com.algosolutions.oauth.jdbc")))
                .containsExactlyInAnyOrder("java.base", "java.sql", "com.algosolutions.oauth", "org.jspecify");
    }

    @Test
    void ringcentral_descriptor_providesItsPlugin() {
        assertThat(module("com.algosolutions.oauth.ringcentral").provides())
                .singleElement()
                .satisfies(provides -> {
                    assertThat(provides.service()).isEqualTo("com.algosolutions.oauth.spi.OAuthProvider");
                    assertThat(provides.providers()).containsExactly("com.algosolutions.oauth.ringcentral.RingCentral");
                });
    }

    @Test
    void providers_descriptor_providesItsPlugins() {
        assertThat(module("com.algosolutions.oauth.providers").provides())
                .singleElement()
                .satisfies(provides -> assertThat(provides.providers())
                        .containsExactlyInAnyOrder(
                                "com.algosolutions.oauth.providers.Google",
                                "com.algosolutions.oauth.providers.Microsoft",
                                "com.algosolutions.oauth.providers.Slack",
                                "com.algosolutions.oauth.providers.SlackUser",
                                "com.algosolutions.oauth.providers.Webex",
                                "com.algosolutions.oauth.providers.Zoom"));
    }

    @Test
    void testkit_descriptor_requiresNothingOfOurs() {
        assertThat(requires(module("com.algosolutions.oauth.testkit")))
                .noneMatch(name -> name.startsWith("com.algosolutions"));
    }

    private static Set<String> requires(ModuleDescriptor module) {
        return module.requires().stream().map(ModuleDescriptor.Requires::name).collect(Collectors.toSet());
    }

    /** The descriptor of a module on the class path of this test. */
    private static ModuleDescriptor module(String name) {
        List<Path> places = List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
                .map(Path::of)
                .filter(path -> path.toString().contains("algo-"))
                .toList();
        return places.stream()
                .flatMap(place -> ModuleFinder.of(place).findAll().stream())
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no module " + name + " in " + places));
    }
}
