package com.algosolutions.console;

import com.algosolutions.console.device.ButtonDocument;
import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.Presses;
import com.algosolutions.console.web.Answer;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.Request;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.View;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of the screen, the button document and the queue. Thread-safe. */
final class DeviceApi {
    private final URI address;
    private final String callback;
    private final Device device;
    private final Presses presses;
    private final ButtonDocument document;
    private final EventStream events;
    private volatile boolean networkUp = true;

    DeviceApi(
            URI address, String callback, Device device, Presses presses, ButtonDocument document, EventStream events) {
        this.address = address;
        this.callback = callback;
        this.device = device;
        this.presses = presses;
        this.document = document;
        this.events = events;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/api/buttons", request -> Answer.json(document.view()))
                .on("POST", "/api/buttons/check", this::check)
                .on("PUT", "/api/buttons", this::save)
                .on(
                        "POST",
                        "/api/buttons/*/press",
                        request -> Answer.json(202, Map.of("press", presses.press(request.variable(0)))))
                .on(
                        "DELETE",
                        "/api/queue/*",
                        request -> Answer.json(new View().with("queue", presses.cancel(request.variable(0)))))
                .on("POST", "/api/queue/send", request -> Answer.json(new View().with("queue", presses.sendQueued())));
    }

    private Answer check(Request request) {
        String text = document(request);
        return Answer.json(new View().with("document", text).with("problems", document.check(text)));
    }

    private Answer save(Request request) {
        document.save(document(request));
        publishScreens();
        return Answer.json(document.view());
    }

    /** The document as text, or as the model of a form. */
    private static String document(Request request) {
        Map<String, ? extends @Nullable Object> model = request.object("model");
        return request.optionalText("document").orElseGet(() -> {
            if (model.isEmpty()) {
                throw HttpError.badRequest("The body has neither \"document\" nor \"model\".");
            }
            return ButtonDocument.write(model);
        });
    }

    /** {@return the device, for the page} */
    Map<String, @Nullable Object> view() {
        return device.view()
                .with("address", address.toString())
                .with("callback", address + callback)
                .with("network", networkUp ? "up" : "down")
                .map();
    }

    /** {@return the problems and warnings of the button document} */
    Map<String, @Nullable Object> documentState() {
        return new View()
                .with("problems", document.problems())
                .with("warnings", document.warnings())
                .map();
    }

    void network(boolean up) {
        networkUp = up;
        publish();
    }

    void publish() {
        events.publish("device", Map.of("device", view()));
    }

    void publishScreens() {
        events.publish("screens", Map.of("screens", presses.screens(), "buttons", documentState()));
    }
}
