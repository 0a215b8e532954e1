package com.algosolutions.verification;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java blocks of the pages as programs. A block becomes a class. What it does not declare itself comes from the prelude of its page, a file
 * in {@code src/test/resources/pages} with imports and members, which the class of the block inherits, and from {@code common.java} or, if the
 * page's blocks run, {@code running.java} there. A block with imports has only those; the others have the library's packages and the usual
 * ones of the JDK.
 */
final class PageCode {
    /** The pages whose blocks run, with a sandbox. */
    static final List<String> RUNNING = List.of(
            "docs/calls.md",
            "docs/events.md",
            "docs/guide-operator.md",
            "docs/guide-testing-firmware.md",
            "docs/guide-tokens-on-a-device.md");

    /** Stands in for the device's partition, which this machine does not have. */
    static final Path DATA = Path.of("target", "page-data").toAbsolutePath();

    private static final Path PRELUDES = Path.of("src", "test", "resources", "pages");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;.*$\\R?");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package (.+);$");
    private static final Pattern MEMBER = Pattern.compile(
            "(?s)\\s*(?:/\\*\\*.*?\\*/\\s*)?(?:@\\w+(?:\\([^)]*\\))?\\s+)*"
                    + "(?:(?:public |private |protected |static |final |abstract )*(?:class|interface|record|enum) .*"
                    + "|(?:public |private |protected |static )*(?:<[^>]+> )?[\\w<>\\[\\], ?]+ \\w+\\([^;]*?\\)\\s*(?:throws [\\w, ]+ )?\\{.*)");
    private static final String USUAL = Stream.of(
                    "com.algosolutions.button",
                    "com.algosolutions.oauth",
                    "com.algosolutions.oauth.client",
                    "com.algosolutions.oauth.input",
                    "com.algosolutions.oauth.json",
                    "com.algosolutions.oauth.profile",
                    "com.algosolutions.oauth.providers",
                    "com.algosolutions.oauth.ringcentral",
                    "com.algosolutions.oauth.spi",
                    "com.algosolutions.oauth.store",
                    "com.algosolutions.oauth.testkit",
                    "java.io",
                    "java.net",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.function",
                    "javax.crypto",
                    "javax.crypto.spec")
            .map(name -> "import " + name + ".*;\n")
            .collect(Collectors.joining());

    /** The sources, by their class names. */
    private final List<JavaFileObject> sources = new ArrayList<>();

    /**
     * Adds the blocks of a page.
     *
     * @return the class names of the blocks, in order
     */
    List<String> add(Page page) {
        String folder = "pages.of_" + page.name().replaceAll("\\.md$", "").replaceAll("\\W", "_");
        List<String> names = new ArrayList<>();
        List<Page.Block> blocks = page.blocks("java").stream()
                .filter(block -> !isDescriptor(block.code()))
                .toList();
        if (blocks.isEmpty()) {
            return names;
        }
        String prelude = prelude(page);
        source(
                folder + ".Prelude",
                "package " + folder + ";\n" + USUAL + imports(prelude) + "abstract class Prelude {\n"
                        + IMPORT.matcher(prelude).replaceAll("") + "}\n");
        for (Page.Block block : blocks) {
            names.add(add(folder, block, imports(prelude)));
        }
        return names;
    }

    private String add(String folder, Page.Block block, String imports) {
        String code = block.code();
        String inside = folder + ".line" + block.line();
        if (PACKAGE.matcher(code).find()) { // a file: its package would clash with that of another page
            String type = code.replaceAll("(?s).*?public (?:final )?class (\\w+).*", "$1");
            source(inside + "." + type, PACKAGE.matcher(code).replaceFirst("package " + inside + ";"));
            return inside + "." + type;
        }
        String name = folder + ".Line" + block.line();
        String own = imports(code);
        String body = IMPORT.matcher(code).replaceAll("");
        source(
                name,
                "package " + folder + ";\n" + (own.isEmpty() ? USUAL + imports : own)
                        + "class Line" + block.line() + " extends Prelude {\n"
                        + (MEMBER.matcher(body).matches()
                                ? body
                                : "static void run() throws Exception {\n" + body + "}\n")
                        + "}\n");
        return name;
    }

    /** Whether a block is a module descriptor or a part of one. */
    static boolean isDescriptor(String code) {
        return Pattern.compile("(?m)^(?:(?:open )?module|provides|requires) ")
                .matcher(code)
                .find();
    }

    private static String imports(String code) {
        return IMPORT.matcher(code)
                .results()
                .map(found -> found.group().strip() + "\n")
                .collect(Collectors.joining());
    }

    /** What the page's blocks use, with what those of several pages do. */
    private static String prelude(Page page) {
        String name = page.name().replaceAll("\\.md$", "").replace('/', '-');
        String own = read(name);
        String shared = read(RUNNING.contains(page.name()) ? "running" : "common");
        return (own.contains("static void closed()") ? shared.replace("static void closed() {}", "") : shared) + own;
    }

    private static String read(String name) {
        Path file = PRELUDES.resolve(name + ".java");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void source(String name, String text) {
        String code = text.replace("\"/data/", "\"" + DATA.toString().replace('\\', '/') + "/");
        sources.add(
                new SimpleJavaFileObject(
                        URI.create("pages:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                });
    }

    /**
     * Compiles all sources at once.
     *
     * @param classes where the classes go
     * @return what the compiler reports; empty if all compile
     */
    String compile(Path classes) throws IOException {
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-nowarn",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();
        return compiled ? "" : said.toString();
    }
}
