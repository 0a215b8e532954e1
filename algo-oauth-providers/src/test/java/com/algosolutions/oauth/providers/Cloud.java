package com.algosolutions.oauth.providers;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.GrantType;
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
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A provider's token endpoint and API on loopback, and a device with a profile of that provider. The profile's grant is the one that needs
 * nobody to sign in; a provider's rules do not ask how a token was come by.
 */
final class Cloud implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Queue<MockResponse> tokenReplies = new ArrayDeque<>();
    private final Queue<MockResponse> apiReplies = new ArrayDeque<>();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> apiRequests = new CopyOnWriteArrayList<>();
    final OAuthClient client;

    Cloud(OAuthProvider provider) {
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
                .create(Forms.of(provider)
                        .allowLoopbackHttp()
                        .grantType(GrantType.CLIENT_CREDENTIALS)
                        .tokenUrl(url("token"))
                        .apiHosts(ApiHost.of("127.0.0.1:" + server.getPort()))
                        .build());
    }

    private MockResponse reply(RecordedRequest request) {
        boolean token = request.getTarget().equals("/token");
        if (token) {
            tokenRequests.add(request.getBody() == null ? "" : request.getBody().string(StandardCharsets.UTF_8));
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

    List<String> tokenRequests() {
        return tokenRequests;
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
