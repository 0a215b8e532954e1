package com.algosolutions.console;

import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.device.SignInViews;
import com.algosolutions.console.sandbox.Bench;
import com.algosolutions.console.sandbox.Tenant;
import com.algosolutions.console.web.Answer;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.Request;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** The paths of Start Authorization and Update Profile, and the callback page. Thread-safe. */
final class SignInApi {
    private static final int CALLBACKS_PER_MINUTE = 30;
    private static final long MINUTE = 60_000_000_000L;

    private final Device device;
    private final ProfileViews profiles;
    private final SignInViews views;
    private final Bench bench;

    /** Guarded by itself: when the newest callbacks came. */
    private final Deque<Long> callbacks = new ArrayDeque<>();

    SignInApi(Device device, ProfileViews profiles, SignInViews views, Bench bench) {
        this.device = device;
        this.profiles = profiles;
        this.views = views;
        this.bench = bench;
    }

    void addTo(Routes routes, Routes open, String callback) {
        routes.on("POST", "/api/profiles/*/sign-in", this::start)
                .on("DELETE", "/api/profiles/*/sign-in", this::cancel)
                .on("POST", "/api/profiles/*/sign-in/save", this::save)
                .on("POST", "/api/sandbox/sign-in", this::allow);
        open.on("GET", callback, this::callback);
    }

    private Answer start(Request request) {
        OAuthProfile profile = profiles.find(request.variable(0));
        SignIn signIn = device.client().signIns().start(profile.name());
        views.keep(profile, signIn);
        profiles.publish();
        return Answer.json(new View().with("signIn", views.view(profile, signIn)));
    }

    private Answer cancel(Request request) {
        OAuthProfile profile = profiles.find(request.variable(0));
        OAuthClient client = device.client();
        Optional<SignIn> signIn = views.newest(profile.id());
        if (!client.signIns().cancel(profile.name()) || signIn.isEmpty()) {
            throw HttpError.conflict("No sign-in of this profile is waiting or unsaved.");
        }
        views.publish();
        profiles.publish();
        return Answer.json(new View().with("signIn", views.view(profile, signIn.get())));
    }

    private Answer save(Request request) {
        OAuthProfile profile = profiles.find(request.variable(0));
        OAuthClient client = device.client();
        Optional<SignIn> signIn = views.newest(profile.id());
        try {
            if (!client.signIns().save(profile.name())) {
                throw HttpError.conflict("There are no new credentials to save. "
                        + signIn.map(SignIn::message).orElse("Press Start Authorization first."));
            }
        } catch (InvalidInputException e) {
            throw HttpError.problems(e.problems(), Map.of());
        }
        views.publish();
        profiles.publish();
        return Answer.json(new View()
                .with("signIn", signIn.map(one -> views.view(profile, one)))
                .with("profile", profiles.view(profile)));
    }

    /** The sandbox's person signs in and allows, or denies. */
    private Answer allow(Request request) {
        Tenant tenant = bench.tenant()
                .orElseThrow(() -> HttpError.conflict("Sign in at RingCentral: only the sandbox has a person."));
        OAuthProfile profile = profiles.find(request.text("profileId"));
        SignIn signIn = device.client()
                .signIns()
                .current(profile.name())
                .filter(one -> one.state() == SignIn.State.WAITING)
                .orElseThrow(
                        () -> HttpError.conflict("No sign-in of this profile is waiting. Press Start Authorization."));
        try {
            Optional<URI> location = tenant.signIn(signIn, request.flag("allow", true));
            return Answer.json(
                    new View().with("location", location.map(uri -> uri.getRawPath() + "?" + uri.getRawQuery())));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw HttpError.conflict(String.valueOf(e.getMessage()));
        }
    }

    private Answer callback(Request request) {
        synchronized (callbacks) {
            long now = System.nanoTime();
            while (!callbacks.isEmpty() && now - callbacks.getFirst() > MINUTE) {
                callbacks.removeFirst();
            }
            if (callbacks.size() == CALLBACKS_PER_MINUTE) {
                return page(429, "Too many sign-ins came back in a minute. Open this page again later.");
            }
            callbacks.addLast(now);
        }
        CallbackResult result = device.client().signIns().handleCallback(request.target());
        views.publish();
        profiles.publish();
        return page(result.accepted() ? 200 : 400, result.message());
    }

    private static Answer page(int status, String message) {
        String safe = message.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        String title = status == 200 ? "Signed in" : "Not signed in";
        return Answer.html(
                status,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
                        + title
                        + "</title>\n<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/css/callback.css\">\n</head>\n<body>\n<main>\n<h1>"
                        + title + "</h1>\n<p>" + safe
                        + "</p>\n<p>You can close this page.</p>\n</main>\n</body>\n</html>\n");
    }
}
