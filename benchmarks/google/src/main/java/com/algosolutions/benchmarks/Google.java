package com.algosolutions.benchmarks;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** google-auth-library with a refresh token. */
public final class Google implements Library {
    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new Google(), args);
    }

    @Override
    public Session open(Site site, int profiles) {
        HttpTransport transport = new NetHttpTransport();
        UserCredentials[] credentials = new UserCredentials[profiles];
        for (int i = 0; i < profiles; i++) {
            credentials[i] = UserCredentials.newBuilder()
                    .setClientId(Site.clientId(i))
                    .setClientSecret(Site.secret(i))
                    .setRefreshToken(Site.jwt(i))
                    .setTokenServerUri(site.token())
                    .setHttpTransportFactory(() -> transport)
                    .build();
        }
        URI api = site.posts();
        GenericUrl posts = new GenericUrl(site.posts());
        byte[] body = Site.BODY.getBytes(StandardCharsets.US_ASCII);
        return new Session() {
            @Override
            public Object authorization(int profile) throws IOException {
                return credentials[profile].getRequestMetadata(api);
            }

            @Override
            public void post(int profile) throws IOException {
                HttpRequestFactory requests =
                        transport.createRequestFactory(new HttpCredentialsAdapter(credentials[profile]));
                requests.buildPostRequest(posts, new ByteArrayContent("application/json", body))
                        .execute()
                        .parseAsString();
            }
        };
    }
}
