package com.algosolutions.oauth;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The form <em>Test OAuth Profile</em>. Immutable and thread-safe; a method that changes a part returns a new request. The test checks
 * the values, not this class: its result shows what is wrong.
 *
 * @since 0.1.0
 */
public final class OAuthTestRequest {
    private static final String HELLO = "{\"text\": \"Hello from OAuth test\"}";

    private final String profile;
    private final String url;
    private final String payload;
    private final @Nullable String providerType;
    private final Consumer<? super TestStep> listener;

    private OAuthTestRequest(
            String profile,
            String url,
            String payload,
            @Nullable String providerType,
            Consumer<? super TestStep> listener) {
        this.profile = profile;
        this.url = url;
        this.payload = payload;
        this.providerType = providerType;
        this.listener = listener;
    }

    /**
     * Makes a test that posts <code>{"text": "Hello from OAuth test"}</code>, the payload of Algo's example for RingCentral.
     *
     * @param profile the profile's name: the form's <em>Test OAuth Profile</em>
     * @param url the form's <em>Target URL and Path</em>, as typed
     * @return the request
     */
    public static OAuthTestRequest of(String profile, String url) {
        return new OAuthTestRequest(
                Objects.requireNonNull(profile, "profile"),
                Objects.requireNonNull(url, "url"),
                HELLO,
                null,
                step -> {});
    }

    /**
     * Sets the form's <em>Data Payload</em>.
     *
     * @param json the JSON text that the test posts, as typed
     * @return a new request
     */
    public OAuthTestRequest payload(String json) {
        return new OAuthTestRequest(profile, url, Objects.requireNonNull(json, "json"), providerType, listener);
    }

    /**
     * Sets the form's second choice of <em>Provider Type</em>. The test then fails, before it sends anything, if the profile has another
     * one. Default: not checked.
     *
     * @param id the provider type, such as {@code RINGCENTRAL}
     * @return a new request
     */
    public OAuthTestRequest providerType(String id) {
        return new OAuthTestRequest(profile, url, payload, Objects.requireNonNull(id, "id"), listener);
    }

    /**
     * Sets what gets each step as soon as it has ended, for a page that shows the test while it runs. It is called in order, on the thread that
     * runs the test, which waits for it; what it throws is logged. The result lists the same steps.
     *
     * @param value gets the steps
     * @return a new request
     */
    public OAuthTestRequest listener(Consumer<? super TestStep> value) {
        return new OAuthTestRequest(profile, url, payload, providerType, Objects.requireNonNull(value, "value"));
    }

    /** {@return the profile's name} */
    public String profile() {
        return profile;
    }

    /** {@return the target's URL, as typed} */
    public String url() {
        return url;
    }

    /** {@return the JSON text that the test posts, as typed} */
    public String payload() {
        return payload;
    }

    /** {@return the provider type that the profile must have; empty if it is not checked} */
    public Optional<String> providerType() {
        return Optional.ofNullable(providerType);
    }

    /** {@return what gets each step; by default it does nothing} */
    public Consumer<? super TestStep> listener() {
        return listener;
    }

    /** {@return the profile, the provider type, and the URL without its query; query and payload may contain secrets} */
    @Override
    public String toString() {
        int query = url.indexOf('?');
        return "OAuthTestRequest[" + profile + ", " + (providerType == null ? "" : providerType + ", ")
                + (query < 0 ? url : url.substring(0, query)) + "]";
    }
}
