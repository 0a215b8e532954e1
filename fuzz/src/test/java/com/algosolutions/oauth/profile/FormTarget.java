package com.algosolutions.oauth.profile;

import com.algosolutions.fuzz.Targets;

/** Texts of the form's fields, on lines such as {@code tokenUrl=https://as.example.com/token}, in the order in which a page submits them. */
public final class FormTarget {
    private static final int MOST_LINES = 50;

    private FormTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = Targets.text(input).split("\n", MOST_LINES);
        ProfileForm form = OAuthProfile.builder(Targets.provider(lines[0]).preset());
        for (String line : lines) {
            int equals = line.indexOf('=');
            ProfileField.all().stream()
                    .filter(field -> equals > 0 && field.property().equals(line.substring(0, equals)))
                    .forEach(field ->
                            form.setText(field, line.substring(equals + 1).replace('\u21b5', '\n')));
        }
        ProfileTarget.check(input, form);
    }
}
