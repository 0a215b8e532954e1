package com.algosolutions.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user at a browser: opens an address, signs in, consents to everything, and stops at a redirect to the device's redirect URI. Knows
 * forms, not servers: fills a field of type password with the password, a text field with the user's name or, if its name contains "code"
 * or "otc", with the user code, ticks every box, and presses the submit button that does not decline. A user who denies consent signs in
 * too, and then presses the button that declines.
 */
final class Browser {
    private static final int MOST_PAGES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("<(input|button)\\b([^>]*)>", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))|([\\w-]+)");
    private static final Pattern NO =
            Pattern.compile("cancel|deny|no|decline|reset|try another", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("code|otc", Pattern.CASE_INSENSITIVE);

    private final HttpClient http = HttpClient.newBuilder()
            .sslContext(Certificates.trusting())
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .connectTimeout(LIMIT)
            .build();
    private final URI leaving;
    private String userCode = "";
    private boolean denying;

    /**
     * A browser without cookies.
     *
     * @param leaving the address at which it stops, with any query
     */
    Browser(URI leaving) {
        this.leaving = leaving;
    }

    /** Sets the user code for pages that ask for one. */
    Browser typing(String value) {
        userCode = value;
        return this;
    }

    /** Denies consent on a page that offers it. */
    Browser denying() {
        denying = true;
        return this;
    }

    /**
     * The page at which the browser stopped.
     *
     * @param uri the address, unopened if it is the redirect URI
     * @param status the last page's status, or 0
     * @param body the last page, or an empty text
     */
    record Page(URI uri, int status, String body) {}

    /** Opens an address and submits each page's form, until a page has no form or redirects to the device. */
    Page open(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        URI at = address;
        for (int i = 0; i < MOST_PAGES; i++) {
            HttpResponse<String> reply = send(request);
            Optional<String> location = reply.headers().firstValue("Location");
            if (reply.statusCode() / 100 == 3 && location.isPresent()) {
                at = at.resolve(location.get());
                if (at.toString().startsWith(leaving.toString())) {
                    return new Page(at, 0, "");
                }
                request = HttpRequest.newBuilder(at);
                continue;
            }
            Optional<Form> form = reply.statusCode() == 200 ? Form.of(reply.body()) : Optional.empty();
            if (form.isEmpty()) {
                return new Page(at, reply.statusCode(), reply.body());
            }
            at = at.resolve(
                    form.get().action().isEmpty() ? at.toString() : form.get().action());
            String content = Wire.encode(form.get().filled(userCode, denying));
            request = form.get().post()
                    ? HttpRequest.newBuilder(at)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(content))
                    : HttpRequest.newBuilder(URI.create(at.toString().split("\\?", 2)[0] + "?" + content));
        }
        throw new AssertionError("after " + MOST_PAGES + " pages still at " + at);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(LIMIT).header("Accept", "text/html").build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first form of a page, with its fields in their order. */
    private record Form(String action, boolean post, List<Map<String, String>> fields) {

        static Optional<Form> of(String html) {
            Matcher form = FORM.matcher(html);
            if (!form.find()) {
                return Optional.empty();
            }
            Map<String, String> itself = attributes(form.group(1));
            List<Map<String, String>> fields = new ArrayList<>();
            Matcher field = FIELD.matcher(form.group(2));
            while (field.find()) {
                Map<String, String> about = attributes(field.group(2));
                about.putIfAbsent("type", field.group(1).equals("button") ? "submit" : "text");
                fields.add(about);
            }
            return Optional.of(new Form(
                    itself.getOrDefault("action", ""),
                    itself.getOrDefault("method", "get")
                            .toLowerCase(Locale.ROOT)
                            .equals("post"),
                    fields));
        }

        /** The names and values that the user submits. */
        Map<String, String> filled(String userCode, boolean denying) {
            boolean signingIn = fields.stream().anyMatch(about -> "password".equals(about.get("type")));
            Optional<Map<String, String>> no = denying && !signingIn
                    ? fields.stream()
                            .filter(about -> button(about) && no(about))
                            .findFirst()
                    : Optional.empty();
            // A button that is not a submit button runs a script, which clears the form and submits it.
            boolean cleared = no.isPresent() && !"submit".equals(no.get().get("type"));
            Map<String, String> filled = new LinkedHashMap<>();
            for (Map<String, String> about : fields) {
                String name = about.getOrDefault("name", "");
                String value = about.getOrDefault("value", "");
                switch (about.getOrDefault("type", "")) {
                    case "password" -> filled.put(name, AuthorizationServer.PASSWORD);
                    case "text", "email" -> filled.put(name, value.isEmpty() ? typed(about, userCode) : value);
                    case "submit", "button", "reset" -> {}
                    case "checkbox" -> {
                        if (!cleared) {
                            filled.merge(name, about.getOrDefault("value", "on"), (a, b) -> a);
                        }
                    }
                    default -> {
                        if (!name.isEmpty()) {
                            filled.merge(name, about.getOrDefault("value", "on"), (a, b) -> a);
                        }
                    }
                }
            }
            no.or(() -> fields.stream()
                            .filter(about -> "submit".equals(about.get("type")) && !no(about))
                            .findFirst())
                    .filter(button -> button.containsKey("name"))
                    .ifPresent(button -> filled.put(button.get("name"), button.getOrDefault("value", "")));
            return filled;
        }

        private static String typed(Map<String, String> about, String userCode) {
            return CODE.matcher(called(about)).find() ? userCode : AuthorizationServer.USER;
        }

        private static boolean button(Map<String, String> about) {
            return List.of("submit", "button").contains(about.getOrDefault("type", ""));
        }

        private static boolean no(Map<String, String> about) {
            return NO.matcher(called(about)).find();
        }

        private static String called(Map<String, String> about) {
            return about.getOrDefault("name", "") + about.getOrDefault("id", "");
        }

        private static Map<String, String> attributes(String text) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(text);
            while (attribute.find()) {
                if (attribute.group(5) != null) {
                    attributes.put(attribute.group(5).toLowerCase(Locale.ROOT), "");
                } else {
                    String value = attribute.group(2) != null
                            ? attribute.group(2)
                            : attribute.group(3) != null ? attribute.group(3) : attribute.group(4);
                    attributes.put(attribute.group(1).toLowerCase(Locale.ROOT), unescaped(value));
                }
            }
            return attributes;
        }

        private static String unescaped(String text) {
            return text.replace("&#x3D;", "=")
                    .replace("&#39;", "'")
                    .replace("&quot;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
        }
    }
}
