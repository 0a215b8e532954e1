package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the requests of a document that the client would not send now. Sends nothing. Thread-safe. */
final class LoadWarnings {
    private final ButtonForm form;
    private final PressSettings settings;

    LoadWarnings(ButtonForm form, PressSettings settings) {
        this.form = form;
        this.settings = settings;
    }

    List<Problem> now() {
        List<Button> onScreens = new ArrayList<>();
        for (Screen screen : form.screens()) {
            onScreens.addAll(screen.buttons());
        }
        int withoutScreen = form.buttons().size() - onScreens.size();
        Map<String, Problem> warnings = new LinkedHashMap<>();
        buttons("", List.copyOf(form.buttons().values()).subList(0, withoutScreen), warnings);
        for (int i = 0; i < form.screens().size(); i++) {
            buttons("screens[" + i + "].", form.screens().get(i).buttons(), warnings);
        }
        return List.copyOf(warnings.values());
    }

    private void buttons(String path, List<Button> buttons, Map<String, Problem> warnings) {
        for (int i = 0; i < buttons.size(); i++) {
            Button button = buttons.get(i);
            for (int r = 0; r < button.requests().size(); r++) {
                ButtonRequest request = button.requests().get(r);
                String place = path + "buttons[" + i + "].requests[" + r + "].";
                for (int t = 0; t < request.targets().size(); t++) {
                    Problem warning = warning(button, request, request.targets().get(t), place, t);
                    if (warning != null) {
                        warnings.putIfAbsent(warning.toString(), warning);
                    }
                }
            }
        }
    }

    private @Nullable Problem warning(Button button, ButtonRequest request, ApiHost target, String place, int index) {
        Failure obstacle;
        try {
            ApiRequest made =
                    request.to(target, settings.client(), settings.signers(), settings.values(button, "warnings"));
            obstacle = settings.client().obstacle(made).orElse(null);
        } catch (Throwable e) { // of a client of the application; its message may quote the request
            return Problem.of(
                    place.substring(0, place.length() - 1),
                    "cannot be checked: the client threw " + e.getClass().getName(),
                    "Correct the application's ApiClient.");
        }
        if (obstacle == null) {
            return null;
        }
        String member = obstacle.step() == Step.PROFILE || obstacle.step() == Step.TOKEN
                ? "oauthProfile"
                : obstacle.step() == Step.HOST ? "targets[" + index + "]" : "dataPayload";
        return Problem.of(place + member, "cannot be used: " + obstacle.message(), obstacle.advice());
    }
}
