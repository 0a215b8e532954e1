package com.algosolutions.button;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Validates documents with the published schemas of the jar, in a validator of another project. */
final class ButtonSchema {
    private static final String PLACE = "https://algosolutions.com/schemas/algo-oauth/";
    private static final String TEXT = text("buttons.schema.json");

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(PLACE + "buttons.schema.json", TEXT))));

    private static final JsonSchema BUTTONS = FACTORY.getSchema(TEXT);
    private static final JsonSchema CONFIGURATION = FACTORY.getSchema(text("configuration.schema.json"));

    private ButtonSchema() {}

    static String text(String name) {
        try (InputStream in = ButtonActions.class.getResourceAsStream("/META-INF/schemas/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json() {
        return TEXT;
    }

    /** The violations in a button document; empty if it is valid. */
    static List<String> problems(String document) {
        return problems(BUTTONS, document);
    }

    /** The violations in a device configuration; empty if it is valid. */
    static List<String> problemsOfAConfiguration(String document) {
        return problems(CONFIGURATION, document);
    }

    private static List<String> problems(JsonSchema schema, String document) {
        return schema.validate(document, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
