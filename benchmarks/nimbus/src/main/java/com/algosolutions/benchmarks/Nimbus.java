package com.algosolutions.benchmarks;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.io.IOException;
import java.net.URL;
import java.util.concurrent.TimeUnit;

/** Nimbus oauth2-oidc-sdk with client credentials. It has no cache: as its caller has to, this class keeps the token. */
public final class Nimbus implements Library {
    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new Nimbus(), args);
    }

    @Override
    public Session open(Site site, int profiles) throws Exception {
        AuthorizationGrant grant = new ClientCredentialsGrant();
        AccessToken[] tokens = new AccessToken[profiles];
        long[] expiry = new long[profiles];
        URL posts = site.posts().toURL();
        return new Session() {
            @Override
            public Object authorization(int profile) throws Exception {
                AccessToken token = tokens[profile];
                if (token == null || System.nanoTime() - expiry[profile] > 0) {
                    token = request(profile);
                    tokens[profile] = token;
                    expiry[profile] = System.nanoTime() + TimeUnit.SECONDS.toNanos(token.getLifetime());
                }
                return token.toAuthorizationHeader();
            }

            private AccessToken request(int profile) throws Exception {
                ClientSecretBasic client =
                        new ClientSecretBasic(new ClientID(Site.clientId(profile)), new Secret(Site.secret(profile)));
                HTTPRequest request = new TokenRequest.Builder(site.token(), client, grant)
                        .build()
                        .toHTTPRequest();
                return TokenResponse.parse(request.send())
                        .toSuccessResponse()
                        .getTokens()
                        .getAccessToken();
            }

            @Override
            public void post(int profile) throws Exception {
                HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, posts);
                request.setAuthorization((String) authorization(profile));
                request.setContentType("application/json");
                request.setBody(Site.BODY);
                if (!request.send().indicatesSuccess()) {
                    throw new IOException("not delivered");
                }
            }
        };
    }
}
