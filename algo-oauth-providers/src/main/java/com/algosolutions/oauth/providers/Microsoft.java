package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.TokenTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft as a provider, for Teams and Outlook through Graph: the id {@code MICROSOFT}. Immutable and thread-safe.
 *
 * <p>The extra param {@code tenant} (the Directory (tenant) ID of the app, or the tenant's domain) is part of the URLs and is not sent. The
 * app's redirect URI must be registered for the platform Web: Microsoft redeems a single-page app's code only with an {@code Origin}
 * header, which a device does not send.
 *
 * @since 0.1.0
 */
public final class Microsoft implements OAuthProvider {
    /** The provider type. */
    public static final String ID = "MICROSOFT";

    private static final String LOGIN = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/";

    /** For {@link java.util.ServiceLoader}, or for {@code OAuthClient.builder().provider(new Microsoft())}. */
    public Microsoft() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Microsoft";
    }

    /** Without {@code offline_access} there is no refresh token. An app without a user has the permissions of its registration: {@code .default}. */
    @Override
    public Preset preset() {
        return CodeFlow.of(
                        ID,
                        ClientAuthMode.REQUEST_BODY,
                        List.of("https://graph.microsoft.com/ChannelMessage.Send", "offline_access"),
                        "graph.microsoft.com")
                .with(ProfileField.EXTRA_PARAMS, Map.of("tenant", ""))
                .withUrl(ProfileField.TOKEN_URL, LOGIN + "token")
                .withUrl(ProfileField.AUTH_URL, LOGIN + "authorize")
                .withUrl(ProfileField.DEVICE_URL, LOGIN + "devicecode")
                .withGrantType(
                        GrantType.CLIENT_CREDENTIALS,
                        Preset.of(ID).with(ProfileField.SCOPES, List.of("https://graph.microsoft.com/.default")));
    }

    /** Each renewal returns a new refresh token, and the previous one stays valid. */
    @Override
    public TokenTraits traits() {
        return TokenTraits.builder()
                .refreshTokensRotate(false)
                .refreshTokenIdleLifetime(Duration.ofDays(90))
                .build();
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("request-id");
    }

    /** The numbers of {@code error_codes}, in the form of the message (AADSTS50011), or the code inside Graph's {@code error}. */
    @Override
    public List<String> errorCodes(Map<String, ? extends @Nullable Object> body) {
        List<String> codes = new ArrayList<>();
        if (body.get("error_codes") instanceof List<?> numbers) {
            numbers.forEach(number -> codes.add("AADSTS" + number));
        }
        if (body.get("error") instanceof Map<?, ?> error && error.get("code") instanceof String code) {
            codes.add(code);
        }
        return codes;
    }

    @Override
    public ErrorTable errors() {
        return MicrosoftErrors.TABLE;
    }
}
