package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Adaptive Card 1.3 with a title, lines, facts and links, to be posted with {@link TeamMessaging#postCard}. Immutable and thread-safe; each
 * method that adds something returns a new card.
 *
 * @since 0.1.0
 */
public final class AdaptiveCard {
    private final String title;
    private final Optional<String> notification;
    private final List<Map<String, Object>> elements;
    private final List<Map<String, Object>> actions;

    private AdaptiveCard(
            String title,
            Optional<String> notification,
            List<Map<String, Object>> elements,
            List<Map<String, Object>> actions) {
        this.title = title;
        this.notification = notification;
        this.elements = elements;
        this.actions = actions;
    }

    /**
     * Returns a card with a title.
     *
     * @param title the first line, in bold
     * @return the card
     * @throws IllegalArgumentException if the title is blank
     */
    public static AdaptiveCard of(String title) {
        if (title.isBlank()) {
            throw new IllegalArgumentException("The card has no title. Give it one.");
        }
        return new AdaptiveCard(title, Optional.empty(), List.of(), List.of());
    }

    /**
     * Sets the text that notifications show. RingCentral shows <em>New Card Sent</em> for a card without such a text.
     *
     * @param text the text
     * @return the new card
     */
    public AdaptiveCard notification(String text) {
        return new AdaptiveCard(title, Optional.of(Objects.requireNonNull(text, "text")), elements, actions);
    }

    /**
     * Adds a line of text.
     *
     * @param text the text
     * @return the new card
     */
    public AdaptiveCard line(String text) {
        return new AdaptiveCard(title, notification, with(elements, textBlock(text)), actions);
    }

    /**
     * Adds a fact, such as <em>Where: Lobby</em>.
     *
     * @param name the fact's name
     * @param value the value
     * @return the new card
     */
    public AdaptiveCard fact(String name, String value) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("type", "FactSet");
        facts.put("facts", List.of(Map.<String, Object>of("title", name, "value", value)));
        return new AdaptiveCard(title, notification, with(elements, facts), actions);
    }

    /**
     * Adds a button that opens a page.
     *
     * @param text the button's label
     * @param page the page
     * @return the new card
     */
    public AdaptiveCard link(String text, URI page) {
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("type", "Action.OpenUrl");
        action.put("title", Objects.requireNonNull(text, "text"));
        action.put("url", page.toString());
        return new AdaptiveCard(title, notification, elements, with(actions, action));
    }

    private static Map<String, Object> textBlock(String text) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("type", "TextBlock");
        block.put("text", Objects.requireNonNull(text, "text"));
        block.put("wrap", true);
        return block;
    }

    private static List<Map<String, Object>> with(List<Map<String, Object>> list, Map<String, Object> one) {
        List<Map<String, Object>> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** {@return the card's JSON, for a button's Data Payload} */
    public String toJson() {
        Map<String, Object> heading = textBlock(title);
        heading.put("weight", "Bolder");
        heading.put("size", "Large");
        List<Map<String, Object>> body = new ArrayList<>(List.of(heading));
        body.addAll(elements);
        Map<String, @Nullable Object> card = new LinkedHashMap<>();
        card.put("type", "AdaptiveCard");
        card.put("version", "1.3");
        card.put("fallbackText", notification.orElse(title));
        card.put("body", body);
        if (!actions.isEmpty()) {
            card.put("actions", actions);
        }
        return Json.write(card);
    }

    /** {@return the title} */
    @Override
    public String toString() {
        return "card \"" + title + "\"";
    }
}
