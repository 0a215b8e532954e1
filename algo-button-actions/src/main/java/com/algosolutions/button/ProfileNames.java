package com.algosolutions.button;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds requests whose OAuth profile does not exist. */
final class ProfileNames {
    /** The most problems of a document with a proposal. */
    private static final int MOST_PROPOSALS = 100;

    private ProfileNames() {}

    /** Adds a problem for each such request. The document must have been read without a problem. */
    static void check(
            Map<String, ? extends @Nullable Object> document, Collection<String> names, List<Problem> problems) {
        Fields fields = new Fields(document, problems);
        buttons(fields, names, problems);
        fields.objects("screens").forEach(screen -> buttons(screen, names, problems));
    }

    private static void buttons(Fields parent, Collection<String> names, List<Problem> problems) {
        for (Fields button : parent.objects("buttons")) {
            for (Fields request : button.objects("requests")) {
                String name = request.text("oauthProfile");
                if (name != null && !name.isBlank() && !names.contains(name)) {
                    String nearest = problems.size() < MOST_PROPOSALS ? Fields.nearest(name, names) : null;
                    request.problem(
                            "oauthProfile",
                            "is \"" + name + "\", and there is no such profile",
                            nearest == null ? "Add it to profiles." : "Did you mean \"" + nearest + "\"?");
                }
            }
        }
    }
}
