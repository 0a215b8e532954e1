package com.algosolutions.benchmarks;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.crypto.spec.SecretKeySpec;

/** This library with pasted JWTs; in an encrypted directory within the one that the property {@code store} names, otherwise in memory. */
public final class Ours implements Library {
    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new Ours(), args);
    }

    @Override
    public Session open(Site site, int profiles) throws IOException {
        OAuthClient.Builder builder = OAuthClient.builder().allowLoopbackHttp();
        String store = System.getProperty("store");
        if (store != null) {
            RecordStore directory = RecordStore.directory(Files.createTempDirectory(Path.of(store), "client"));
            builder.store(directory.encryptedWith(new SecretKeySpec(new byte[32], "AES")));
        }
        OAuthClient client = builder.build();
        String[] names = new String[profiles];
        for (int i = 0; i < profiles; i++) {
            names[i] = Site.name(i);
            createProfile(client, site, i, ApiHost.of(site.posts()));
        }
        URI posts = site.posts();
        Body body = Body.json(Site.BODY);
        return new Session() {
            @Override
            public Object authorization(int profile) {
                return client.bearerToken(names[profile], posts);
            }

            @Override
            public void post(int profile) {
                ApiResult result = client.post(names[profile], posts, body);
                if (!result.delivered()) {
                    throw new IllegalStateException(result.toString());
                }
            }
        };
    }

    static void createProfile(OAuthClient client, Site site, int profile, ApiHost... hosts) {
        client.profiles()
                .create(client.draft(Site.name(profile), "GENERIC")
                        .grantType(GrantType.JWT_BEARER)
                        .tokenUrl(site.token())
                        .apiHosts(hosts)
                        .clientId(Site.clientId(profile))
                        .clientSecret(Secret.of(Site.secret(profile)))
                        .jwtAssertion(Secret.of(Site.jwt(profile)))
                        .build());
    }
}
