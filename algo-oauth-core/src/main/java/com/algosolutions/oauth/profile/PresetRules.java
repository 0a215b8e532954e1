package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.ProfileField.API_HOSTS;
import static com.algosolutions.oauth.profile.ProfileField.EXTRA_PARAMS;
import static com.algosolutions.oauth.profile.ProfileField.PROVIDER_TYPE;
import static com.algosolutions.oauth.profile.ProfileField.TOKEN_URL;

import com.algosolutions.oauth.input.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules that the preset adds to the form: the extra params that choose an environment or complete a URL. */
final class PresetRules {
    private final Map<ProfileField<?>, Object> values;
    private final Preset preset;
    private final Map<String, String> extraParams;
    private final List<Problem> problems = new ArrayList<>();

    @SuppressWarnings("unchecked") // only a map of strings is put under EXTRA_PARAMS
    PresetRules(Map<ProfileField<?>, Object> values, Preset preset) {
        this.values = values;
        this.preset = preset;
        this.extraParams = (Map<String, String>) values.getOrDefault(EXTRA_PARAMS, Map.of());
    }

    List<Problem> problems(Set<ProfileField<?>> given) {
        Object type = values.get(PROVIDER_TYPE);
        if (type != null && !type.equals(preset.providerType())) {
            problems.add(PROVIDER_TYPE.problem(
                    "is " + type + ", but the form was filled in for " + preset.providerType(),
                    "Start with an empty form for " + type + "."));
        }
        environment(given);
        urls();
        return problems;
    }

    private void environment(Set<ProfileField<?>> given) {
        if (preset.environments().isEmpty()) {
            return;
        }
        Optional<String> chosen = preset.environment(extraParams);
        boolean overridden = given.contains(TOKEN_URL) && given.contains(API_HOSTS);
        if (!overridden && chosen.filter(preset.environments()::contains).isEmpty()) {
            problems.add(EXTRA_PARAMS.problem(
                    chosen.map(name -> "names the unknown environment \"" + name + "\"")
                            .orElse("names no environment"),
                    "Choose one of " + String.join(", ", preset.environments())
                            + ", or set both Token URL and API Hosts by hand."));
        }
    }

    /** The URLs that an extra param must complete; one problem for each param, not for each URL. */
    private void urls() {
        if (preset.templates().isEmpty()) {
            return;
        }
        Map<String, String> waiting = new LinkedHashMap<>();
        preset.templates().forEach((field, template) -> {
            if (!values.containsKey(field)) {
                for (String param : template.unfilled(extraParams)) {
                    waiting.merge(param, field.label(), (a, b) -> a + ", " + b);
                }
            }
        });
        waiting.forEach((param, fields) -> problems.add(EXTRA_PARAMS.problem(
                "has no \"" + param + "\" that is valid in a URL",
                "Write {\"" + param + "\": \"…\"} as the provider's console shows it, or fill in " + fields
                        + " by hand.")));
    }
}
