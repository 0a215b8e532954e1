package com.algosolutions.button;

import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.json.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document of buttons and finds everything that is wrong with it; the format is in {@code docs/buttons.md}. {@link RequestReader}
 * reads a button's requests.
 */
final class ButtonReader {
    private final List<Problem> problems = new ArrayList<>();
    private final boolean canSign;

    /** A reader; {@code canSign} tells whether there is a remote device password for Algo Standard Authentication. */
    ButtonReader(boolean canSign) {
        this.canSign = canSign;
    }

    /** The buttons by identifier, in the order of the document. */
    Map<String, Button> read(String json) {
        Map<String, Button> buttons = new LinkedHashMap<>();
        try {
            Fields document = new Fields(Json.readObject(json), problems);
            if (document.value("buttons") == null) {
                document.problem("buttons", "is missing", "Write {\"buttons\": [ … ]}.");
            }
            for (Fields fields : document.objects("buttons")) {
                Button button = button(fields);
                if (!button.identifier().isEmpty() && buttons.put(button.identifier(), button) != null) {
                    fields.problem("identifier", "is that of another button", "Give each button its own.");
                }
            }
            document.refuseUnknown();
        } catch (MalformedJsonException e) {
            problems.add(Problem.of("buttons", "cannot be read: " + e.getMessage(), "Mend the JSON text."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidButtonsException(problems);
        }
        return buttons;
    }

    private Button button(Fields fields) {
        String identifier = identifier(fields);
        boolean enabled = choice(fields, "status", "Enabled", List.of("Enabled", "Disabled"))
                .equals("Enabled");
        String text = fields.text("text");
        choice(fields, "action", null, List.of(Button.SEND_API_REQUEST));
        Integer number = fields.whole("numberOfApiRequests");
        List<ButtonRequest> requests = new ArrayList<>();
        for (Fields request : fields.objects("requests")) {
            requests.add(new RequestReader(request, canSign).read());
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

    private static String identifier(Fields fields) {
        String identifier = fields.text("identifier");
        if (left(fields, "identifier") || (identifier != null && identifier.isBlank())) {
            fields.problem("identifier", "is missing", "Give the button a name to press it by, such as help.");
            return "";
        }
        if (identifier != null
                && (!identifier.equals(identifier.strip()) || identifier.chars().anyMatch(Character::isISOControl))) {
            fields.problem(
                    "identifier",
                    "has white space at its ends, or a line break",
                    "Write it on one line, without them.");
        }
        return identifier == null ? "" : identifier;
    }

    /** Whether a member was left out; one of a wrong kind has its problem already. */
    static boolean left(Fields fields, String member) {
        return fields.value(member) == null;
    }

    /** A member that is one of some names; a member left out is what it is otherwise, or a problem. */
    static String choice(Fields fields, String member, @Nullable String otherwise, List<String> choices) {
        String chosen = fields.text(member);
        if (chosen == null && left(fields, member) && otherwise == null) {
            fields.problem(member, "is missing", oneOf(choices));
        } else if (chosen != null && !choices.contains(chosen)) {
            fields.problem(member, "is \"" + chosen + "\"", oneOf(choices));
        }
        return chosen != null ? chosen : otherwise != null ? otherwise : "";
    }

    private static String oneOf(List<String> choices) {
        return choices.stream().map(choice -> '"' + choice + '"').collect(Collectors.joining(" or ", "Choose ", "."));
    }
}
