package com.algosolutions.oauth.ringcentral;

import static java.util.Objects.requireNonNull;

import com.algosolutions.oauth.input.Secret;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a team, which is also its chat id and group id. Immutable and thread-safe.
 *
 * @param digits the id, digits only
 * @since 0.1.0
 */
public record TeamId(String digits) {
    private static final int LONGEST = 20;

    /** Much longer than any link; the rest of a longer text is not searched. */
    private static final int LONGEST_TEXT = 4_000;

    /** The longest pasted text that a message repeats: longer ones are shown if they are links, without their query. */
    private static final int LONGEST_SHOWN = 40;

    private static final int LONGEST_LINK_SHOWN = 120;

    /** The domains of the RingCentral app, and of the brands that RingCentral's own widgets and web pages list. */
    private static final String HOST =
            "(?:[a-z0-9-]{1,63}\\.){0,10}(?:ringcentral\\.(?:com|biz)|glip\\.com|officeathand\\.att\\.com|businessconnect\\.telus\\.com"
                    + "|cloudwork\\.bt\\.com|unifyoffice\\.com|cloudoffice\\.avaya\\.com|rainbowoffice\\.com)(?::443)?/+";

    /** The schemes of the desktop and mobile apps, per brand. */
    private static final String APP =
            "(?:rcapp|rcmobile|glip|officeathand|rctelus|unifyoffice|com\\.bt\\.cloudwork\\.app|com\\.rainbowoffice\\.app"
                    + "|com\\.ringcentral\\.vodafonebusiness\\.app):/+";

    /** The first number is the team's: the one after it, as in {@code /messages/TEAM/POST}, is that of a post. */
    private static final String PATH = "(?:(?:#|l|r|app|web|mobile|glip|restapi|v1\\.0|team-messaging|v1)/+){0,3}"
            + "(?:(?:messages|chats?|groups?|teams?|conversations?)/+(?:(?:all|direct|favorites|groups?|teams?)/+)?"
            + "|chat/r/?\\?(?:[^#\\s]*&)?group_?id=|invitation/r/?\\?(?:[^#\\s]*&)?inviter_group_?id=)";

    private static final Pattern LINK = Pattern.compile("(?i)(?<![^\\s\"'<(\\[{|])(?:(?:https?://)?" + HOST + "|" + APP
            + "|/?(?=(?:restapi|team-messaging)/))" + PATH + "([0-9]+)(?![\\w%-]|\\.\\w)");

    /** A mention of a team in the text of a post. */
    private static final Pattern MENTION = Pattern.compile("(?i)!\\[:Team]\\(([0-9]+)\\)");

    private static final Pattern NUMBER = Pattern.compile(
            "(?i)[\\s\"'<(\\[{]*+(?:(?:team|chat|group|conversation)?[\\s_-]*id\\b[\"']?\\s*+(?:(?:is\\b|[:=#])\\s*+)?+)?"
                    + "[\"'<(\\[{#]*([0-9]+)[\\s\"'>)\\]}.,;]*");

    private static final Pattern WEBHOOK = Pattern.compile("(?i)\\bhooks\\.\\S*|/webhook/");
    private static final Pattern MEETING =
            Pattern.compile("(?i)(?:\\b(?:v|video|meetings?)\\.\\S{1,80}/|/)(?:join|j)/");

    private static final String FIX = "In the RingCentral app, open the team's menu, choose Copy conversation link"
            + " (https://app.ringcentral.com/l/messages/123456789000) and paste it here, or only the number in it.";

    /** Creates an id.
     *
     * @param digits the id
     * @throws IllegalArgumentException if it is not 1 to 20 digits
     */
    public TeamId {
        if (!isValid(requireNonNull(digits, "digits"))) {
            throw new IllegalArgumentException("A team id is 1 to " + LONGEST + " digits, such as 123456789000.");
        }
    }

    static boolean isValid(String digits) {
        return digits.matches("[0-9]{1," + LONGEST + "}");
    }

    /**
     * Finds the id in text that an operator pastes: a link that the app or the browser copies ({@code
     * https://app.ringcentral.com/l/messages/123456789000}), also one to a post of the team or with {@code groupid=}; the address of the
     * team's posts in the API; a mention of the team; or the bare number. Text around a link does no harm.
     *
     * @param linkOrId the link or number
     * @return the id
     * @throws IllegalArgumentException if the text contains no team id, or those of several teams; the message names what was pasted, and
     *     says where to find the id
     */
    public static TeamId of(String linkOrId) {
        requireNonNull(linkOrId, "linkOrId");
        String text = plain(linkOrId.substring(0, Math.min(linkOrId.length(), LONGEST_TEXT)));
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new TeamId(number.group(1));
        }
        Set<String> found = new TreeSet<>();
        for (Pattern form : new Pattern[] {LINK, MENTION}) {
            Matcher match = form.matcher(text);
            while (match.find()) {
                found.add(match.group(1));
            }
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "This text names several teams: " + String.join(", ", found) + ". Paste the link of one of them.");
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(wrong(text) + " " + FIX);
        }
        return new TeamId(found.iterator().next());
    }

    /** The text without characters that a page or a chat adds unseen: format characters are removed, white space and quotes are made plain. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cf}", "")
                .replaceAll("[\\p{Z}\\p{C}\\s]", " ")
                .replaceAll("[\u201c-\u201f\u00ab\u00bb]", "\"")
                .replaceAll("[\u2018-\u201b]", "'")
                .strip();
    }

    private static String wrong(String text) {
        if (WEBHOOK.matcher(text).find()) { // its address is a secret, so it is not repeated
            return "This is the address of an incoming webhook, which contains no team id.";
        }
        String shown = shown(Secret.mask(text));
        if (MEETING.matcher(text).find()) {
            return shown + " is the link of a meeting, which contains no team id.";
        }
        if (text.codePoints().anyMatch(c -> Character.isDigit(c) && c > '9')) {
            return shown + " has digits other than 0 to 9.";
        }
        return shown.isEmpty()
                ? "There is no team id here: the text is empty."
                : "There is no team id in " + shown + ".";
    }

    /** What was pasted, for a message: nothing that could be a secret. */
    private static String shown(String text) {
        if (text.contains("://")) {
            String link =
                    text.replaceAll("[?#].*", "").replaceAll("//[^/]*@", "//").replaceAll("\\p{Cntrl}", "");
            return link.length() > LONGEST_LINK_SHOWN ? link.substring(0, LONGEST_LINK_SHOWN) + "…" : link;
        }
        return text.length() > LONGEST_SHOWN
                ? "this text of " + text.length() + " characters"
                : text.isEmpty() ? "" : '"' + text + '"';
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return digits;
    }
}
