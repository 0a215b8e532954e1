package com.algosolutions.oauth.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a server's text safe to print: masks the secrets of the request and everything that looks like a token, replaces line breaks,
 * and cuts the text to 200 characters.
 */
public final class Redactor {
    private static final int LONGEST = 200;
    private static final String MASK = "***";

    /** Runs of base64url, dots and percent escapes longer than any word or id in an error message. */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("[A-Za-z0-9_+/=%.~-]{40,}");

    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    /** Control, format, private and unassigned characters, and the line and paragraph separators: a terminal or a log may obey them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\s]+");

    private final List<Secret> secrets;

    public Redactor(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** The stack trace of an exception without its message, which may contain secrets. */
    public static Throwable trace(Throwable e) {
        Throwable trace = new Throwable(e.getClass().getName());
        trace.setStackTrace(e.getStackTrace());
        return trace;
    }

    /** The secrets in every encoding in which a request sends them or a server may echo them, the longest first. */
    private List<String> forms() {
        Set<String> forms = new HashSet<>();
        for (Secret secret : secrets) {
            String text = secret.reveal();
            byte[] bytes = text.getBytes(UTF_8);
            String encoded = URLEncoder.encode(text, UTF_8);
            String json = Json.write(text);
            forms.add(text);
            forms.add(json.substring(1, json.length() - 1));
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            for (String form : List.of(encoded, encoded.replace("+", "%20"))) {
                forms.add(form);
                forms.add(PERCENT.matcher(form).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)));
            }
        }
        return forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** A text on one line, of visible characters and spaces only. */
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").strip();
    }

    /** Masks the secrets only. */
    public String mask(String said) {
        String text = said;
        for (String form : forms()) {
            text = text.replace(form, MASK);
        }
        return text;
    }

    /** Masks the secrets and whatever looks like one, and shortens the text. */
    public String clean(String said) {
        String text = LIKE_A_TOKEN.matcher(mask(said)).replaceAll(MASK);
        text = visible(text);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
