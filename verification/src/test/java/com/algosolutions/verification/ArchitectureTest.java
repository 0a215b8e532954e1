package com.algosolutions.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
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
import com.tngtech.archunit.library.Architectures;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Checks the rules of docs/architecture.md in the compiled classes of all published modules. */
@AnalyzeClasses(
        packages = "com.algosolutions",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** Core's store contract is published too, for applications that implement a store. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String CORE = "com.algosolutions.oauth";
    private static final String RINGCENTRAL = CORE + ".ringcentral";
    private static final String PROVIDERS = CORE + ".providers";
    private static final String JDBC = CORE + ".jdbc";
    private static final String TESTKIT = CORE + ".testkit";
    private static final String BUTTON = "com.algosolutions.button";
    private static final String[] FOREIGN = {"okhttp3..", "okio..", "kotlin..", "tools.jackson..", "com.nimbusds.."};

    /** The packages of core that applications, plugins and buttons may use. */
    private static final String[] EXPORTED = exported();

    private static String[] exported() {
        return CorePackages.exported().stream().map(CorePackages::name).toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule each_package_of_core_uses_only_those_below_it = layers();

    private static ArchRule layers() {
        Architectures.LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitectureIgnoring(
                        RINGCENTRAL, PROVIDERS, JDBC, TESTKIT, BUTTON, "com.algosolutions.oauth.contract");
        List<String> packages = CorePackages.topDown();
        for (String name : packages) {
            layers = layers.layer(name).definedBy(CorePackages.name(name));
        }
        for (int i = 0; i < packages.size(); i++) {
            layers = i == 0
                    ? layers.whereLayer(packages.get(i)).mayNotBeAccessedByAnyLayer()
                    : layers.whereLayer(packages.get(i))
                            .mayOnlyBeAccessedByLayers(packages.subList(0, i).toArray(String[]::new));
        }
        return layers;
    }

    /** The constructor throws an undeclared NumberFormatException for hosts such as [::1.2.3.99999999999], URI.create one exception for all texts. */
    @ArchTest
    static final ArchRule urls_are_read_by_the_method_that_throws_one_exception =
            noClasses().that().resideOutsideOfPackage(TESTKIT).should().callConstructor(URI.class, String.class);

    @ArchTest
    static final ArchRule core_does_not_know_plugins_buttons_or_testkit = noClasses()
            .that()
            .resideInAnyPackage(CorePackages.allNames())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RINGCENTRAL, PROVIDERS, JDBC, TESTKIT, BUTTON);

    @ArchTest
    static final ArchRule a_plugin_does_not_use_client_store_buttons_or_testkit = noClasses()
            .that()
            .resideInAPackage(RINGCENTRAL)
            .and()
            .haveNameMatching(".*\\.RingCentral(Errors)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE + ".client", CORE + ".store", BUTTON, TESTKIT);

    @ArchTest
    static final ArchRule classes_beside_a_plugin_know_the_client = dependsOnlyOn(RINGCENTRAL, EXPORTED);

    @ArchTest
    static final ArchRule the_other_plugins_know_no_more =
            dependsOnlyOn(PROVIDERS, CORE, CORE + ".spi", CORE + ".profile", CORE + ".json", CORE + ".input");

    @ArchTest
    static final ArchRule the_store_in_a_database_knows_stores_only = dependsOnlyOn(JDBC, CORE + ".store");

    @ArchTest
    static final ArchRule testkit_depends_on_nothing_of_ours = dependsOnlyOn(TESTKIT);

    @ArchTest
    static final ArchRule buttons_depend_on_the_client_not_on_plugins = dependsOnlyOn(BUTTON, EXPORTED);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("com.algosolutions.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule one_class_knows_okhttp =
            knownOnlyTo("com.algosolutions.oauth.http.(HttpTransport|BoundedDns)", "okhttp3..", "okio..");

    @ArchTest
    static final ArchRule one_class_knows_jackson = knownOnlyTo("com.algosolutions.oauth.json.Json", "tools.jackson..");

    @ArchTest
    static final ArchRule one_class_knows_nimbus =
            knownOnlyTo("com.algosolutions.oauth.jose.JwsSigner", "com.nimbusds..");

    @ArchTest
    static final ArchRule only_what_is_signed_loads_nimbus = noClasses()
            .that()
            .resideInAnyPackage(CorePackages.allNames())
            .and()
            .doNotHaveSimpleName("JwtAssertion")
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
            .because("a class that was not designed for extension breaks its subclasses with each change");

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
    static final ArchRule published_code_does_not_print_or_sleep = noClasses()
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
    static final ArchRule hosts_are_read_by_api_host = noClasses()
            .that()
            .resideOutsideOfPackage("..testkit..")
            .and()
            .doNotHaveSimpleName("ApiHost")
            .and()
            .doNotHaveSimpleName("HttpTransport")
            .should()
            .callMethod(URI.class, "getHost")
            .because("URI.getHost is null for a name such as front_desk.local");

    @ArchTest
    static final ArchRule time_is_injected = noClasses()
            .that()
            .resideInAnyPackage(CORE + "..", BUTTON)
            .and()
            .resideOutsideOfPackages(TESTKIT, JDBC) // which have no secrets
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    /** Jitter spreads the renewals of a fleet, which needs no secret random numbers. */
    @ArchTest
    static final ArchRule secrets_are_not_guessable = noClasses()
            .that()
            .resideInAnyPackage(CORE + "..", BUTTON)
            .and()
            .resideOutsideOfPackages(TESTKIT, JDBC) // which have no secrets
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

    /** The testkit uses OkHttp and Jackson too, and is excluded. */
    private static ArchRule knownOnlyTo(String users, String... foreign) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .and()
                .haveNameNotMatching(users.replace(".", "\\.") + "(\\$.*)?")
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
