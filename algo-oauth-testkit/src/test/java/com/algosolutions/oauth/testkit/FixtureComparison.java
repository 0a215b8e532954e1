package com.algosolutions.oauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/** Compares a response with a fixture: same members, types and nesting, and same values unless they are generated. */
final class FixtureComparison {
    private final Set<String> generated;

    private FixtureComparison(Set<String> generated) {
        this.generated = generated;
    }

    static void assertReply(Client.Answer answer, RingCentralFixtures fixture, String... generatedMembers) {
        assertBody(answer, fixture.status(), fixture.body(), generatedMembers);
    }

    static void assertBody(Client.Answer answer, int status, String body, String... generatedMembers) {
        assertThat(answer.status()).as("status of %s", answer.body()).isEqualTo(status);
        JsonObject expected = JsonObject.parse(body).orElseThrow();
        new FixtureComparison(Set.of(generatedMembers)).compare("", expected, answer.json());
    }

    private void compare(String where, Object expected, Object actual) {
        if (expected instanceof JsonObject object) {
            assertThat(actual).as(where).isInstanceOf(JsonObject.class);
            JsonObject other = (JsonObject) actual;
            assertThat(other.names()).as("members of [%s]", where).containsExactlyInAnyOrderElementsOf(object.names());
            object.names().forEach(name -> compare(where + "/" + name, object.value(name), other.value(name)));
        } else if (expected instanceof List<?> list) {
            assertThat(actual).as(where).isInstanceOf(List.class);
            List<?> other = (List<?>) actual;
            assertThat(other).as(where).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                compare(where + "/" + i, list.get(i), other.get(i));
            }
        } else if (generated.contains(where)) {
            assertThat(actual).as(where).hasSameClassAs(expected);
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }
}
