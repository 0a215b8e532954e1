package com.algosolutions.shrunk;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A class path that contains a device's program: the one of the build, or a jar that ProGuard has made of it. */
record Image(List<Path> entries) {
    private static final Path TARGET = Path.of("target");

    /** What a device reads in no jar: descriptions for tools, and the list for cookies' domains, of which core has none. */
    private static final String CONTENT =
            "(!META-INF/MANIFEST.MF,!META-INF/maven/**,!META-INF/proguard/**,!META-INF/native-image/**,!META-INF/schemas/**,"
                    + "!META-INF/versions/**,!module-info.class,!**.kotlin_module,!**.kotlin_builtins,!okhttp3/internal/publicsuffix/**.list)";

    /** {@return the class path of the build, with the modules' jars} */
    static Image unshrunk() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath("device").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.add(jar(path, jars.size()));
            } else if (path.getFileName().toString().startsWith("algo-oauth-examples")) {
                try (FileSystem files = FileSystems.newFileSystem(path)) {
                    jars.add(jar(files.getPath("/"), jars.size()));
                }
            } else {
                jars.add(path);
            }
        }
        return new Image(jars);
    }

    /** A class path that the build has written. */
    private static String classPath(String name) throws IOException {
        return Files.readString(TARGET.resolve(name + "-class-path"));
    }

    /** In {@code mvn test} a module is a folder of classes, whose size does not compare with that of a jar. Of the examples, a device has one. */
    private static Path jar(Path root, int number) throws IOException {
        Path jar = Files.createDirectories(TARGET.resolve("modules")).resolve(number + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith("com/algosolutions/examples/")
                        || name.matches(
                                ".*/(PressOnADevice|PressAButton|Account|DeviceStore|Example)(\\$.*)?\\.class")) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                }
            }
        }
        return jar;
    }

    /**
     * Shrinks this image, with the rules in the jars of this project.
     *
     * @param options further options of ProGuard
     */
    Image shrunk(String name, List<String> options) throws IOException, InterruptedException {
        List<String> configuration = new ArrayList<>(options);
        for (Path jar : entries) {
            configuration.add("-injars '" + jar.toAbsolutePath() + "'" + CONTENT);
            configuration.addAll(rules(jar));
        }
        Path image = TARGET.resolve(name + ".jar");
        Files.deleteIfExists(image);
        configuration.add("-outjars '" + image.toAbsolutePath() + "'");
        configuration.add("-printmapping '" + TARGET.resolve(name + ".map").toAbsolutePath() + "'");
        configuration.add("-include '" + Path.of("src/main/proguard/device.pro").toAbsolutePath() + "'");
        Path file = Files.write(TARGET.resolve(name + ".pro"), configuration);
        Path log = TARGET.resolve(name + ".log");
        int status = new ProcessBuilder(
                        java(), "-XX:+UseSerialGC", "-cp", classPath("proguard"), "proguard.ProGuard", "@" + file)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ProGuard failed: " + Files.readString(log));
        }
        return new Image(List.of(image));
    }

    /** What a jar of this project has in {@code META-INF/proguard}. */
    private static List<String> rules(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path folder = files.getPath("META-INF/proguard");
            if (!Files.exists(folder)) {
                return List.of();
            }
            List<String> rules = new ArrayList<>();
            try (Stream<Path> found = Files.list(folder)) {
                for (Path file : found.filter(
                                file -> file.getFileName().toString().startsWith("algo-"))
                        .toList()) {
                    rules.addAll(Files.readAllLines(file));
                }
            }
            return rules;
        }
    }

    /** {@return the command line that runs a class of this image, up to the class} */
    List<String> command() {
        return List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(
                        File.pathSeparator, entries.stream().map(Path::toString).toList()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@return the classes that the JVM refuses to link, with its reasons; also those that no program here uses} */
    List<String> refused() throws IOException {
        List<String> refused = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {entries.get(0).toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                JarFile jar = new JarFile(entries.get(0).toFile())) {
            for (String name : jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList()) {
                try {
                    Class.forName(name.replace(".class", "").replace('/', '.'), false, loader)
                            .getDeclaredMethods(); // links it
                } catch (NoClassDefFoundError e) {
                    // a part of a library for another platform
                } catch (LinkageError | ClassNotFoundException e) {
                    refused.add(name + ": " + e);
                }
            }
        }
        return refused;
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Path jar : entries) {
            bytes += Files.size(jar);
        }
        return bytes;
    }

    int classes() throws IOException {
        int classes = 0;
        for (Path entry : entries) {
            try (JarFile jar = new JarFile(entry.toFile())) {
                classes += (int) jar.stream()
                        .filter(file -> file.getName().endsWith(".class"))
                        .count();
            }
        }
        return classes;
    }
}
