package com.algosolutions.oauth.testkit;

/**
 * An Adaptive Card in a chat.
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @param id the card's id
 * @param chatId the chat
 * @param fallbackText the text that notifications show; empty if the card has none
 * @param json the card's JSON as it was sent
 * @since 0.1
 */
public record SandboxCard(String id, String chatId, String fallbackText, String json) {}
