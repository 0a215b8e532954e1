package com.algosolutions.benchmarks;

import com.ringcentral.RestClient;
import com.ringcentral.RestException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;

/** The ringcentral SDK with a JWT. It does not look at the token's lifetime: as its caller has to, this class requests a token when the last one has expired. */
public final class RingCentral implements Library {
    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new RingCentral(), args);
    }

    @Override
    public Session open(Site site, int profiles) {
        OkHttpClient http = new OkHttpClient();
        RestClient[] clients = new RestClient[profiles];
        long[] expiry = new long[profiles];
        for (int i = 0; i < profiles; i++) {
            clients[i] =
                    new RestClient(Site.clientId(i), Site.secret(i), site.base().toString(), http);
        }
        Map<String, String> body = Map.of("text", "Hello, world!");
        return new Session() {
            @Override
            public Object authorization(int profile) throws IOException, RestException {
                RestClient client = clients[profile];
                if (client.token == null || System.nanoTime() - expiry[profile] > 0) {
                    client.authorize(Site.jwt(profile));
                    expiry[profile] = System.nanoTime() + TimeUnit.SECONDS.toNanos(client.token.expires_in);
                }
                return "Bearer " + client.token.access_token;
            }

            @Override
            public void post(int profile) throws IOException, RestException {
                authorization(profile);
                try (ResponseBody response = clients[profile].post(site.posts().getPath(), body)) {
                    response.string();
                }
            }
        };
    }
}
