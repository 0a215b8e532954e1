package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reference to a secret finds, and what the operator reads if that is no secret. */
class SecretSourceTest {
    private static final String PASSWORD = "pa55word";

    @TempDir
    private Path folder;

    private static Problem problem(SecretSource source, String reference) {
        InvalidInputException thrown = catchThrowableOfType(
                InvalidInputException.class,
                () -> DeviceConfiguration.parse(
                        "{\"device\": {\"remoteDevicePassword\": \"" + reference + "\"}}", source));
        assertThat(thrown.problems()).hasSize(1);
        assertThat(thrown.problems().get(0).field()).isEqualTo("device.remoteDevicePassword");
        assertThat(thrown.getMessage()).doesNotContain(PASSWORD);
        return thrown.problems().get(0);
    }

    private static String said(Problem problem) {
        return problem.message() + ". " + problem.advice();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("secret"), content);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("empty", new byte[0], "is empty. Write the secret into it."),
                Arguments.of("a new line", "\n".getBytes(UTF_8), "has only white space. Write the secret into it."),
                Arguments.of("spaces", " \t \r\n ".getBytes(UTF_8), "has only white space. Write the secret into it."),
                Arguments.of("a byte order mark", "\uFEFF".getBytes(UTF_8), "is empty. Write the secret into it."),
                Arguments.of("mark, new line", "\uFEFF\r\n".getBytes(UTF_8), "has only white space. Write"),
                Arguments.of("UTF-16, marked", PASSWORD.getBytes(UTF_16), "is not a text in UTF-8. Save it in UTF-8."),
                Arguments.of("UTF-16", PASSWORD.getBytes(UTF_16LE), "is not a text in UTF-8. Save it in UTF-8."),
                Arguments.of("Latin-1", ("ü" + PASSWORD).getBytes(ISO_8859_1), "is not a text in UTF-8."),
                Arguments.of("zeroed", new byte[512], "is not a text in UTF-8."),
                Arguments.of(
                        "long",
                        PASSWORD.repeat(10_000).getBytes(UTF_8),
                        "is longer than 64 KiB. Name the right file."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void file_withoutASecret_isAProblemThatSaysWhy(String what, byte[] content, String said) throws IOException {
        String reference = "file:" + write(content);
        assertThat(said(problem(SecretSource.standard(), reference)))
                .startsWith("refers to " + reference + ", which " + said);
    }

    @Test
    void file_thatIsAFolder_isAProblemThatSaysSo() {
        assertThat(said(problem(SecretSource.standard(), "file:" + folder)))
                .isEqualTo("refers to file:" + folder + ", which is a folder, not a file. Name a file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "no/such/folder/secret"})
    void file_thatIsNotThere_doesNotExist(String name) {
        Path file = folder.resolve(name);
        assertThat(said(problem(SecretSource.standard(), "file:" + file)))
                .isEqualTo("refers to file:" + file + ", which does not exist. Provide it, or correct the name.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:", "env: ", "file:", "file: "})
    void reference_withoutAName_isAProblemThatSaysSo(String reference) {
        assertThat(said(problem(SecretSource.standard(), reference)))
                .isEqualTo("names nothing after " + reference.strip() + ". Write the name of the secret there.");
    }

    @Test
    void file_thatTheUserMustNotRead_isAProblemThatSaysSo() throws IOException {
        Path file = write(PASSWORD.getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root reads every file");
        assertThat(said(problem(SecretSource.standard(), "file:" + file)))
                .contains("cannot be read: permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n"})
    void variable_withoutASecret_isAProblemThatSaysWhy(String value) {
        assertThat(said(problem(SecretSource.standard(Map.of("ALGO", value)), "env:ALGO")))
                .isEqualTo("refers to env:ALGO, which " + (value.isEmpty() ? "is empty" : "has only white space")
                        + ". Set it to the secret.");
    }

    /** A source of the firmware whose method {@code schemes} or {@code secret} fails; it returns null if there is nothing to throw. */
    private static SecretSource broken(String method, @Nullable Throwable thrown) {
        return new SecretSource() {
            private <T> @Nullable T fail() {
                return thrown == null ? null : PressRunTest.<RuntimeException, T>sneak(thrown);
            }

            @Override
            public List<String> schemes() {
                return method.equals("schemes") ? fail() : List.of("vault");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return fail();
            }
        };
    }

    @ParameterizedTest
    @MethodSource("com.algosolutions.button.PressRunTest#thrown")
    void source_ofTheFirmware_thatThrowsOrReturnsNull_isAProblemThatNamesTheException(Throwable thrown) {
        for (String method : List.of("schemes", "secret")) {
            assertThat(said(problem(broken(method, thrown), "vault:door")))
                    .contains(thrown.getClass().getSimpleName())
                    .doesNotContain("undeclared");
            assertThat(Thread.interrupted()).isEqualTo(thrown instanceof InterruptedException);
            assertThat(said(problem(broken(method, null), "vault:door"))).contains("NullPointerException");
        }
    }

    @Test
    void secret_ofTheFirmware_thatIsBlank_isAProblemToo() {
        SecretSource tpm = new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("tpm");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return Optional.of(Secret.of(" "));
            }
        };
        assertThat(said(problem(tpm, "tpm:1")))
                .isEqualTo("refers to tpm:1, which has only white space. Provide the secret.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n", " \t\n", "\r"})
    void secret_endsBeforeTheWhiteSpace_andBeginsAfterTheMark(String end) throws IOException {
        Path file = write(("\uFEFF" + PASSWORD + end).getBytes(UTF_8));
        assertThat(SecretSource.standard().secret("file", file.toString())).contains(Secret.of(PASSWORD));
        assertThat(SecretSource.standard(Map.of("ALGO", PASSWORD + end)).secret("env", "ALGO"))
                .contains(Secret.of(PASSWORD));
    }

    @Test
    void secret_ofSeveralLines_isKept() throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
        Path file = write((key + "\n").getBytes(UTF_8));
        assertThat(SecretSource.standard().secret("file", file.toString())).contains(Secret.of(key));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void document_thatIsNone_isAnErrorThatNamesTheFile(String what, byte[] content, String said) throws IOException {
        Path file = write(content);
        ApiClient client = request ->
                ApiResult.builder(request, ApiResult.Outcome.DELIVERED).build();
        assertThatThrownBy(() -> ButtonActions.load(client, file))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(InvalidInputException.class), // a text, but not JSON
                        thrown -> assertThat(thrown)
                                .isInstanceOf(UncheckedIOException.class)
                                .hasMessageStartingWith(
                                        "The file of the buttons, " + file + ", is not a text in UTF-8"));
    }

    @Test
    void document_thatIsNotThere_isAnErrorThatSaysWhereItWasLookedFor() {
        Path missing = Path.of("no-such-device.json");
        assertThatThrownBy(() -> DeviceConfiguration.load(missing, SecretSource.standard()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The file of the configuration, " + missing.toAbsolutePath()
                        + ", does not exist. Correct the path, or write the file.");
        assertThatThrownBy(() -> DeviceConfiguration.load(folder, SecretSource.standard()))
                .hasMessage("The file of the configuration, " + folder + ", is a folder, not a file. Name a file.");
    }

    @Test
    void document_thatBeginsWithAByteOrderMark_isRead() throws IOException {
        Path file = write("\uFEFF{}".getBytes(UTF_8));
        assertThat(DeviceConfiguration.load(file, SecretSource.standard())).isNotNull();
    }
}
