package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The response of a device authorization endpoint: RFC 8628 section 3.2. The verification URIs are texts for users to read; the library
 * never opens them. Immutable.
 *
 * @param deviceCode the code with which the device polls
 * @param userCode the code that the user types in
 * @param verificationUri where the user types it in
 * @param verificationUriComplete the verification URI that contains the user code, if the server offers one
 * @param expiresIn the lifetime of both codes, from the request on
 * @param interval the minimum time between two polls
 */
public record DeviceAuthorizationResponse(
        Secret deviceCode,
        String userCode,
        String verificationUri,
        Optional<String> verificationUriComplete,
        Duration expiresIn,
        Duration interval) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final int LONGEST_DEVICE_CODE = 8_192;
    private static final int LONGEST_URI = 2_048;

    /** Spaces and dashes between groups are usual. Line breaks and characters that change the text direction are not allowed. */
    private static final Pattern USER_CODE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S} ]{1,64}");

    /** The printable characters of ASCII: RFC 6749 appendix A. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E]+");

    /**
     * Reads a response.
     *
     * @throws IllegalArgumentException if it is not usable; the message says why, and contains no text of the response
     */
    public static DeviceAuthorizationResponse read(Map<String, @Nullable Object> reply) {
        String deviceCode = text(reply, "device_code", LONGEST_DEVICE_CODE);
        if (!VISIBLE.matcher(deviceCode).matches()) {
            throw new IllegalArgumentException("the device_code has characters that no code can have");
        }
        String userCode = text(reply, "user_code", LONGEST_URI).strip();
        if (!USER_CODE.matcher(userCode).matches()) {
            throw new IllegalArgumentException("its user_code has characters that cannot be typed in");
        }
        String uriName = reply.get("verification_uri") == null ? "verification_url" : "verification_uri";
        if (reply.get(uriName) == null) {
            throw new IllegalArgumentException("the reply has no verification_uri");
        }
        String uri = uri(reply, uriName);
        Optional<String> complete = complete(reply, uriName + "_complete");
        Object expiry = reply.get("expires_in");
        Duration life = TokenEndpoint.seconds(expiry, RoundingMode.DOWN)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the reply has no usable expires_in" + (expiry instanceof Number ? ", but " + expiry : "")));
        Duration bounded = life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
        Duration interval = TokenEndpoint.seconds(reply.get("interval"), RoundingMode.CEILING)
                .orElse(DEFAULT_INTERVAL);
        if (interval.compareTo(bounded) >= 0) {
            throw new TooShort(bounded, interval);
        }
        return new DeviceAuthorizationResponse(Secret.of(deviceCode), userCode, uri, complete, bounded, interval);
    }

    /** The codes of a device authorization endpoint whose life is too short to be used. */
    static final class TooShort extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TooShort(Duration life, Duration interval) {
            super("its code expires before the device may poll for the first time: after " + life.toSeconds()
                    + " s (expires_in), and the device polls every " + interval.toSeconds() + " s (interval)");
        }
    }

    /** Whether a text for the user has a secret that the redactor knows. */
    boolean shows(Redactor secrets) {
        return secrets.isRepeatedBy(this + " " + verificationUriComplete.orElse(""));
    }

    /** The members from which {@link #read} makes this response again; with the device code, which is a secret. */
    public Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("device_code", deviceCode.reveal());
        members.put("user_code", userCode);
        members.put("verification_uri", verificationUri);
        members.put("verification_uri_complete", verificationUriComplete.orElse(null));
        members.put("expires_in", expiresIn.toSeconds());
        members.put("interval", interval.toSeconds());
        return members;
    }

    /** These codes with the time that they have left. */
    public DeviceAuthorizationResponse living(Duration left) {
        return new DeviceAuthorizationResponse(
                deviceCode, userCode, verificationUri, verificationUriComplete, left, interval);
    }

    /** These codes with another polling interval. */
    public DeviceAuthorizationResponse every(Duration longer) {
        return new DeviceAuthorizationResponse(
                deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, longer);
    }

    private static String text(Map<String, @Nullable Object> reply, String name, int longest) {
        if (!(reply.get(name) instanceof String text) || text.isBlank()) {
            throw new IllegalArgumentException("the reply has no " + name);
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException("its " + name + " is longer than " + longest + " characters");
        }
        return text;
    }

    /** A web address that a user can read and check: http or https, a host, no user name, no invisible characters. */
    private static String uri(Map<String, @Nullable Object> reply, String name) {
        String text = text(reply, name, LONGEST_URI).strip();
        try {
            URI uri = URI.create(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web
                    && ApiHost.find(uri).isPresent()
                    && uri.getRawUserInfo() == null
                    && VISIBLE.matcher(text).matches()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // falls through: not a web address
        }
        throw new IllegalArgumentException("its " + name + " is not a web address");
    }

    /** Empty if it cannot be used: then the user types the code in. */
    private static Optional<String> complete(Map<String, @Nullable Object> reply, String name) {
        try {
            return Optional.of(uri(reply, name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@return what the user sees; not the device code} */
    @Override
    public String toString() {
        return "enter " + userCode + " at " + verificationUri;
    }
}
