package com.algosolutions.oauth.ringcentral;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a team, which is also its chat id and group id. Immutable and thread-safe.
 *
 * @param digits the id, digits only
 */
public record TeamId(String digits) {
    private static final int LONGEST = 20;
    private static final Pattern MESSAGES =
            Pattern.compile("(?i)https://app\\.ringcentral\\.com/messages/([0-9]+)(?:[/?#].*)?");
    private static final Pattern GROUP_ID = Pattern.compile(
            "(?i)(?:https://app\\.ringcentral\\.com|rcapp:/)/chat/r/?\\?(?:[^#]*&)?groupid=([0-9]+)(?:[&#].*)?");

    /** Creates an id.
     *
     * @param digits the id
     * @throws IllegalArgumentException if it is not 1 to 20 digits
     */
    public TeamId {
        if (!digits.matches("[0-9]{1," + LONGEST + "}")) {
            throw new IllegalArgumentException("A team id is 1 to " + LONGEST + " digits, such as 123456789000.");
        }
    }

    /**
     * Finds the id in text that an operator pastes: the link copied from the team's menu ({@code
     * https://app.ringcentral.com/messages/123456789000}), a link with {@code groupid=}, or the bare number.
     *
     * @param linkOrId the link or number
     * @return the id
     * @throws IllegalArgumentException if the text contains no team id; the message says where to find one
     */
    public static TeamId of(String linkOrId) {
        String text = linkOrId.strip();
        for (Pattern form : new Pattern[] {MESSAGES, GROUP_ID}) {
            Matcher link = form.matcher(text);
            if (link.matches()) {
                return new TeamId(link.group(1));
            }
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new TeamId(text);
        }
        throw new IllegalArgumentException(
                "There is no team id in this text. In the RingCentral app, open the team's menu, copy its link"
                        + " (https://app.ringcentral.com/messages/123456789000) and paste it here, or only the number in it.");
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return digits;
    }
}
