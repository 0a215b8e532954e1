package com.algosolutions.console.device;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.ButtonRequest;
import com.algosolutions.button.HeadersMode;
import com.algosolutions.console.web.HttpError;
import com.algosolutions.console.web.View;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** The button document as the page shows and checks it: problems with their line, and as a form. */
public final class ButtonDocument {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** As in the table of docs/commands.md; the library rejects any other name, and lists similar ones. */
    private static final List<String> COMMANDS = List.of(
            ButtonRequest.OTHER,
            "Play Tone",
            "Play Multicast Tone",
            "Stop Tone",
            "Start Emergency Alert",
            "Stop Emergency Alert",
            "Start Strobe",
            "Stop Strobe",
            "Start Screen",
            "Stop Screen",
            "Start Screen Text",
            "Stop Screen Text",
            "Lock Door",
            "Unlock Door",
            "Unlock Door For",
            "Enable Relay",
            "Disable Relay",
            "Enable Relay For",
            "Page",
            "Activate Button");

    private final Device device;

    public ButtonDocument(Device device) {
        this.device = device;
    }

    /** {@return the stored document, its problems and warnings, and the choices of its form} */
    public View view() {
        String document = device.buttonDocument();
        return new View()
                .with("document", document)
                .with("model", model(document))
                .with("problems", problems(document, device.documentProblems()))
                .with("warnings", warnings(document))
                .with("choices", choices());
    }

    /** {@return the warnings of the buttons in use} */
    public List<Map<String, @Nullable Object>> warnings() {
        return device.isRunning() ? warnings(device.buttonDocument()) : List.of();
    }

    private List<Map<String, @Nullable Object>> warnings(String document) {
        return problems(document, device.buttons().map(ButtonActions::warnings).orElse(List.of()));
    }

    /** {@return the problems of the document in use} */
    public List<Map<String, @Nullable Object>> problems() {
        return device.isRunning() ? problems(device.buttonDocument(), device.documentProblems()) : List.of();
    }

    /** {@return the problems of a document, without saving it} */
    public List<Map<String, @Nullable Object>> check(String document) {
        return problems(document, found(document));
    }

    /**
     * Saves a document.
     *
     * @throws HttpError with its problems, if it has any; nothing has changed then
     */
    public void save(String document) {
        List<Problem> found = found(document);
        if (!found.isEmpty()) {
            throw HttpError.problems(found, Map.of("problems", problems(document, found)));
        }
        device.replaceButtons(document);
    }

    private List<Problem> found(String document) {
        try {
            device.settings(device.client()).parse(document).close();
            return List.of();
        } catch (InvalidInputException e) {
            return e.problems();
        }
    }

    /** {@return the document that a form's model stands for} */
    public static String write(Map<String, ? extends @Nullable Object> model) {
        return Json.writeIndented(model) + "\n";
    }

    private static @Nullable Map<String, ? extends @Nullable Object> model(String document) {
        try {
            return Json.readObject(document);
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private Map<String, @Nullable Object> choices() {
        OAuthClient client = device.client();
        List<String> headers = new ArrayList<>();
        for (HeadersMode mode : HeadersMode.values()) {
            headers.add(mode.label());
        }
        return new View()
                .with("method", List.of("GET", "POST", "PUT", "PATCH", "DELETE"))
                .with("headers", headers)
                .with("status", List.of("Enabled", "Disabled"))
                .with("command", COMMANDS)
                .with(
                        "oauthProfile",
                        client.profiles().list().stream()
                                .map(OAuthProfile::name)
                                .toList())
                .map();
    }

    /** Adds to each problem the line and column of its field, or of the nearest object around it. */
    private static List<Map<String, @Nullable Object>> problems(String document, List<Problem> problems) {
        Map<String, TokenStreamLocation> places = new HashMap<>();
        TokenStreamLocation broken = places(document, places);
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        for (Problem problem : problems) {
            Map<String, @Nullable Object> view = new LinkedHashMap<>(HttpError.view(problem));
            TokenStreamLocation place = broken == null ? nearest(problem.field(), places) : broken;
            if (place != null) {
                view.put("line", place.getLineNr());
                view.put("column", place.getColumnNr());
            }
            views.add(view);
        }
        return views;
    }

    private static @Nullable TokenStreamLocation nearest(String field, Map<String, TokenStreamLocation> places) {
        String pointer = "/" + field.replaceAll("\\[(\\d+)\\]", "/$1").replace('.', '/');
        while (!pointer.isEmpty() && !places.containsKey(pointer)) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
        }
        return places.get(pointer);
    }

    /** Finds the place of each value. Returns the place where the text is no JSON; null if it is. */
    private static @Nullable TokenStreamLocation places(String document, Map<String, TokenStreamLocation> places) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new StringReader(document))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                    places.putIfAbsent(
                            parser.streamReadContext().pathAsPointer().toString(), parser.currentTokenLocation());
                }
            }
            return null;
        } catch (JacksonException e) {
            return e.getLocation();
        }
    }
}
