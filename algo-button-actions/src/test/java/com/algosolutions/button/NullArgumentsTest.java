package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method of the exported types rejects null at once, and names the argument. */
class NullArgumentsTest {
    private static final OAuthClient CLIENT = OAuthClient.builder().build();
    private static final ButtonActions BUTTONS = ButtonActions.parse(CLIENT, "{\"buttons\": []}");
    private static final AlgoStandardAuthentication STANDARD = new AlgoStandardAuthentication(Secret.of("x"));

    /** A value of each type: the object of a call, and the arguments other than null. */
    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(OAuthClient.class, CLIENT),
            Map.entry(ApiClient.class, CLIENT),
            Map.entry(OAuthClient.Builder.class, OAuthClient.builder()),
            Map.entry(ButtonActions.class, BUTTONS),
            Map.entry(ButtonActions.Builder.class, ButtonActions.builder(CLIENT)),
            Map.entry(DeviceConfiguration.class, DeviceConfiguration.parse("{}", SecretSource.standard(Map.of()))),
            Map.entry(Press.class, BUTTONS.pressAsync("absent")),
            Map.entry(OfflineQueue.class, OfflineQueue.in(RecordStore.inMemory())),
            Map.entry(AlgoCommand.class, AlgoCommand.startStrobe(1)),
            Map.entry(AlgoCommand.Door.class, AlgoCommand.Door.LOCAL),
            Map.entry(AlgoCommand.Color.class, AlgoCommand.Color.RED),
            Map.entry(AlgoStandardAuthentication.class, STANDARD),
            Map.entry(AlgoBasicAuthentication.class, new AlgoBasicAuthentication(Secret.of("x"))),
            Map.entry(SecretSource.class, SecretSource.standard(Map.of())),
            Map.entry(RecordStore.class, RecordStore.inMemory()),
            Map.entry(OnFailure.class, OnFailure.STOP),
            Map.entry(RepeatedPress.class, RepeatedPress.JOIN),
            Map.entry(Secret.class, Secret.of("x")),
            Map.entry(Clock.class, Clock.systemUTC()),
            Map.entry(ApiHost.class, ApiHost.of("192.0.2.7")),
            Map.entry(ApiRequest.class, ApiRequest.get(URI.create("https://192.0.2.7/"))),
            Map.entry(HttpResponse.class, HttpResponse.of(400)),
            Map.entry(Failure.class, Failure.of(Step.REPLY, Failure.Kind.REQUEST, "refused", "Correct it.")),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Path.class, Path.of("absent.json")),
            Map.entry(String.class, "color1"),
            Map.entry(Object.class, "red"),
            Map.entry(List.class, List.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Consumer.class, (Consumer<Object>) any -> {}),
            Map.entry(UnaryOperator.class, UnaryOperator.identity()),
            Map.entry(int.class, 1),
            Map.entry(boolean.class, true));

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    /** A call with null as the argument at an index. */
    private record Call(Executable method, int index) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName() + " "
                    + Stream.of(method.getParameterTypes())
                            .map(Class::getSimpleName)
                            .toList() + " argument " + (index + 1);
        }
    }

    /** The public types of the package, found by their class files. */
    private static List<Class<?>> types() throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder = Path.of(ButtonActions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("com/algosolutions/button");
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(
                        ButtonActions.class.getPackageName() + "." + name, false, ButtonActions.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers()) && !name.contains("package-info")) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    static List<Call> calls() throws IOException, URISyntaxException, ClassNotFoundException {
        List<Call> calls = new ArrayList<>();
        for (Class<?> type : types()) {
            List<Executable> methods = new ArrayList<>(List.of(type.getConstructors()));
            Stream.of(type.getDeclaredMethods())
                    .filter(method -> !Modifier.isAbstract(method.getModifiers()) && !method.isSynthetic())
                    .filter(method -> !method.getName().equals("equals"))
                    .filter(method -> !(type.isEnum() && method.getName().equals("valueOf")))
                    .forEach(methods::add);
            for (Executable method : methods) {
                for (int i = 0; i < method.getParameterCount() && Modifier.isPublic(method.getModifiers()); i++) {
                    if (!method.getParameterTypes()[i].isPrimitive()) {
                        calls.add(new Call(method, i));
                    }
                }
            }
        }
        return calls;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void argument_thatIsNull_isRejectedAtOnceByItsName(Call call) {
        Executable method = call.method();
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(type -> {
                    assertThat(VALUES).as("a value for %s", call).containsKey(type);
                    return VALUES.get(type);
                })
                .toArray();
        arguments[call.index()] = null;

        Throwable thrown = catchThrowable(() -> {
            try {
                if (method instanceof Method of) {
                    of.invoke(
                            Modifier.isStatic(of.getModifiers()) ? null : VALUES.get(of.getDeclaringClass()),
                            arguments);
                } else {
                    ((java.lang.reflect.Constructor<?>) method).newInstance(arguments);
                }
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });

        assertThat(thrown).isInstanceOf(NullPointerException.class).message().matches("[a-z][A-Za-z0-9]*");
        assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo("java.util.Objects");
        assertThat(thrown.getStackTrace()[1].getClassName())
                .as("the class that checks")
                .startsWith("com.algosolutions.button.");
    }

    @Test
    void calls_ofTheTable_includeEverySetterOfTheBuilder() throws Exception {
        assertThat(calls())
                .extracting(Call::toString)
                .hasSizeGreaterThan(40)
                .contains(
                        "Builder.pressTimeout [Duration] argument 1",
                        "Builder.clock [Clock] argument 1",
                        "OfflineQueue.listener [Consumer] argument 1",
                        "AlgoCommand.with [String, Object] argument 2",
                        "Press.await [Duration] argument 1",
                        "Screen.com.algosolutions.button.Screen [String, List] argument 1");
    }
}
