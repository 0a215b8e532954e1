package com.algosolutions.button;

import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.PastedText;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a button document ({@code docs/buttons.md}) and collects all of its problems. {@link RequestReader} reads the requests of a button.
 */
final class ButtonReader {
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Button> buttons = new LinkedHashMap<>();
    private final boolean canSign;
    private final Placeholders device;

    /**
     * A reader.
     *
     * @param canSign whether a remote device password is configured
     * @param device the placeholder values that the device has configured
     */
    ButtonReader(boolean canSign, Placeholders device) {
        this.canSign = canSign;
        this.device = device;
    }

    ButtonForm read(String json) {
        Map<String, ? extends @Nullable Object> members = new LinkedHashMap<>();
        List<Screen> screens = new ArrayList<>();
        try {
            members = Json.readObject(json);
            Fields document = new Fields(members, problems);
            document.text("$schema"); // for editors; not used here
            if (left(document, "buttons") && left(document, "screens")) {
                document.problem("buttons", "is missing", "Write {\"buttons\": [ … ]}, or {\"screens\": [ … ]}.");
            }
            buttons(document);
            Set<String> names = new HashSet<>();
            for (Fields fields : document.objects("screens")) {
                screens.add(screen(fields, names));
            }
            document.refuseUnknown();
        } catch (MalformedJsonException e) {
            problems.add(Problem.of("buttons", "cannot be read: " + e.getMessage(), "Correct the JSON text."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new ButtonForm(members, buttons, screens);
    }

    private Screen screen(Fields fields, Set<String> names) {
        String name = name(fields, "name", "Give the screen a name, such as Lobby.");
        if (!name.isEmpty() && !names.add(name)) {
            fields.problem("name", "is the name of another screen", "Give each screen a unique name.");
        }
        if (left(fields, "buttons")) {
            fields.problem("buttons", "is missing", "Write \"buttons\": [ … ].");
        }
        Screen screen = new Screen(name, buttons(fields));
        fields.refuseUnknown();
        return screen;
    }

    private List<Button> buttons(Fields parent) {
        List<Button> read = new ArrayList<>();
        for (Fields fields : parent.objects("buttons")) {
            Button button = button(fields);
            read.add(button);
            if (!button.identifier().isEmpty() && buttons.put(button.identifier(), button) != null) {
                fields.problem(
                        "identifier", "is the identifier of another button", "Give each button a unique identifier.");
            }
        }
        return read;
    }

    private Button button(Fields fields) {
        String identifier = name(fields, "identifier", "Give the button a unique name, such as help.");
        boolean enabled = choice(fields, "status", "Enabled", List.of("Enabled", "Disabled"))
                .equals("Enabled");
        String text = fields.text("text");
        choice(fields, "action", null, List.of(Button.SEND_API_REQUEST));
        Integer number = fields.whole("numberOfApiRequests");
        List<ButtonRequest> requests = new ArrayList<>();
        Placeholders imagined = device.with(Map.of(
                Placeholders.BUTTON_TEXT, text == null ? "" : text,
                Placeholders.LOCAL_TIME, "2027-03-01 08:00:00",
                Placeholders.LOCAL_DATE, "2027-03-01",
                Placeholders.PRESS_ID, "00000000-0000-0000-0000-000000000000"));
        for (Fields request : fields.objects("requests")) {
            requests.add(new RequestReader(request, canSign, imagined).read());
        }
        int count = fields.value("requests") instanceof List<?> list ? list.size() : 0;
        if (count == 0 && (fields.value("requests") == null || fields.value("requests") instanceof List<?>)) {
            fields.problem("requests", "is empty", "Describe at least one request.");
        } else if (fields.value("numberOfApiRequests") == null) {
            fields.problem("numberOfApiRequests", "is missing", "Write " + count + ", the number of requests.");
        } else if (number != null && count > 0 && number != count) {
            fields.problem(
                    "numberOfApiRequests",
                    "is " + number + ", but " + count + (count == 1 ? " request is" : " requests are") + " listed",
                    "Correct the number, or the list.");
        }
        fields.refuseUnknown();
        return new Button(identifier, enabled, text == null ? "" : text, requests);
    }

    /** Reads a required name on one line. If it is missing, adds a problem and returns an empty text. */
    private static String name(Fields fields, String member, String advice) {
        String name = fields.text(member);
        if (left(fields, member) || (name != null && name.isBlank())) {
            fields.problem(member, "is missing", advice);
            return "";
        }
        if (name != null && (!name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl))) {
            fields.problem(
                    member,
                    "has white space at its ends, or a line break",
                    "Remove the white space or the line break.");
        }
        if (name != null) {
            checkSeen(fields, member, name);
        }
        return name == null ? "" : name;
    }

    /** Adds a problem if a text for people has characters that cannot be seen, so that it would not equal the same text typed by hand. */
    static void checkSeen(Fields fields, String member, String text) {
        PastedText.invisible(member, member, text)
                .ifPresent(unseen -> fields.problem(member, unseen.message(), unseen.advice()));
    }

    /**
     * A host, checked before an international name is converted: it could be a look-alike of the right one.
     *
     * @throws IllegalArgumentException if it is none; {@link #problem} then finds the reason
     */
    static ApiHost host(String text) {
        if (PastedText.problem("", "", line(text)).isPresent()) {
            throw new IllegalArgumentException("changed by pasting");
        }
        return ApiHost.of(text);
    }

    /** Adds a problem of a text: what pasting has added to it or changed in it, if that is the reason, or else the given one. */
    static void problem(Fields fields, String member, String text, String message, String advice) {
        Problem problem = PastedText.problem(member, member, line(text)).orElse(Problem.of(member, message, advice));
        fields.problem(member, problem.message(), problem.advice());
    }

    /** A text without its control characters, which the reader of the member rejects in its own words. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").strip();
    }

    /** Whether a member is left out. A member of a wrong type is not: {@link Fields} has added a problem for it. */
    static boolean left(Fields fields, String member) {
        return fields.value(member) == null;
    }

    /** Reads a member with a fixed set of values. If it is left out, returns the default; without a default, adds a problem. */
    static String choice(Fields fields, String member, @Nullable String defaultChoice, List<String> choices) {
        String chosen = fields.text(member);
        if (chosen == null && left(fields, member) && defaultChoice == null) {
            fields.problem(member, "is missing", oneOf(choices));
        } else if (chosen != null && !choices.contains(chosen)) {
            problem(fields, member, chosen, "is \"" + chosen + "\"", oneOf(choices));
        }
        return chosen != null ? chosen : defaultChoice != null ? defaultChoice : "";
    }

    private static String oneOf(List<String> choices) {
        return choices.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or ", "Choose ", "."));
    }
}
