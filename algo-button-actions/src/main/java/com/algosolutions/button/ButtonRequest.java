package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.RequestSigner;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One <em>Request n</em> of a button. Immutable and thread-safe.
 *
 * @param command the form's <em>Command</em>: {@value #OTHER}, or the label of a named command, which defines method, path and payload
 * @param method the form's <em>Method</em>
 * @param customPath the form's <em>Custom Path</em>: the part of the URL after the target and a slash
 * @param targets the form's <em>Targets</em>
 * @param oauthProfile the form's <em>OAuth Profile</em>, if one is chosen
 * @param headersMode the form's <em>Headers</em>
 * @param customHeaders the form's <em>Custom Headers</em>, empty unless the mode is {@link HeadersMode#CUSTOM}
 * @param dataPayload the form's <em>Data Payload</em>, empty for none
 * @param repeatable whether it may be sent again when its delivery is unknown; a field of this library, not of the form
 */
public record ButtonRequest(
        String command,
        String method,
        String customPath,
        List<ApiHost> targets,
        Optional<String> oauthProfile,
        HeadersMode headersMode,
        List<Header> customHeaders,
        String dataPayload,
        boolean repeatable) {
    /** The command whose method, path and payload the operator writes in the form. */
    public static final String OTHER = "Other";

    /** The default <em>Data Payload</em> of the form. */
    public static final String DEFAULT_PAYLOAD = "{\"text\": \"HELLO!\"}";

    /**
     * A request.
     *
     * @param command the command
     * @param method the method
     * @param customPath the path
     * @param targets the targets
     * @param oauthProfile the profile
     * @param headersMode the headers' mode
     * @param customHeaders the headers
     * @param dataPayload the payload
     * @param repeatable whether it may be sent again
     */
    public ButtonRequest {
        targets = List.copyOf(targets);
        customHeaders = List.copyOf(customHeaders);
    }

    /** The URL at a target: {@code https://<target>/<custom path>}. */
    URI address(ApiHost target, Placeholders values) {
        String path = values.expand(customPath, Encoding.URL::of);
        return URI.create("https://" + target + "/" + (path.startsWith("/") ? path.substring(1) : path));
    }

    /** The HTTP request to a target. {@code signers} has a signer for each headers mode that signs. */
    ApiRequest to(ApiHost target, Map<HeadersMode, RequestSigner> signers, Placeholders values) {
        ApiRequest request = ApiRequest.of(method, address(target, values));
        if (!dataPayload.isEmpty()) {
            request = request.body(Body.json(values.expand(dataPayload, Encoding.ofPayload(customHeaders)::of)));
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
                values.expand(dataPayload, Encoding.ofPayload(customHeaders)::of),
                repeatable);
    }

    /** {@return the request without path, header values and payload, which may contain credentials} */
    @Override
    public String toString() {
        return (command.equals(OTHER) ? "" : command + ": ") + method + " to " + targets
                + oauthProfile.map(name -> " with profile " + name).orElse("") + ", headers " + customHeaders
                + ", payload of " + dataPayload.length() + " characters";
    }
}
