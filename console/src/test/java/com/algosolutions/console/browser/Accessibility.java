package com.algosolutions.console.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** What keeps an operator from using the page as it is shown now: the rules of axe-core, and what axe-core does not look at. */
final class Accessibility {
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            const rules = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};
            axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false}).then(
              result => done(result.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node => `${rule.id}: ${node.failureSummary} ${node.html.slice(0, 200)}`))),
              problem => done([String(problem)]));
            """;

    private static final String LAYOUT = """
            const shown = element => element.checkVisibility();
            const problems = [];
            const page = document.documentElement;
            if (page.scrollWidth > innerWidth) {
              problems.push(`the page is ${page.scrollWidth} px wide in a window of ${innerWidth} px`);
            }
            for (const table of [...document.querySelectorAll('table')].filter(shown)) {
              if (!table.caption || table.querySelectorAll('thead th[scope=col]').length === 0) {
                problems.push(`table without caption or headers: ${table.outerHTML.slice(0, 200)}`);
              }
            }
            if (!document.querySelector('[role=status], [role=alert], [aria-live]')) {
              problems.push('no live region');
            }
            return problems;
            """;

    private static final String FOCUS = """
            const element = document.activeElement;
            if (element === document.body || element === document.documentElement) {
              return ['end', []];
            }
            const problems = [];
            const box = element.getBoundingClientRect();
            const style = getComputedStyle(element);
            const name = element.outerHTML.slice(0, 160);
            if (style.outlineStyle === 'none' && style.boxShadow === 'none') {
              problems.push(`no focus is visible on ${name}`);
            }
            const hit = document.elementFromPoint(Math.min(innerWidth - 1, box.x + box.width / 2), Math.min(innerHeight - 1, box.y + Math.min(box.height, 40) / 2));
            if (!hit || !(element.contains(hit) || hit.contains(element))) {
              problems.push(`${hit?.outerHTML?.slice(0, 80)} covers ${name}`);
            }
            element.dataset.reached = 'true';
            return ['', problems];
            """;

    private static final String NOT_REACHED = """
            const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
            return [...document.querySelectorAll(controls)]
              .filter(element => element.checkVisibility({checkVisibilityCSS: true}) && element.tabIndex >= 0 && !element.disabled && !element.dataset.reached)
              .map(element => `not reached with Tab: ${element.outerHTML.slice(0, 160)}`);
            """;

    /** More than the page has controls. */
    private static final int MOST = 300;

    private final ChromeDriver driver;

    Accessibility(ChromeDriver driver) {
        this.driver = driver;
    }

    /** {@return the violations of axe-core's rules, with the elements} */
    List<?> violations() {
        if (Boolean.FALSE.equals(driver.executeScript("return 'axe' in window"))) {
            driver.executeScript(axe());
        }
        return (List<?>) Objects.requireNonNull(driver.executeAsyncScript(RUN));
    }

    /** {@return what is too wide, and tables and results without their markup} */
    List<?> layout() {
        return (List<?>) Objects.requireNonNull(driver.executeScript(LAYOUT));
    }

    /** Goes through the page with the Tab key. {@return the controls that it does not reach, that hide their focus, or that are covered} */
    List<Object> keyboard() {
        List<Object> problems = new ArrayList<>();
        driver.executeScript(
                "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')");
        for (int i = 0; i < MOST; i++) {
            driver.switchTo().activeElement().sendKeys(Keys.TAB);
            List<?> found = (List<?>) Objects.requireNonNull(driver.executeScript(FOCUS));
            problems.addAll((List<?>) found.get(1));
            if ("end".equals(found.get(0))) {
                break;
            }
        }
        problems.addAll((List<?>) Objects.requireNonNull(driver.executeScript(NOT_REACHED)));
        return problems;
    }

    private static String axe() {
        try {
            Properties artifact = new Properties();
            try (InputStream properties = open("META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
                artifact.load(properties);
            }
            String version = artifact.getProperty("version");
            try (InputStream script = open("META-INF/resources/webjars/axe-core/" + version + "/axe.min.js")) {
                return new String(script.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(resource), resource);
    }
}
