package com.algosolutions.console.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pictures of docs/console.md. A run writes them to target/screenshots. */
final class Pictures {
    private static final Path FOLDER = Path.of("target", "screenshots");

    private final Chromium chromium;

    Pictures(Chromium chromium) {
        this.chromium = chromium;
    }

    static Path folder() throws IOException {
        return Files.createDirectories(FOLDER);
    }

    /** Writes the page as it is now, in both themes. */
    void take(String name) {
        try {
            for (String theme : new String[] {"dark", "light"}) {
                chromium.theme(theme);
                Files.write(folder().resolve(name + "-" + theme + ".png"), Palette.reduce(chromium.screenshot()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("picture " + name, e);
        }
    }

    /** Writes the page as it is now in a window as narrow as a phone, in both themes. */
    void takeNarrow(String name) {
        chromium.size(360, 800);
        take(name);
        chromium.size(1600, 1000);
    }
}
