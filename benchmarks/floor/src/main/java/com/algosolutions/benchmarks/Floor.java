package com.algosolutions.benchmarks;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Bare OkHttp with a fixed header: what a POST costs without OAuth. */
public final class Floor implements Library {
    private static final String AUTHORIZATION = "Bearer access-token-000000000000000000000000001";

    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new Floor(), args);
    }

    @Override
    public Session open(Site site, int profiles) {
        OkHttpClient http = new OkHttpClient();
        HttpUrl url = HttpUrl.get(site.posts());
        MediaType json = MediaType.get("application/json");
        return new Session() {
            @Override
            public Object authorization(int profile) {
                return AUTHORIZATION;
            }

            @Override
            public void post(int profile) throws IOException {
                Request request = new Request.Builder()
                        .url(url)
                        .header("Authorization", AUTHORIZATION)
                        .post(RequestBody.create(Site.BODY, json))
                        .build();
                try (Response response = http.newCall(request).execute()) {
                    if (!response.isSuccessful() || response.body().string().isEmpty()) {
                        throw new IOException(response.toString());
                    }
                }
            }
        };
    }
}
