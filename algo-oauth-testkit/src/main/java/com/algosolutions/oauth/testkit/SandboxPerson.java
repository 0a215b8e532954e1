package com.algosolutions.oauth.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A user with a browser: opens the URL of a sign-in or types the code that a device shows, and allows or denies it. The person's browser
 * has a separate network connection: neither {@link SandboxNetwork} nor {@link Faults} affects it. Its requests are in {@link
 * RingCentralSandbox#requests()}, and count in the app's rate limit.
 *
 * <pre>{@code
 * URI callback = sandbox.person(user).open(url);        // the address to which the browser is sent: pass it to the client
 * sandbox.person(user).enter(userCode);                 // the device's next poll gets the tokens
 * sandbox.person(user).refuses().open(url);             // access_denied
 * }</pre>
 *
 * <p><em>Thread safety</em>: immutable.
 *
 * @since 0.1.0
 */
public final class SandboxPerson {
    private static final String AUTHORIZE = "/restapi/oauth/authorize";
    private static final String DEVICE = "/restapi/oauth/device";

    private final RingCentral ringCentral;
    private final RequestLog requestLog;
    private final SandboxUser user;
    private final boolean consents;
    private final Duration delay;

    SandboxPerson(RingCentral ringCentral, RequestLog requestLog, SandboxUser user) {
        this(ringCentral, requestLog, Objects.requireNonNull(user, "user"), true, Duration.ZERO);
    }

    private SandboxPerson(
            RingCentral ringCentral, RequestLog requestLog, SandboxUser user, boolean consents, Duration delay) {
        this.ringCentral = ringCentral;
        this.requestLog = requestLog;
        this.user = user;
        this.consents = consents;
        this.delay = delay;
    }

    /**
     * The same person, who denies each sign-in.
     *
     * @return a person whose answer is {@code access_denied}
     */
    public SandboxPerson refuses() {
        return new SandboxPerson(ringCentral, requestLog, user, false, delay);
    }

    /**
     * The same person, who needs time to answer after typing a code: until then the device's polls get {@code authorization_pending}. In a
     * browser flow, advance the sandbox's clock before {@link #open} instead.
     *
     * @param time the time between code and answer, by the sandbox's clock
     * @return a person who answers later
     */
    public SandboxPerson takes(Duration time) {
        return new SandboxPerson(ringCentral, requestLog, user, consents, Objects.requireNonNull(time, "time"));
    }

    /**
     * Opens the URL of a sign-in in the person's browser, signs in, and allows or denies the app's request.
     *
     * @param url the URL that the client wants to be opened
     * @return the address to which the sign-in page sends the browser: the redirect URI with a code, or with an error. A code is valid for
     *     60 seconds. The browser does not open it: pass it to the client under test
     * @throws IllegalStateException if the sign-in page shows an error instead, such as for a redirect URI that is not registered; the
     *     message contains the page
     * @throws IllegalArgumentException if the URL is not that of RingCentral's sign-in page
     */
    public URI open(URI url) {
        if (!AUTHORIZE.equals(visit(url).pathWithoutQuery())) {
            throw new IllegalArgumentException(
                    "Not a sign-in page: https://" + url.getRawAuthority() + url.getRawPath());
        }
        SandboxRequest request = visit(url);
        requestLog.add(request);
        Reply reply = ringCentral.authorize(request, user, consents);
        String location = reply.headers().get("Location");
        if (location == null) {
            throw new IllegalStateException("The sign-in page shows " + reply.status() + " " + reply.body());
        }
        return URI.create(location);
    }

    /**
     * Types the code that a device shows on the page whose address the device shows, signs in, and allows or denies the request.
     *
     * @param userCode the code, in any case, with or without its dash
     * @throws IllegalStateException if no device is waiting with this code
     */
    public void enter(String userCode) {
        Objects.requireNonNull(userCode, "userCode");
        if (!ringCentral.enter(userCode, user, consents, delay)) {
            throw new IllegalStateException("No device is waiting with the code " + userCode);
        }
    }

    /**
     * Opens the address of a QR code, which contains the user code, and continues as {@link #enter}.
     *
     * @param verificationUriComplete the address that the device shows as a QR code
     * @throws IllegalStateException if no device is waiting with its code
     * @throws IllegalArgumentException if the address is not that of RingCentral's page, or has no code
     */
    public void scan(URI verificationUriComplete) {
        SandboxRequest request = visit(verificationUriComplete);
        String code = FormBody.parse(request.query())
                .map(query -> query.value("user_code"))
                .orElse("");
        if (!request.pathWithoutQuery().equals(DEVICE) || code.isEmpty()) {
            throw new IllegalArgumentException("Not a page with a user code: " + verificationUriComplete);
        }
        requestLog.add(request);
        enter(code);
    }

    private static SandboxRequest visit(URI url) {
        String host = Objects.requireNonNull(url, "url").getHost();
        if (!"https".equalsIgnoreCase(url.getScheme()) || host == null) {
            throw new IllegalArgumentException("Not an https URL: " + url.getScheme() + "://" + url.getRawAuthority());
        }
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new SandboxRequest("GET", host.toLowerCase(Locale.ROOT), url.getRawPath() + query, Map.of(), "");
    }

    @Override
    public String toString() {
        return "SandboxPerson[" + user.name() + (consents ? ", consents" : ", refuses")
                + (delay.isZero() ? "" : " after " + delay) + "]";
    }
}
