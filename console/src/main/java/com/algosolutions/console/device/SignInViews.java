package com.algosolutions.console.device;

import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.OAuthProfile;
import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The newest sign-in of each profile as the page shows it, also after its end. Thread-safe. */
public final class SignInViews {
    private final BenchClock clock;
    private final EventStream events;
    private final Executor threads;
    private final boolean sandbox;

    /** By the profile's id; guarded by itself. */
    private final Map<String, Kept> newest = new LinkedHashMap<>();

    /** A sign-in, and the state that the browsers have. */
    private static final class Kept {
        private final OAuthProfile profile;
        private final SignIn signIn;
        private SignIn.@Nullable State published;

        Kept(OAuthProfile profile, SignIn signIn) {
            this.profile = profile;
            this.signIn = signIn;
        }
    }

    /**
     * Views.
     *
     * @param sandbox whether the sandbox has a person who signs in
     */
    public SignInViews(BenchClock clock, EventStream events, Executor threads, boolean sandbox) {
        this.clock = clock;
        this.events = events;
        this.threads = threads;
        this.sandbox = sandbox;
    }

    /** Keeps a sign-in that has been started, and sends it to the page whenever its state changes. */
    public void keep(OAuthProfile profile, SignIn signIn) {
        synchronized (newest) {
            newest.put(profile.id(), new Kept(profile, signIn));
        }
        var unused = signIn.future().thenRunAsync(this::publish, threads);
        publish();
    }

    /** Keeps the sign-ins that a started device continues. */
    void started(OAuthClient client) {
        for (OAuthProfile profile : client.profiles().list()) {
            client.signIns().current(profile.name()).ifPresent(signIn -> keep(profile, signIn));
        }
    }

    /** Sends the sign-ins whose state has changed to the page. */
    public void publish() {
        List<Kept> all;
        synchronized (newest) {
            all = List.copyOf(newest.values());
        }
        for (Kept kept : all) {
            SignIn.State state = kept.signIn.state();
            boolean changed;
            synchronized (newest) {
                changed = kept.published != state;
                kept.published = state;
            }
            if (changed) {
                events.publish("sign-in", Map.of("signIn", view(kept.profile, kept.signIn)));
            }
        }
    }

    /** {@return the newest sign-in of a profile} */
    public Optional<SignIn> newest(String profileId) {
        synchronized (newest) {
            return Optional.ofNullable(newest.get(profileId)).map(kept -> kept.signIn);
        }
    }

    /** {@return the newest sign-in of each profile} */
    public List<Map<String, @Nullable Object>> all() {
        synchronized (newest) {
            return newest.values().stream()
                    .map(kept -> view(kept.profile, kept.signIn))
                    .toList();
        }
    }

    /** Forgets the sign-in of a deleted profile. */
    public void forget(String profileId) {
        synchronized (newest) {
            newest.remove(profileId);
        }
    }

    /** {@return a sign-in of a profile} */
    public Map<String, @Nullable Object> view(OAuthProfile profile, SignIn signIn) {
        SignIn.State state = signIn.state();
        boolean waits = state == SignIn.State.WAITING;
        boolean interactive =
                signIn.browserUrl().isPresent() || signIn.deviceCode().isPresent();
        return new View()
                .with("profileId", profile.id())
                .with("profile", signIn.profile())
                .with("state", state)
                .with("kind", kind(profile))
                .with("message", signIn.message())
                .with("expiresAt", waits ? clock.now().plus(signIn.expiresIn()) : null)
                .with("expiresInMillis", waits ? signIn.expiresIn() : null)
                .with(
                        "browserUrl",
                        waits ? signIn.browserUrl().map(Object::toString).orElse(null) : null)
                .with(
                        "deviceCode",
                        waits ? signIn.deviceCode().map(SignInViews::code).orElse(null) : null)
                .with("failure", signIn.failure().map(Views::failure))
                .with("savable", state == SignIn.State.UNSAVED)
                .with("sandboxCanAllow", sandbox && waits && interactive)
                .map();
    }

    private static String kind(OAuthProfile profile) {
        return switch (profile.grantType().name()) {
            case "AUTH_CODE_PKCE" -> "browser";
            case "DEVICE_CODE" -> "code";
            default -> "direct";
        };
    }

    private static Map<String, @Nullable Object> code(DeviceCode code) {
        return new View()
                .with("userCode", code.userCode())
                .with("verificationUri", code.verificationUri())
                .with("verificationUriComplete", code.verificationUriComplete())
                .with("qr", code.verificationUriComplete().map(SignInViews::qr))
                .map();
    }

    /** A row of the QR code for each text; 1 is dark. */
    private static List<String> qr(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < code.size; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < code.size; x++) {
                row.append(code.getModule(x, y) ? '1' : '0');
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
