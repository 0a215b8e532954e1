package com.algosolutions.button;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One <em>Request n</em> of a button. Immutable and thread-safe. Requests with equal fields are equal.
 *
 * @since 0.1.0
 */
public final class ButtonRequest {
    /** The command whose method, path and payload the operator writes in the form. */
    public static final String OTHER = "Other";

    /** The default <em>Data Payload</em> of the form. */
    public static final String DEFAULT_PAYLOAD = "{\"text\": \"HELLO!\"}";

    private final String command;
    private final String method;
    private final String customPath;
    private final List<ApiHost> targets;
    private final Optional<String> oauthProfile;
    private final HeadersMode headersMode;
    private final List<Header> customHeaders;
    private final String dataPayload;
    private final boolean repeatable;
    private final SuccessCondition success;
    private final Encoding payloadEncoding;
    private final boolean usesPlaceholders;

    ButtonRequest(
            String command,
            String method,
            String customPath,
            List<ApiHost> targets,
            Optional<String> oauthProfile,
            HeadersMode headersMode,
            List<Header> customHeaders,
            String dataPayload,
            boolean repeatable,
            SuccessCondition success) {
        this.command = command;
        this.method = method;
        this.customPath = customPath;
        this.targets = List.copyOf(targets);
        this.oauthProfile = oauthProfile;
        this.headersMode = headersMode;
        this.customHeaders = List.copyOf(customHeaders);
        this.dataPayload = dataPayload;
        this.repeatable = repeatable;
        this.success = success;
        payloadEncoding = Encoding.ofPayload(customHeaders);
        usesPlaceholders = Placeholders.in(customPath)
                || Placeholders.in(dataPayload)
                || customHeaders.stream().anyMatch(header -> Placeholders.in(header.value()));
    }

    /** {@return the form's <em>Command</em>: {@value #OTHER}, or the label of a named command, which defines method, path and payload} */
    public String command() {
        return command;
    }

    /** {@return the form's <em>Method</em>} */
    public String method() {
        return method;
    }

    /** {@return the form's <em>Custom Path</em>: the part of the URL after the target and a slash} */
    public String customPath() {
        return customPath;
    }

    /** {@return the form's <em>Targets</em>, in the order of the form} */
    public List<ApiHost> targets() {
        return targets;
    }

    /** {@return the form's <em>OAuth Profile</em>, if one is chosen} */
    public Optional<String> oauthProfile() {
        return oauthProfile;
    }

    /** {@return the form's <em>Headers</em>} */
    public HeadersMode headersMode() {
        return headersMode;
    }

    /** {@return the form's <em>Custom Headers</em>, empty unless the mode is {@link HeadersMode#CUSTOM}} */
    public List<Header> customHeaders() {
        return customHeaders;
    }

    /** {@return the form's <em>Data Payload</em>, as the operator wrote it; an empty text is a request without a payload} */
    public String dataPayload() {
        return dataPayload;
    }

    /** {@return whether it may be sent again when its delivery is unknown; a field of this library, not of the form} */
    public boolean repeatable() {
        return repeatable;
    }

    /** {@return which responses mean that a target accepted it; a field of this library, not of the form} */
    public SuccessCondition success() {
        return success;
    }

    /** Whether path, payload or a header may have a placeholder. */
    boolean usesPlaceholders() {
        return usesPlaceholders;
    }

    /** The URL at a target: {@code https://<target>/<custom path>}, or http if the client uses that for the target. */
    URI address(String scheme, ApiHost target, Placeholders values) {
        String path = values.expand(customPath, Encoding.URL::of);
        return URI.create(scheme + "://" + target + "/" + (path.startsWith("/") ? path.substring(1) : path));
    }

    /** The HTTP request to a target. {@code signers} has a signer for each headers mode that signs. */
    ApiRequest to(ApiHost target, ApiClient client, Map<HeadersMode, RequestSigner> signers, Placeholders values) {
        String scheme = client.usesPlainHttp(target) ? "http" : "https";
        ApiRequest request =
                ApiRequest.of(method, address(scheme, target, values)).successCondition(success);
        if (!dataPayload.isEmpty()) {
            request = request.body(Body.json(values.expand(dataPayload, payloadEncoding::of)));
        }
        request = oauthProfile.map(request::profile).orElse(request);
        for (Header written : customHeaders) {
            Header header = new Header(written.name(), values.expand(written.value(), Encoding.HEADER::of));
            if (header.name().equalsIgnoreCase("Authorization")) {
                request = request.signedBy((unsigned, now) -> List.of(header)); // the operator's own credential
            } else {
                request = request.header(header.name(), header.value());
            }
        }
        RequestSigner signer = signers.get(headersMode);
        return signer == null ? request : request.signedBy(signer);
    }

    /** The request with the values in place of its placeholders. */
    ButtonRequest filled(Placeholders values) {
        return new ButtonRequest(
                command,
                method,
                values.expand(customPath, Encoding.URL::of),
                targets,
                oauthProfile,
                headersMode,
                customHeaders.stream()
                        .map(header -> new Header(header.name(), values.expand(header.value(), Encoding.HEADER::of)))
                        .toList(),
                values.expand(dataPayload, payloadEncoding::of),
                repeatable,
                success);
    }

    private List<Object> fields() {
        return List.of(
                command,
                method,
                customPath,
                targets,
                oauthProfile,
                headersMode,
                customHeaders,
                dataPayload,
                repeatable,
                success);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ButtonRequest request && request.fields().equals(fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    /** {@return the request without path, header values and payload, which may contain credentials} */
    @Override
    public String toString() {
        return (command.equals(OTHER) ? "" : command + ": ") + method + " to " + targets
                + oauthProfile.map(name -> " with profile " + name).orElse("") + ", headers " + customHeaders
                + ", payload of " + dataPayload.length() + (dataPayload.length() == 1 ? " character" : " characters")
                + (success.equals(SuccessCondition.any()) ? "" : ", success is " + success);
    }
}
