package com.algosolutions.console;

import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.ProfileFormView;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.device.Tests;
import com.algosolutions.console.web.Answer;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.Request;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paths of the profiles: the form, status and timeline, and the OAuth test. Thread-safe. */
final class ProfileApi {
    private static final int LONGEST_TIMELINE = 48;

    private final Device device;
    private final ProfileViews profiles;
    private final Tests tests;
    private final Runnable buttonsMayHaveChanged;

    /**
     * Paths.
     *
     * @param buttonsMayHaveChanged called after a profile was created, changed or deleted: the warnings of the buttons depend on it
     */
    ProfileApi(Device device, ProfileViews profiles, Tests tests, Runnable buttonsMayHaveChanged) {
        this.device = device;
        this.profiles = profiles;
        this.tests = tests;
        this.buttonsMayHaveChanged = buttonsMayHaveChanged;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/api/providers", request -> providers())
                .on("GET", "/api/providers/*/form", this::draft)
                .on(
                        "POST",
                        "/api/profiles/check",
                        request -> Answer.json(200, form(request).view()))
                .on("POST", "/api/profiles", this::create)
                .on(
                        "GET",
                        "/api/profiles/*",
                        request -> Answer.json(
                                200,
                                ProfileFormView.edit(device.client(), profile(request))
                                        .view()))
                .on("PUT", "/api/profiles/*", this::update)
                .on("DELETE", "/api/profiles/*", this::delete)
                .on("POST", "/api/profiles/*/renew", this::renew)
                .on("POST", "/api/profiles/*/revoke", this::revoke)
                .on("GET", "/api/profiles/*/timeline", this::timeline)
                .on("POST", "/api/tests", this::test);
    }

    private OAuthProfile profile(Request request) {
        return profiles.find(request.variable(0));
    }

    private Answer providers() {
        List<Map<String, @Nullable Object>> all = device.client().providers().stream()
                .map(provider -> new View()
                        .with("id", provider.id())
                        .with("name", provider.displayName())
                        .with("description", description(provider))
                        .map())
                .toList();
        return Answer.json(new View().with("providers", all));
    }

    private String description(ProviderInfo provider) {
        String tokenUrl = device.client().draft("", provider.id()).display(ProfileField.TOKEN_URL);
        if (provider.id().equals("GENERIC")) {
            return "Any server; you fill in its addresses.";
        }
        return tokenUrl.isEmpty()
                ? "Fills in the addresses of your tenant."
                : "Fills in the addresses of " + URI.create(tokenUrl).getHost() + ".";
    }

    private Answer draft(Request request) {
        ProfileFormView form = ProfileFormView.draft(device.client(), request.variable(0));
        request.query("grantType")
                .ifPresent(grant -> form.enter(Map.of(ProfileField.GRANT_TYPE.property(), grant), List.of()));
        return Answer.json(200, form.view());
    }

    /** The form that a body fills in: a new one, or that of the profile with an id. */
    private ProfileFormView form(Request request) {
        OAuthClient client = device.client();
        Optional<String> id = request.optionalText("id");
        ProfileFormView form = id.isPresent()
                ? ProfileFormView.edit(client, profiles.find(id.get()))
                : ProfileFormView.draft(client, request.text("providerType"));
        return form.enter(request.object("values"), request.texts("reset"));
    }

    private Answer create(Request request) {
        OAuthProfile profile = form(request).build();
        save(() -> device.client().profiles().create(profile));
        return saved(201, profile);
    }

    private Answer update(Request request) {
        OAuthProfile profile = ProfileFormView.edit(device.client(), profile(request))
                .enter(request.object("values"), request.texts("reset"))
                .build();
        save(() -> device.client().profiles().update(profile));
        return saved(200, profile);
    }

    /** Runs a change of the store, which can fail. */
    private static void save(Runnable change) {
        try {
            change.run();
        } catch (InvalidInputException e) {
            throw HttpError.problems(e.problems(), Map.of());
        } catch (UncheckedIOException e) {
            throw HttpError.conflict(String.valueOf(e.getMessage()));
        }
    }

    private Answer saved(int status, OAuthProfile profile) {
        buttonsMayHaveChanged.run();
        profiles.publish();
        List<Problem> warnings = device.client().profiles().warnings(profile);
        return Answer.json(
                status,
                new View()
                        .with("profile", profiles.view(profile))
                        .with("warnings", warnings.stream().map(HttpError::view).toList())
                        .map());
    }

    private Answer delete(Request request) {
        OAuthProfile profile = profile(request);
        StringBuilder message = new StringBuilder("Deleted.");
        save(() -> device.client()
                .profiles()
                .delete(profile.name())
                .ifPresent(revoked -> message.append(' ').append(words(revoked))));
        buttonsMayHaveChanged.run();
        profiles.deleted(profile.id());
        return Answer.json(new View().with("message", message.toString()));
    }

    private static String words(RevocationResult result) {
        return switch (result.outcome()) {
            case REVOKED -> "Its tokens were revoked.";
            case NOTHING_TO_REVOKE -> "It had no tokens to revoke.";
            case SHARED -> "Its tokens stay valid, because another profile uses them.";
            case PENDING -> "Its tokens are revoked when the provider can be reached.";
            case FAILED ->
                "Its tokens could not be revoked: "
                        + result.failure().map(Object::toString).orElse("no reason is known");
        };
    }

    private Answer renew(Request request) {
        OAuthProfile profile = profile(request);
        var unused = device.client().renew(profile.name()); // the view has the same status
        profiles.publish();
        return Answer.json(new View().with("profile", profiles.view(profile)));
    }

    private Answer revoke(Request request) {
        OAuthProfile profile = profile(request);
        String message = words(device.client().revoke(profile.name()));
        profiles.publish();
        return Answer.json(new View().with("message", message).with("profile", profiles.view(profile)));
    }

    private Answer timeline(Request request) {
        String hours = request.query("hours").orElse("24");
        if (!hours.matches("\\d{1,2}") || Integer.parseInt(hours) < 1 || Integer.parseInt(hours) > LONGEST_TIMELINE) {
            throw HttpError.badRequest("\"hours\" is not 1 to " + LONGEST_TIMELINE + ".");
        }
        return Answer.json(profiles.timeline(profile(request), Duration.ofHours(Integer.parseInt(hours))));
    }

    private Answer test(Request request) {
        OAuthProfile profile = profiles.find(request.text("profileId"));
        OAuthTestRequest form = OAuthTestRequest.of(profile.name(), request.text("url"));
        form = request.optionalText("payload").map(form::payload).orElse(form);
        form = request.optionalText("providerType").map(form::providerType).orElse(form);
        return Answer.json(202, Map.of("test", tests.start(profile, form)));
    }
}
