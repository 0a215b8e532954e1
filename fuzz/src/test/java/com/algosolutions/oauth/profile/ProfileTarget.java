package com.algosolutions.oauth.profile;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.util.Optional;

/** Profiles in JSON. What is written reads back equal, and the page of the form changes nothing. */
public final class ProfileTarget {
    private ProfileTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        ProfileForm form = form(type(text)).json(text);
        check(input, form);
    }

    private static String type(String text) {
        try {
            return String.valueOf(Json.readObject(text).get("providerType"));
        } catch (MalformedJsonException e) {
            return "";
        }
    }

    private static ProfileForm form(String type) {
        return OAuthProfile.builder(Targets.provider(type).preset()).allowLoopbackHttp();
    }

    /** Checks a form and the profile that it builds. */
    static void check(byte[] input, ProfileForm form) {
        Optional<OAuthProfile> built = Property.value(
                input,
                () -> {
                    try {
                        return form.build();
                    } catch (InvalidInputException e) {
                        e.problems().forEach(problem -> Property.sentence(problem.toString()));
                        throw e;
                    }
                },
                InvalidInputException.class);
        form.hints().forEach(hint -> Property.sentence(hint.toString()));
        form.customEndpoints();
        for (ProfileField<?> field : ProfileField.all()) {
            Property.value(input, () -> form.setText(field, form.display(field)));
        }
        built.ifPresent(profile -> {
            Property.equal(
                    profile,
                    form(profile.providerType())
                            .members(profile.revealAll())
                            .id(profile.id())
                            .build());
            Property.equal(profile.toJson(), profile.withoutSecrets().toJson());
            Property.equal(profile, form.build());
        });
    }
}
