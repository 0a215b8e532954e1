package com.algosolutions.shrunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.providers.Zoom;
import com.algosolutions.oauth.ringcentral.RingCentral;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for shrinkers in each published jar, and what they name. */
class ShrinkRulesTest {
    /** A rule: its option, what it is about, and the members in braces, if there are any. */
    private static final Pattern RULE = Pattern.compile("(-[\\w,]+) ([^{\\n]+?)(?: \\{([^}]*)})?\\n");

    private static final Pattern CLASS =
            Pattern.compile("(?:class|interface|enum) ([\\w.*]+)(?: implements ([\\w.]+))?");

    static Stream<Arguments> jars() {
        return Stream.of(
                Arguments.of("algo-oauth-core", OAuthClient.class),
                Arguments.of("algo-oauth-ringcentral", RingCentral.class),
                Arguments.of("algo-oauth-providers", Zoom.class),
                Arguments.of("algo-button-actions", ButtonActions.class));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void rules_ofAJar_areRules_andEachIsOfTheJarAlone(String artifact, Class<?> inJar) throws IOException {
        String rules = rules(artifact, inJar);

        assertThat(RULE.matcher(rules).replaceAll("").strip())
                .as("what is no rule")
                .isEmpty();
        assertThat(parsed(rules).map(rule -> rule.group(1)))
                .isNotEmpty()
                .isSubsetOf(
                        "-keep",
                        "-keepnames",
                        "-keepclassmembers",
                        "-keepclassmembers,allowshrinking,allowobfuscation",
                        "-dontwarn");
        assertThat(parsed(rules)
                        .filter(rule -> rule.group(1).startsWith("-keep")
                                && !rule.group(1).contains("allowshrinking"))
                        .map(rule -> rule.group(2)))
                .allSatisfy(kept ->
                        assertThat(kept).contains(" " + inJar.getPackageName().replaceFirst("\\.client$", "") + "."));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void rules_ofAJar_nameClassesThatExist(String artifact, Class<?> inJar) throws IOException {
        assertThat(parsed(rules(artifact, inJar)).filter(rule -> rule.group(1).startsWith("-keep")))
                .allSatisfy(rule -> {
                    Matcher named = CLASS.matcher(rule.group(2));
                    assertThat(named.matches()).as(rule.group(2)).isTrue();
                    if (!named.group(1).contains("*")) {
                        assertThat(Class.forName(named.group(1))).isNotNull();
                    }
                    if (named.group(2) != null) {
                        assertThat(Class.forName(named.group(2))).isNotNull();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("jars")
    void rules_ofAJar_keepThePluginsOfItsServicesFile_andNothingElseWhole(String artifact, Class<?> inJar)
            throws IOException {
        assertThat(parsed(rules(artifact, inJar))
                        .filter(rule -> rule.group(1).equals("-keep"))
                        .map(rule -> rule.group(2) + " " + rule.group(3).strip()))
                .containsExactlyInAnyOrderElementsOf(text(inJar, "META-INF/services/" + OAuthProvider.class.getName())
                        .lines()
                        .map(plugin -> "class " + plugin + " public <init>();")
                        .toList());
    }

    /** Dependencies that a device has must stay checked. */
    @Test
    void dontwarn_namesNothingThatIsOnTheClassPath() throws IOException {
        assertThat(parsed(rules("algo-oauth-core", OAuthClient.class))
                        .filter(rule -> rule.group(1).equals("-dontwarn")))
                .isNotEmpty()
                .extracting(rule -> rule.group(2))
                .noneMatch(name -> Pattern.matches(
                        "(com\\.algosolutions|okhttp3|okio|kotlin|tools|com\\.nimbusds|java\\.(?!sql))\\b.*|\\W.*",
                        name));
    }

    private static Stream<MatchResult> parsed(String rules) {
        return RULE.matcher(rules).results();
    }

    /** A jar's rules without comments and empty lines. */
    private static String rules(String artifact, Class<?> inJar) throws IOException {
        return text(inJar, "META-INF/proguard/" + artifact + ".pro")
                .replaceAll("(?m)^(#.*)?\\n", "")
                .replaceAll("\\{\\s+", "{");
    }

    /** A resource of the jar or folder that contains a class; empty if there is none. */
    private static String text(Class<?> inJar, String name) throws IOException {
        String place = inJar.getProtectionDomain().getCodeSource().getLocation().toString();
        for (URL found : Collections.list(inJar.getClassLoader().getResources(name))) {
            if (found.toString().contains(place)) {
                try (InputStream in = found.openStream()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }
}
