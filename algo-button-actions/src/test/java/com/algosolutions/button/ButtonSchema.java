package com.algosolutions.button;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code docs/buttons.schema.json}, with somebody else's validator. */
final class ButtonSchema {
    private static final String TEXT = text();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(TEXT);

    private ButtonSchema() {}

    private static String text() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "buttons.schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json() {
        return TEXT;
    }

    /** What is wrong with a document; empty if nothing is. */
    static List<String> problems(String document) {
        return SCHEMA.validate(document, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
