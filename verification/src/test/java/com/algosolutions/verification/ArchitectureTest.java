package com.algosolutions.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** The rules of docs/architecture.md, held against the compiled classes of all published modules. */
@AnalyzeClasses(
        packages = "com.algosolutions",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** Core's tests are published too, for those who write a store of their own. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String JSON = "com.algosolutions.oauth.json";
    private static final String PROFILE = "com.algosolutions.oauth.profile";
    private static final String SPI = "com.algosolutions.oauth.spi";
    private static final String CLIENT = "com.algosolutions.oauth";
    private static final String RINGCENTRAL = "com.algosolutions.oauth.ringcentral";
    private static final String PROVIDERS = "com.algosolutions.oauth.providers";
    private static final String TESTKIT = "com.algosolutions.oauth.testkit";
    private static final String BUTTON = "com.algosolutions.button";
    private static final String[] FOREIGN = {"okhttp3..", "okio..", "kotlin..", "tools.jackson..", "com.nimbusds.."};

    @ArchTest
    static final ArchRule json_is_the_leaf = dependsOnlyOn(JSON);

    @ArchTest
    static final ArchRule profile_depends_on_json_only = dependsOnlyOn(PROFILE, JSON);

    @ArchTest
    static final ArchRule spi_depends_on_profile_and_json_only = dependsOnlyOn(SPI, PROFILE, JSON);

    @ArchTest
    static final ArchRule client_does_not_know_plugins_buttons_or_testkit = dependsOnlyOn(CLIENT, SPI, PROFILE, JSON);

    @ArchTest
    static final ArchRule a_plugin_knows_what_a_plugin_may_say = noClasses()
            .that()
            .resideInAPackage(RINGCENTRAL)
            .and()
            .haveNameMatching(".*\\.RingCentral(Errors)?")
            .should()
            .dependOnClassesThat(are(resideInAnyPackage(CLIENT, BUTTON, TESTKIT)));

    @ArchTest
    static final ArchRule what_stands_beside_a_plugin_knows_the_client =
            dependsOnlyOn(RINGCENTRAL, CLIENT, SPI, PROFILE, JSON);

    @ArchTest
    static final ArchRule the_other_plugins_know_no_more = dependsOnlyOn(PROVIDERS, SPI, PROFILE, JSON);

    @ArchTest
    static final ArchRule testkit_depends_on_nothing_of_ours = dependsOnlyOn(TESTKIT);

    @ArchTest
    static final ArchRule buttons_depend_on_the_client_not_on_plugins = dependsOnlyOn(BUTTON, CLIENT, PROFILE, JSON);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("com.algosolutions.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule one_room_knows_okhttp =
            knownOnlyTo("com.algosolutions.oauth.(HttpTransport|BoundedDns)", "okhttp3..", "okio..");

    @ArchTest
    static final ArchRule one_room_knows_jackson = knownOnlyTo("com.algosolutions.oauth.json.Json", "tools.jackson..");

    @ArchTest
    static final ArchRule one_room_knows_nimbus =
            knownOnlyTo("com.algosolutions.oauth.jose.JwsSigner", "com.nimbusds..");

    @ArchTest
    static final ArchRule only_what_is_signed_loads_nimbus = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .and()
            .doNotHaveSimpleName("SignedAssertion")
            .and()
            .doNotHaveSimpleName("DpopProofs")
            .and()
            .doNotHaveSimpleName("JwsSigner")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("JwsSigner");

    @ArchTest
    static final ArchRule no_foreign_type_is_in_the_public_api =
            classes().that(canBeSeen()).should(notShowInSignatures(FOREIGN));

    @ArchTest
    static final ArchRule public_types_are_closed = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("a class that was not made to be extended breaks those who extend it");

    @ArchTest
    static final ArchRule there_is_no_internal_package = noClasses().should().resideInAPackage("..internal..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper)")
            .orShould()
            .haveNameMatching(".*(?<!\\.Token)Manager")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_prints_or_sleeps = noClasses()
            .that()
            .resideOutsideOfPackage("com.algosolutions.examples..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule time_is_injected = noClasses()
            .that()
            .resideInAnyPackage(CLIENT, PROFILE, SPI, JSON, RINGCENTRAL, PROVIDERS, BUTTON)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    /** Jitter draws what anybody may guess: when a device of a fleet renews. */
    @ArchTest
    static final ArchRule secrets_are_not_guessable = noClasses()
            .that()
            .resideInAnyPackage(CLIENT, PROFILE, SPI, JSON, RINGCENTRAL, PROVIDERS, BUTTON)
            .and()
            .doNotHaveFullyQualifiedName("com.algosolutions.oauth.credential.Jitter")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|random\\..*)")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(StrictMath.class, "random");

    private static ArchRule dependsOnlyOn(String from, String... others) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(others)).toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAnyPackage("com.algosolutions..");
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(are(ours.and(DescribedPredicate.not(resideInAnyPackage(allowed)))));
    }

    /** The testkit has its own copies of OkHttp and Jackson in use. */
    private static ArchRule knownOnlyTo(String rooms, String... foreign) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .and()
                .haveNameNotMatching(rooms.replace(".", "\\.") + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign);
    }

    private static DescribedPredicate<JavaClass> canBeSeen() {
        return DescribedPredicate.describe(
                "can be seen",
                type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                        && type.getEnclosingClass().map(canBeSeen()::test).orElse(true));
    }

    private static ArchCondition<JavaClass> notShowInSignatures(String... packages) {
        DescribedPredicate<JavaClass> foreign = resideInAnyPackage(packages);
        return not(new ArchCondition<JavaClass>("show a foreign type in a signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnit unit : type.getCodeUnits()) {
                    boolean open = unit.getModifiers().contains(JavaModifier.PUBLIC)
                            || unit.getModifiers().contains(JavaModifier.PROTECTED);
                    boolean shows = Stream.concat(
                                    Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
                            .anyMatch(foreign);
                    events.add(new SimpleConditionEvent(type, open && shows, unit.getFullName()));
                }
            }
        });
    }
}
