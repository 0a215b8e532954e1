package com.algosolutions.console.device;

import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ScopeMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The profile form: what the operator typed goes in, and the fields come out with their values, origin and problems. For one thread. */
public final class ProfileFormView {
    private static final Set<ProfileField<?>> ALWAYS = Set.of(
            ProfileField.NAME,
            ProfileField.PROVIDER_TYPE,
            ProfileField.GRANT_TYPE,
            ProfileField.TOKEN_URL,
            ProfileField.CLIENT_ID,
            ProfileField.CLIENT_SECRET,
            ProfileField.CLIENT_AUTH_MODE,
            ProfileField.SCOPE_MODE,
            ProfileField.API_HOSTS);

    private static final Set<ProfileField<?>> BROWSER = Set.of(
            ProfileField.AUTH_URL, ProfileField.PKCE_METHOD, ProfileField.REDIRECT_URI, ProfileField.RESPONSE_TYPE);

    private final OAuthClient client;
    private final ProfileForm form;

    /** The form before the operator has typed anything: what the provider type fills in. */
    private final ProfileForm preset;

    private final Optional<OAuthProfile> stored;

    private ProfileFormView(OAuthClient client, ProfileForm form, ProfileForm preset, Optional<OAuthProfile> stored) {
        this.client = client;
        this.form = form;
        this.preset = preset;
        this.stored = stored;
    }

    /**
     * A form for a new profile.
     *
     * @param providerType the provider type
     */
    public static ProfileFormView draft(OAuthClient client, String providerType) {
        if (client.providers().stream().noneMatch(provider -> provider.id().equals(providerType))) {
            throw HttpError.notFound("provider type " + providerType);
        }
        return new ProfileFormView(
                client, client.draft("", providerType), client.draft("", providerType), Optional.empty());
    }

    /** A form with a stored profile. */
    public static ProfileFormView edit(OAuthClient client, OAuthProfile profile) {
        return new ProfileFormView(
                client, client.edit(profile), client.draft("", profile.providerType()), Optional.of(profile));
    }

    /**
     * Enters what the operator typed.
     *
     * @param values texts by property; a blank text restores the provider's value, and keeps a secret
     * @param reset the properties to clear, secrets included
     */
    public ProfileFormView enter(Map<String, ? extends @Nullable Object> values, List<String> reset) {
        Set<String> known = new HashSet<>();
        for (ProfileField<?> field : ProfileField.all()) {
            known.add(field.property());
            if (reset.contains(field.property())) {
                form.reset(field);
            }
            Object text = values.get(field.property());
            if (text != null) {
                if (!(text instanceof String typed)) {
                    throw HttpError.badRequest("The value of \"" + field.property() + "\" is not a text.");
                }
                if (field != ProfileField.PROVIDER_TYPE) {
                    form.setText(field, typed);
                }
                if (field == ProfileField.GRANT_TYPE) {
                    preset.setText(field, typed);
                }
            }
        }
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw HttpError.badRequest("The form has no field \"" + name + "\".");
                });
        return this;
    }

    /**
     * Builds the profile.
     *
     * @throws HttpError with all problems, if there are any
     */
    public OAuthProfile build() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw HttpError.problems(problems, Map.of("form", view()));
        }
        return form.build();
    }

    /** The problems of the form, or of the profile among the stored ones. */
    private List<Problem> problems() {
        List<Problem> problems = form.problems();
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            OAuthProfile built = form.build();
            // An update may change the name, which problems() takes for a new profile.
            return stored.isPresent() && !stored.get().name().equals(built.name())
                    ? List.of()
                    : client.profiles().problems(built);
        } catch (InvalidInputException e) {
            return e.problems();
        }
    }

    /** {@return the form} */
    public Map<String, @Nullable Object> view() {
        List<Problem> problems = problems();
        List<Map<String, @Nullable Object>> fields = new ArrayList<>();
        for (ProfileField<?> field : ProfileField.all()) {
            fields.add(view(field, problems));
        }
        String providerType = form.value(ProfileField.PROVIDER_TYPE).orElse("");
        return new View()
                .with("id", stored.map(OAuthProfile::id))
                .with("providerType", providerType)
                .with("providerName", ProfileViews.providerName(client, providerType))
                .with("savable", problems.isEmpty())
                .with("fields", fields)
                .with("problems", Views.problems(problems))
                .with("hints", Views.problems(form.hints()))
                .map();
    }

    private Map<String, @Nullable Object> view(ProfileField<?> field, List<Problem> problems) {
        boolean set = form.value(field).isPresent();
        List<Problem> own = problems.stream()
                .filter(problem -> problem.field().equals(field.property()))
                .toList();
        Optional<?> filledIn = preset.value(field);
        boolean fromProvider = field == ProfileField.PROVIDER_TYPE || form.isPreset(field);
        String source = fromProvider
                ? "provider"
                : !set && own.isEmpty() ? "empty" : filledIn.isPresent() ? "changed" : "operator";
        return new View()
                .with("property", field.property())
                .with("label", field.label())
                .with("kind", kind(field))
                .with("choices", form.choices(field))
                .with("value", field.secret() ? "" : form.display(field))
                .with("source", set || !form.display(field).isEmpty() ? source : "empty")
                .with("filledInBy", fromProvider ? form.value(ProfileField.PROVIDER_TYPE) : Optional.empty())
                .with("presetValue", source.equals("changed") && !field.secret() ? preset.display(field) : null)
                .with("secret", field.secret())
                .with("set", set)
                .with("advanced", own.isEmpty() && !belongs(field))
                .with("problems", Views.problems(own))
                .map();
    }

    /** Whether the device's form has the field for this grant type, or it has a value that the provider has not filled in. */
    private boolean belongs(ProfileField<?> field) {
        GrantType grant = form.value(ProfileField.GRANT_TYPE).orElse(GrantType.JWT_BEARER);
        boolean typed = form.value(field).isPresent() && !form.isPreset(field) && field != ProfileField.SERVER_METADATA;
        if (ALWAYS.contains(field) || typed) {
            return true;
        }
        if (field == ProfileField.SCOPES) {
            return form.value(ProfileField.SCOPE_MODE).equals(Optional.of(ScopeMode.SCOPES_LIST));
        }
        if (field == ProfileField.EXTRA_PARAMS) {
            return form.value(field).isPresent();
        }
        if (BROWSER.contains(field)) {
            return grant.equals(GrantType.AUTH_CODE_PKCE);
        }
        if (field == ProfileField.DEVICE_URL) {
            return grant.equals(GrantType.DEVICE_CODE);
        }
        return grant.equals(GrantType.JWT_BEARER)
                && (field == ProfileField.JWT_ASSERTION || field == ProfileField.JWT_ASSERTION_MODE);
    }

    private static String kind(ProfileField<?> field) {
        if (field.secret()) {
            return field == ProfileField.JWT_ASSERTION || field == ProfileField.SIGNING_KEY ? "secret-long" : "secret";
        }
        if (!field.choices().isEmpty()) {
            return "choice";
        }
        if (field == ProfileField.SCOPES || field == ProfileField.RESOURCES || field == ProfileField.API_HOSTS) {
            return "words";
        }
        if (field == ProfileField.DEFAULT_EXPIRES_IN || field == ProfileField.ASSERTION_LIFETIME) {
            return "seconds";
        }
        if (field.label().endsWith("(JSON)")) {
            return "json";
        }
        return field.label().endsWith("URL") || field.label().endsWith("URI") || field == ProfileField.ISSUER
                ? "url"
                : "text";
    }
}
