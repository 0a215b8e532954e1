package com.algosolutions.verification.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/error-catalogue.md is what the sources say. */
class ErrorCatalogueTest {
    @Test
    void page_isTheOneOfTheSources() throws IOException {
        String now = ErrorCatalogue.generate();
        Path written = Files.createDirectories(Path.of("target")).resolve("error-catalogue.md");
        Files.writeString(written, now);
        Path page = Path.of("..", "docs", "error-catalogue.md");

        assertThat(now)
                .as("if the change is intended: cp verification/%s docs/error-catalogue.md", written)
                .isEqualTo(Files.exists(page) ? Files.readString(page) : "");
    }
}
