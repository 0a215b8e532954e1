package com.algosolutions.oauth.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.example.acme.Acme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/adding-a-provider.md} true. */
class AddingAProviderTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "adding-a-provider.md"));
    }

    @Test
    @DisplayName("the page's provider is the one compiled here, in under 40 lines")
    void page_showsTheProviderThatIsTested() throws IOException {
        Matcher block = Pattern.compile("(?s)```java\n(.*?)```").matcher(page());
        assertThat(block.find()).isTrue();

        assertThat(block.group(1)).isEqualTo(Files.readString(Path.of("src/test/java/com/example/acme/Acme.java")));
        assertThat(block.group(1).lines()).hasSizeLessThan(40);
    }

    @Test
    @DisplayName("a press with the page's provider is delivered")
    void press_isDelivered() {
        try (Cloud acme = new Cloud(new Acme())) {
            assertThat(acme.onToken().onApi(200, "{}").post().delivered()).isTrue();
        }
    }

    @Test
    @DisplayName("its error is printed as on the page")
    void error_printsAsThePageSays() throws IOException {
        Matcher printed = Pattern.compile("prints: \\*rejected: … (.*?)\\*").matcher(page());
        assertThat(printed.find()).isTrue();
        try (Cloud acme = new Cloud(new Acme())) {
            ApiResult result =
                    acme.onToken().onApi(409, "{\"error\": \"DOOR_BLOCKED\"}").post();

            assertThat(result.toString()).startsWith("rejected: ").endsWith(printed.group(1));
        }
    }

    @Test
    @DisplayName("the page names every method that a provider may override")
    void page_namesEveryMethod() throws IOException {
        String page = page();
        List<String> methods = java.util.Arrays.stream(com.algosolutions.oauth.spi.OAuthProvider.class.getMethods())
                .map(java.lang.reflect.Method::getName)
                .toList();
        assertThat(methods).allSatisfy(name -> assertThat(page).containsAnyOf("`" + name + "`", name + "()"));
    }
}
