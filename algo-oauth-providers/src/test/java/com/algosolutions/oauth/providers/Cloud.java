package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A provider's token and device endpoints and API on loopback, and a device with a profile of that provider. By default the profile's grant
 * is one without a sign-in, because a provider's rules do not depend on how the token was obtained.
 */
final class Cloud implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Queue<MockResponse> tokenReplies = new ArrayDeque<>();
    private final Queue<MockResponse> apiReplies = new ArrayDeque<>();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<String> tokenCredentials = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> apiRequests = new CopyOnWriteArrayList<>();
    final OAuthClient client;

    Cloud(OAuthProvider provider) {
        this(provider, form -> form.grantType(GrantType.CLIENT_CREDENTIALS));
    }

    Cloud(OAuthProvider provider, UnaryOperator<ProfileForm> change) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return reply(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = OAuthClient.builder()
                .provider(provider)
                .allowLoopbackHttp()
                .proxy(Proxy.NO_PROXY)
                .build();
        client.profiles()
                .create(change.apply(Forms.of(provider)
                                .allowLoopbackHttp()
                                .tokenUrl(url("token"))
                                .deviceUrl(url("device"))
                                .apiHosts(ApiHost.of("127.0.0.1:" + server.getPort())))
                        .build());
    }

    private MockResponse reply(RecordedRequest request) {
        boolean token = !request.getTarget().equals("/api");
        if (token) {
            tokenRequests.add(request.getBody() == null ? "" : request.getBody().string(StandardCharsets.UTF_8));
            tokenCredentials.add(
                    String.valueOf(request.getHeaders().get("Authorization")).split(" ", 2)[0]);
        } else {
            apiRequests.add(request);
        }
        Queue<MockResponse> replies = token ? tokenReplies : apiReplies;
        synchronized (replies) {
            MockResponse next = replies.poll();
            return next == null ? json(500, "{}") : next;
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/" + path);
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json; charset=utf-8")
                .body(body)
                .build();
    }

    Cloud onToken(int status, String body) {
        synchronized (tokenReplies) {
            tokenReplies.add(json(status, body));
        }
        return this;
    }

    Cloud onToken() {
        return onToken(200, "{\"access_token\":\"token-of-the-test\",\"token_type\":\"bearer\",\"expires_in\":3600}");
    }

    Cloud onApi(int status, String body) {
        synchronized (apiReplies) {
            apiReplies.add(json(status, body));
        }
        return this;
    }

    ApiResult post() {
        return client.post("Front desk", url("api"), Body.json("{\"text\":\"HELLO!\"}"));
    }

    /** The forms sent to the token endpoint and the device endpoint. */
    List<String> tokenRequests() {
        return tokenRequests;
    }

    /** The authentication scheme of each token request; "null" without one. */
    List<String> tokenCredentials() {
        return tokenCredentials;
    }

    List<String> bearers() {
        return apiRequests.stream()
                .map(request -> String.valueOf(request.getHeaders().get("Authorization")))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
