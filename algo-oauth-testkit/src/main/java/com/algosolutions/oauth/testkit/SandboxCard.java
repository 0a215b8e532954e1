package com.algosolutions.oauth.testkit;

/**
 * An Adaptive Card in a chat.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxCard {
    private final String id;
    private final String chatId;
    private final String fallbackText;
    private final String json;

    SandboxCard(String id, String chatId, String fallbackText, String json) {
        this.id = id;
        this.chatId = chatId;
        this.fallbackText = fallbackText;
        this.json = json;
    }

    /**
     * The card's id.
     *
     * @return digits
     */
    public String id() {
        return id;
    }

    /**
     * The id of the chat.
     *
     * @return digits
     */
    public String chatId() {
        return chatId;
    }

    /**
     * The text that notifications show.
     *
     * @return the text; empty if the card has none
     */
    public String fallbackText() {
        return fallbackText;
    }

    /**
     * The card as it was sent, verbatim.
     *
     * @return JSON text
     */
    public String json() {
        return json;
    }

    /** Id, chat and JSON. */
    @Override
    public String toString() {
        return "SandboxCard[" + id + " in " + chatId + ": " + json + "]";
    }
}
