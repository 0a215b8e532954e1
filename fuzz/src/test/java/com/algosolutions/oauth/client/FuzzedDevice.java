package com.algosolutions.oauth.client;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import com.algosolutions.oauth.time.TrustedClock;
import java.net.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A device for the targets that need a whole client. It runs no timed task. */
final class FuzzedDevice {
    static final String PROFILE = "desk";
    static final String REDIRECT = "https://192.0.2.7/control/oauth-callback.lua";

    private FuzzedDevice() {}

    static OAuthClient client(RecordStore store, LongSupplier ticker) {
        OAuthClient.Builder settings = OAuthClient.builder()
                .allowLoopbackHttp()
                .proxy(Proxy.NO_PROXY)
                .clock(Clock.fixed(TrustedClock.BUILT.plusSeconds(86_400), ZoneOffset.UTC))
                .ticker(ticker)
                .callTimeout(Duration.ofSeconds(5))
                .tokenTimeout(Duration.ofSeconds(5))
                .store(store);
        settings.settings.pause = time -> {};
        settings.settings.later = (time, task) -> {};
        return settings.build();
    }

    /** A profile at a server on a loopback port. */
    static OAuthProfile profile(OAuthClient client, String name, GrantType grant, int port) {
        String server = "http://127.0.0.1:" + port;
        ProfileForm form = client.draft(name, "GENERIC")
                .grantType(grant)
                .tokenUrl(URI.create(server + "/token"))
                .revocationUrl(URI.create(server + "/revoke"))
                .apiHosts(ApiHost.of("127.0.0.1:" + port))
                .clientId("app-of-" + name)
                .clientSecret(Secret.of("s3cret-of-the-app"));
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            form.authUrl(URI.create("https://login.example/authorize")).redirectUri(URI.create(REDIRECT));
        }
        if (grant.equals(GrantType.DEVICE_CODE)) {
            form.deviceUrl(URI.create(server + "/device"));
        }
        return form.build();
    }
}
