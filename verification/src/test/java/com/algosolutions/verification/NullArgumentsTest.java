package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.ErrorRule;
import com.algosolutions.oauth.spi.ProviderGrant;
import com.algosolutions.oauth.spi.TokenTraits;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every factory and setter of core rejects null at once, and names what is null. Called from another package, as applications do. */
class NullArgumentsTest {
    private static final URI TARGET = URI.create("https://api.example/x");

    /** An object of each type that has setters. */
    private static final List<Object> OBJECTS = List.of(
            OAuthClient.builder(),
            OAuthProfile.builder(Preset.of("X")),
            Preset.of("X"),
            ApiRequest.get(TARGET),
            ApiResult.builder(ApiRequest.get(TARGET), ApiResult.Outcome.DELIVERED),
            Failure.of(Step.TOKEN, Failure.Kind.REQUEST, "x", "x"),
            Problem.of("x", "x", "x"),
            TokenTraits.builder(),
            ErrorRule.api(400, "x", Failure.Kind.REQUEST, "x", "x"),
            Failure.ServerError.of(400),
            HttpResponse.of(200),
            SuccessCondition.any(),
            OAuthTestRequest.of("x", "https://api.example/x"),
            ProviderGrant.of(new GrantType("X"), "urn:x"),
            RecordStore.inMemory());

    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(URI.class, TARGET),
            Map.entry(Duration.class, Duration.ofSeconds(60)),
            Map.entry(Map.class, Map.of()),
            Map.entry(List.class, List.of()),
            Map.entry(Object.class, "x"),
            Map.entry(ProfileField.class, ProfileField.TOKEN_URL),
            Map.entry(Preset.class, Preset.of("X")),
            Map.entry(int.class, 400),
            Map.entry(boolean.class, false));

    /** The factories and setters of the exported packages, except the readers of JSON members, which a plugin calls with constants. */
    private static List<Method> methods() throws IOException {
        return ApiListing.of("com.algosolutions.oauth").types().stream()
                .filter(type -> !type.isEnum() && !type.getPackageName().endsWith(".json"))
                .flatMap(type -> Stream.of(type.getMethods())
                        .filter(method -> method.getDeclaringClass() == type && method.getParameterCount() > 0)
                        .filter(method -> Modifier.isStatic(method.getModifiers())
                                ? method.getReturnType().getName().startsWith("com.algosolutions.")
                                : method.getReturnType() == type))
                .toList();
    }

    @Test
    void nullArgument_isRejectedAtOnce_byName() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Method method : methods()) {
            Object object = OBJECTS.stream()
                    .filter(method.getDeclaringClass()::isInstance)
                    .findFirst()
                    .orElse(null);
            if (object == null && !Modifier.isStatic(method.getModifiers())) {
                wrong.add("add an object of " + method.getDeclaringClass());
                continue;
            }
            for (int i = 0; i < method.getParameterCount(); i++) {
                if (!method.getParameterTypes()[i].isPrimitive()
                        && !method.getAnnotatedParameterTypes()[i].isAnnotationPresent(Nullable.class)) {
                    Throwable thrown = thrown(object, method, i);
                    if (!(thrown instanceof NullPointerException)
                            || !String.valueOf(thrown.getMessage()).matches("[a-zA-Z0-9 ]+")) {
                        wrong.add(method + ", argument " + i + ": " + thrown);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static @Nullable Throwable thrown(@Nullable Object object, Method method, int ofNull)
            throws IllegalAccessException {
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(NullArgumentsTest::argument)
                .toArray();
        arguments[ofNull] = null;
        try {
            method.invoke(object, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static @Nullable Object argument(Class<?> type) {
        return type.isArray() ? Array.newInstance(type.getComponentType(), 0) : ARGUMENTS.get(type);
    }

    /** The setters are inherited from classes that are not public. A compiler makes a public method for each, which reflection finds. */
    @Test
    void inheritedSetters_areReachableFromAnotherPackage() throws Throwable {
        Executable byReflection = OAuthClient.Builder.class.getMethod("userAgent", String.class);
        assertThat(Modifier.isPublic(byReflection.getDeclaringClass().getModifiers()))
                .isTrue();
        OAuthClient.Builder builder = OAuthClient.builder();
        assertThat(OAuthClient.Builder.class
                        .getMethod("userAgent", String.class)
                        .invoke(builder, "x"))
                .isSameAs(builder);
        assertThat(MethodHandles.lookup()
                        .findVirtual(
                                OAuthClient.Builder.class,
                                "userAgent",
                                MethodType.methodType(OAuthClient.Builder.class, String.class))
                        .invoke(builder, "x"))
                .isSameAs(builder);
        BiFunction<OAuthClient.Builder, String, OAuthClient.Builder> reference = OAuthClient.Builder::userAgent;
        assertThat(reference.apply(builder, "x")).isSameAs(builder);
        BiFunction<ProfileForm, String, ?> named = ProfileForm::name;
        assertThat(named.apply(OAuthProfile.builder(Preset.of("X")), "x")).isNotNull();
    }
}
