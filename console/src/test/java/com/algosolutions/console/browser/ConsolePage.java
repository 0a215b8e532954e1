package com.algosolutions.console.browser;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console's page in a browser. Elements are named by data-test: console/README.md lists them. */
final class ConsolePage {
    /** Far more than a machine needs that is not loaded. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final Chromium chromium;
    private final ChromeDriver driver;

    ConsolePage(Chromium chromium) {
        this.chromium = chromium;
        driver = chromium.driver();
    }

    /** {@return data-test="name", for the start of a selector} */
    static String test(String name) {
        return "[data-test='" + name + "']";
    }

    /** {@return data-test="name" with another attribute} */
    static String test(String name, String attribute, String value) {
        return test(name) + "[" + attribute + "='" + value + "']";
    }

    // Waiting

    /** Waits until the condition is true. What is missing or replaced meanwhile counts as false. */
    void await(String what, BooleanSupplier condition) {
        FluentWait<WebDriver> wait = new WebDriverWait(driver, LONGEST)
                .pollingEvery(AGAIN)
                .ignoreAll(List.of(
                        NoSuchElementException.class,
                        StaleElementReferenceException.class,
                        ElementNotInteractableException.class))
                .withMessage(() -> what + "\nbut the page " + driver.getCurrentUrl() + " shows:\n" + text("body"));
        wait.until(unused -> condition.getAsBoolean());
    }

    private <T> T awaitValue(String what, Supplier<T> value) {
        Object[] found = new Object[1];
        await(what, () -> {
            found[0] = value.get();
            return true;
        });
        @SuppressWarnings("unchecked") // from value
        T result = (T) Objects.requireNonNull(found[0]);
        return result;
    }

    /** Waits until the element is displayed. */
    WebElement shown(String selector) {
        return awaitValue(selector + " is shown", () -> {
            WebElement element = driver.findElement(By.cssSelector(selector));
            if (!element.isDisplayed()) {
                throw new ElementNotInteractableException(selector);
            }
            return element;
        });
    }

    /** Waits until the text of the element, as displayed, contains this one. */
    void shows(String selector, String text) {
        await(selector + " shows: " + text, () -> text(selector).contains(text));
    }

    void awaitCount(String selector, int count) {
        await(count + " × " + selector, () -> count(selector) == count);
    }

    // Reading

    /** {@return the displayed text, on one line} */
    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText().replaceAll("\\s+", " ");
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    List<String> texts(String selector) {
        return awaitValue(
                selector,
                () -> driver.findElements(By.cssSelector(selector)).stream()
                        .map(WebElement::getText)
                        .toList());
    }

    /** {@return what a script of the page returns} */
    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    // The operator

    void logIn() {
        type(test("login-password"), ConsoleInBrowser.PASSWORD);
        focused().sendKeys(Keys.ENTER);
        shown("main[aria-busy='false'] " + test("screen"));
        shows(test("connection"), "Live");
    }

    void click(String selector) {
        await(selector + " is clicked", () -> {
            WebElement element = driver.findElement(By.cssSelector(selector));
            try {
                element.click();
            } catch (ElementClickInterceptedException e) {
                script("arguments[0].scrollIntoView({block: 'center'})", element);
                throw e;
            }
            return true;
        });
    }

    /** Replaces what an input contains. */
    void type(String selector, String text) {
        await("typed into " + selector, () -> {
            WebElement input = driver.findElement(By.cssSelector(selector));
            input.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
            return true;
        });
    }

    /** Chooses an option of a select by its value, with the events of a browser. The driver itself would fire change alone. */
    void choose(String selector, String value) {
        shown(selector + " option[value='" + value + "']");
        script(
                "const select = document.querySelector(arguments[0]); select.value = arguments[1];"
                        + " ['input', 'change'].forEach(name => select.dispatchEvent(new Event(name, {bubbles: true})));",
                selector,
                value);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Presses a button of the device's screen with the keyboard. */
    void press(String button) {
        await("the key " + button + " has the focus", () -> {
            script("document.querySelector(arguments[0]).focus()", test("key-" + button));
            return test("key-" + button).contains(String.valueOf(focused().getDomAttribute("data-test")));
        });
        focused().sendKeys(Keys.ENTER);
    }

    /** Opens a page of the device's web interface. */
    void open(String page) {
        click(test("tab-" + page));
        shown(test("page-" + page));
    }

    /** Turns a fault on or off. */
    void toggle(String fault, String state) {
        click(test("fault-" + fault));
        shown(test("fault-" + fault, "data-state", state));
    }

    /** {@return a demo credential of the sandbox} */
    String credential(String field) {
        return awaitValue(
                "credential " + field,
                () -> driver.findElement(By.cssSelector(test("credential-" + field)))
                        .getDomProperty("textContent"));
    }

    /** Creates the guide's profile with the sandbox's credentials. */
    void createFrontDesk() {
        createFrontDesk("JWT_BEARER");
    }

    void createFrontDesk(String grantType) {
        open("profiles");
        click(test("create-profile"));
        click(test("provider", "data-provider", "RINGCENTRAL"));
        if (!"JWT_BEARER".equals(grantType)) {
            choose(test("input-grantType"), grantType);
            shows(test("field", "data-field", "grantType"), "changed");
        }
        click(test("paste-demo"));
        shows(test("form-count"), "Complete");
        click(test("save-profile"));
        shown(test("profile", "data-profile", "Front desk"));
    }

    /** Scrolls the columns and lists in which the element is: it comes to their start, center or end. */
    void scroll(String selector, String place) {
        script("document.querySelector(arguments[0]).scrollIntoView({block: arguments[1]})", selector, place);
    }

    int windows() {
        return driver.getWindowHandles().size();
    }
}
