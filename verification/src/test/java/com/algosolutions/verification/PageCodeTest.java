package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.button.SecretSource;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The code on the pages: Java compiles, and runs where the page's prelude can give it what it needs; documents are read; scripts parse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageCodeTest {
    private static final Path CLASSES = Path.of("target", "page-code");
    private static final Set<String> LANGUAGES =
            Set.of("java", "json", "sh", "xml", "groovy", "properties", "text", "");
    private static final Pattern COORDINATES = Pattern.compile(
            "com\\.algosolutions(?:</groupId>\\s*<artifactId>|:)([a-z-]+)(?:</artifactId>\\s*<version>|:)([^<'\\s]+)");

    private final Map<String, List<String>> blocks = new HashMap<>();
    private String compiled = "";
    private ClassLoader loader = PageCodeTest.class.getClassLoader();

    static List<Page> pages() {
        return Page.all();
    }

    @BeforeAll
    void compile() throws IOException {
        Files.createDirectories(PageCode.DATA);
        try (Stream<Path> left = Files.walk(PageCode.DATA)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectory(PageCode.DATA);
        PageCode code = new PageCode();
        pages().forEach(page -> blocks.put(page.name(), code.add(page)));
        compiled = code.compile(CLASSES);
        loader = new URLClassLoader(new URL[] {CLASSES.toUri().toURL()}, PageCodeTest.class.getClassLoader());
    }

    @Test
    void java_ofAllPages_compiles() {
        assertThat(compiled).isEmpty();
        assertThat(blocks.values().stream().mapToInt(List::size).sum()).isGreaterThan(40);
    }

    static List<String> running() {
        return PageCode.RUNNING;
    }

    @ParameterizedTest
    @MethodSource("running")
    void java_ofAPageWithASandbox_runs(String page) throws ReflectiveOperationException {
        for (String block : blocks.get(page)) {
            Class<?> type = Class.forName(block, true, loader);
            for (Method method : type.getDeclaredMethods()) {
                if (method.getParameterCount() == 0 && !method.isSynthetic()) {
                    method.setAccessible(true);
                    method.invoke(Modifier.isStatic(method.getModifiers()) ? null : made(type));
                }
            }
        }
        Class<?> prelude =
                Class.forName("pages.of_" + page.replace(".md", "").replaceAll("\\W", "_") + ".Prelude", true, loader);
        Method close = prelude.getDeclaredMethod("close");
        close.setAccessible(true);
        close.invoke(null);
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    @Test
    void quickstart_prints_whatThePageShows() throws ReflectiveOperationException {
        Page page = Page.of(Page.ROOT.resolve("docs/quickstart.md"));
        Class<?> program = Class.forName(blocks.get(page.name()).get(0), true, loader);
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        assertThat(withoutNumbers(printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n")))
                .isEqualTo(withoutNumbers(page.blocks("text").get(0).code()));
    }

    /** The build runs the project of the page with Maven, as an outside project. */
    @ParameterizedTest
    @CsvSource({"xml, pom.xml", "java, src/main/java/com/example/FrontDesk.java"})
    void quickstart_isTheOutsideProject(String language, String file) {
        Page page = Page.of(Page.ROOT.resolve("docs/quickstart.md"));
        assertThat(Path.of("src/it/quickstart").resolve(file))
                .hasContent(page.blocks(language).get(0).code());
    }

    /** A run has other ids, sizes and times. */
    private static String withoutNumbers(String printed) {
        return printed.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id")
                .replaceAll("\\d+", "0");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void blocks_ofAPage_haveAKnownLanguage(Page page) {
        assertThat(page.blocks()).extracting(Page.Block::language).isSubsetOf(LANGUAGES);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void descriptors_ofAPage_parse(Page page) {
        assertThat(page.blocks("java").stream().map(Page.Block::code).filter(PageCode::isDescriptor))
                .allSatisfy(code -> assertThat(wrongIn(code.contains("module ") ? code : "module m {\n" + code + "}"))
                        .isEmpty());
    }

    private static List<?> wrongIn(String descriptor) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("pages:///module-info.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return descriptor;
                    }
                };
        ((com.sun.source.util.JavacTask)
                        ToolProvider.getSystemJavaCompiler().getTask(null, null, found, null, null, List.of(source)))
                .parse();
        return found.getDiagnostics();
    }

    /** The console's page sketches the messages of its HTTP interface; the documents of the others are the library's. */
    static List<Page> pagesWithDocuments() {
        return pages().stream()
                .filter(page -> !page.name().startsWith("console/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pagesWithDocuments")
    void json_ofAPage_isReadByTheLibrary(Page page) {
        assertThat(page.blocks("json"))
                .allSatisfy(block -> assertThatCode(() -> read(block.code()))
                        .as("%s:%d", page, block.line())
                        .doesNotThrowAnyException());
    }

    /** Reads a document by the reader that it is for, which its members show. */
    private static void read(String json) {
        Map<String, ?> document = Json.readObject(json);
        ApiClient none = request ->
                ApiResult.builder(request, ApiResult.Outcome.DELIVERED).build();
        if (document.containsKey("profiles")) {
            DeviceConfiguration.parse(json, known());
        } else if (document.containsKey("buttons")) {
            ButtonActions.parse(none, json);
        } else if (document.containsKey("targets")) {
            String button =
                    "{\"buttons\": [{\"identifier\": \"b\", \"action\": \"Send API Request\", \"numberOfApiRequests\": 1, \"requests\": [";
            ButtonActions.builder(none).remoteDevicePassword(Secret.of("algo")).parse(button + json + "]}]}");
        } else {
            try (OAuthClient client = OAuthClient.builder().build()) {
                assertThat(document).containsKey("clientId");
                (document.containsKey("providerType")
                                ? client.draft(json)
                                : client.draft("Front desk", "RINGCENTRAL").json(json))
                        .problems();
            }
        }
    }

    private static SecretSource known() {
        return new SecretSource() {
            @Override
            public List<String> schemes() {
                return List.of("env", "file");
            }

            @Override
            public Optional<Secret> secret(String scheme, String name) {
                return Optional.of(Secret.of("eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjM5MDkyNTE2Mjd9.c2lnbmF0dXJl"));
            }
        };
    }

    @ParameterizedTest
    @MethodSource("pages")
    void xml_ofAPage_parses(Page page) {
        assertThat(page.blocks("xml"))
                .allSatisfy(block -> assertThatCode(() -> DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new ByteArrayInputStream(
                                        ("<page>" + block.code() + "</page>").getBytes(StandardCharsets.UTF_8))))
                        .as("%s:%d", page, block.line())
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void coordinates_ofAPage_areThoseOfAModule(Page page) {
        String version = System.getProperty("project.version", "0.1.0-SNAPSHOT");
        assertThat(Stream.concat(page.blocks("xml").stream(), page.blocks("groovy").stream())
                        .flatMap(block -> COORDINATES.matcher(block.code()).results()))
                .allSatisfy(found -> {
                    assertThat(Page.ROOT.resolve(found.group(1)).resolve("pom.xml"))
                            .exists();
                    assertThat(found.group(2)).isIn(version, "${algo-oauth.version}");
                });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shell_ofAPage_parses(Page page) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        page.blocks("sh").forEach(block -> script.append(block.code()));
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        bash.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
    }
}
