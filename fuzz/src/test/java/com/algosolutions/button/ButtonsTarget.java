package com.algosolutions.button;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.List;

/** Button documents. What is written reads back equal, each button can be pressed, and a queued press reads back equal. */
public final class ButtonsTarget {
    private static final int MOST_PRESSES = 3;

    private static final ApiClient CLIENT = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
            .response(HttpResponse.of(200))
            .build();

    private ButtonsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        check(input, Targets.text(input));
    }

    private static ButtonActions read(String json) {
        return ButtonActions.builder(CLIENT)
                .deviceName("Lobby \"console\"")
                .macAddress("00:22:EE:00:00:01")
                .remoteDevicePassword(Secret.of("algo-password"))
                .parse(json);
    }

    static void check(byte[] input, String document) {
        Property.value(
                        input,
                        () -> {
                            try {
                                return read(document);
                            } catch (InvalidInputException e) {
                                e.problems().forEach(problem -> Property.sentence(problem.toString()));
                                throw e;
                            }
                        },
                        InvalidInputException.class)
                .ifPresent(actions -> {
                    Property.equal(actions.toJson(), read(actions.toJson()).toJson());
                    actions.warnings().forEach(warning -> Property.sentence(warning.toString()));
                    actions.buttons().stream().limit(MOST_PRESSES).forEach(button -> {
                        queued(button);
                        Property.value(input, () -> actions.press(button.identifier()))
                                .orElseThrow();
                    });
                    actions.close();
                });
    }

    private static void queued(Button button) {
        List<QueuedPress.Dispatch> dispatches = new ArrayList<>();
        for (ButtonRequest request : button.requests()) {
            for (ApiHost target : request.targets()) {
                dispatches.add(
                        new QueuedPress.Dispatch(dispatches.size(), target, request, dispatches.size() % 2 == 1));
            }
        }
        QueuedPress press = new QueuedPress("press", button.identifier(), 1, 2, true, dispatches);
        Property.equal(
                new String(press.toBytes(), UTF_8),
                new String(QueuedPress.of(press.toBytes()).toBytes(), UTF_8));
    }
}
