package com.algosolutions.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ProfileField;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schema of the configuration has the fields of the code. */
class ConfigurationSchemaTest {
    @Test
    void schema_hasTheFieldsOfAProfile() {
        Object definitions =
                Json.readObject(ButtonSchema.text("configuration.schema.json")).get("$defs");
        Object profile = ((Map<?, ?>) definitions).get("profile");
        Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) profile).get("properties");

        assertThat(List.copyOf(properties.keySet()))
                .isEqualTo(
                        ProfileField.all().stream().map(ProfileField::property).toList());
        assertThat(ProfileField.all())
                .allSatisfy(field -> assertThat(
                                properties.get(field.property()).equals(Map.of("$ref", "#/$defs/reference")))
                        .isEqualTo(field.secret()));
    }

    @Test
    void schema_hasTheMembersThatTheReaderKnows() {
        Map<?, ?> members = (Map<?, ?>)
                Json.readObject(ButtonSchema.text("configuration.schema.json")).get("properties");
        assertThat(List.copyOf(members.keySet())).isEqualTo(DocumentOrder.DOCUMENT);
        Map.of("device", DocumentOrder.DEVICE, "press", DocumentOrder.PRESS, "offlineQueue", DocumentOrder.QUEUE)
                .forEach((member, order) -> assertThat(
                                List.copyOf(((Map<?, ?>) ((Map<?, ?>) members.get(member)).get("properties")).keySet()))
                        .as(member)
                        .isEqualTo(order));
        Map<?, ?> device = (Map<?, ?>) ((Map<?, ?>) members.get("device")).get("properties");
        Map<?, ?> proxy = (Map<?, ?>) ((Map<?, ?>) device.get("proxy")).get("properties");
        assertThat(List.copyOf(proxy.keySet())).isEqualTo(DocumentOrder.PROXY);
    }
}
