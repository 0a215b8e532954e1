package com.algosolutions.examples;

import com.algosolutions.oauth.OAuthException;
import com.algosolutions.oauth.client.BearerToken;
import com.algosolutions.oauth.client.OAuthClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * An application that already has an HTTP client, OkHttp or {@code java.net.http}, sends with the tokens of a profile. Posts one message with
 * each of the two. Runs against the embedded sandbox, or against RingCentral with the environment variables of {@link PressAButton}.
 */
public final class OwnHttpClient {
    private static final String PROFILE = "Front desk";

    private OwnHttpClient() {}

    /** Gives OkHttp the tokens of a profile. Set it as interceptor and as authenticator. Thread-safe. */
    static final class ProfileAuthorization implements Interceptor, Authenticator {
        private final OAuthClient oauth;
        private final String profile;

        ProfileAuthorization(OAuthClient oauth, String profile) {
            this.oauth = oauth;
            this.profile = profile;
        }

        /** Adds the header, and tags the request with the token, so that a 401 can name it. */
        @Override
        public Response intercept(Chain chain) throws IOException {
            return chain.proceed(authorized(chain.request()));
        }

        /** After a 401, drops exactly the token that was sent. Returns null, so that the caller gets the 401, if that has not helped. */
        @Override
        public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
            BearerToken rejected = response.request().tag(BearerToken.class);
            if (rejected == null || response.priorResponse() != null) {
                return null;
            }
            oauth.invalidate(rejected);
            return authorized(response.request());
        }

        private Request authorized(Request request) throws IOException {
            try {
                BearerToken token = oauth.bearerToken(profile, request.url().uri());
                return request.newBuilder()
                        .header("Authorization", token.headerValue().reveal())
                        .tag(BearerToken.class, token)
                        .build();
            } catch (OAuthException e) { // there is no token, or the profile may not send it to this host
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /**
     * Sends a request by {@code java.net.http} with the token of a profile; after a 401, once more with a new token.
     *
     * @throws OAuthException if there is no token, or the profile may not send it to this host
     */
    static <T> HttpResponse<T> send(
            OAuthClient oauth,
            String profile,
            HttpClient http,
            HttpRequest.Builder request,
            HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI uri = request.copy().build().uri();
        BearerToken token = oauth.bearerToken(profile, uri);
        HttpResponse<T> response = http.send(authorized(request, token), handler);
        if (response.statusCode() != 401) {
            return response;
        }
        oauth.invalidate(token);
        return http.send(authorized(request, oauth.bearerToken(profile, uri)), handler);
    }

    private static HttpRequest authorized(HttpRequest.Builder request, BearerToken token) {
        return request.copy()
                .setHeader("Authorization", token.headerValue().reveal())
                .build();
    }

    /**
     * Runs the example; the exit status is 0 if both messages were accepted.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = Example.run(System.getenv(), System.out, OwnHttpClient::run);
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, PrintStream out) {
        try (OAuthClient oauth = account.client().build()) {
            account.saveProfile(oauth, PROFILE);
            int first = postWithOkHttp(okHttp(oauth, account), account.posts());
            out.println("OkHttp: HTTP " + first);
            HttpResponse<String> second = send(
                    oauth,
                    PROFILE,
                    javaNetHttp(account),
                    HttpRequest.newBuilder(account.posts())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Hello from java.net.http\"}")),
                    HttpResponse.BodyHandlers.ofString());
            out.println("java.net.http: HTTP " + second.statusCode());
            BearerToken token = oauth.bearerToken(PROFILE, account.posts());
            out.println("The header is good for " + token.expiresIn().toMinutes() + " more minutes.");
            return first < 300 && second.statusCode() < 300;
        } catch (IOException | OAuthException e) {
            out.println(e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int postWithOkHttp(OkHttpClient http, URI posts) throws IOException {
        Request request = new Request.Builder()
                .url(posts.toString())
                .post(RequestBody.create("{\"text\":\"Hello from OkHttp\"}", MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.code();
        }
    }

    /** OkHttp with the tokens of the profile, and with the way to the account if it is not on the Internet. */
    static OkHttpClient okHttp(OAuthClient oauth, Account account) {
        ProfileAuthorization authorization = new ProfileAuthorization(oauth, PROFILE);
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .addInterceptor(authorization)
                .authenticator(authorization)
                .retryOnConnectionFailure(false); // so that a post is never sent twice
        account.detour()
                .ifPresent(way -> http.proxy(way.proxy()).sslSocketFactory(tls(way).getSocketFactory(), way.trust()));
        return http.build();
    }

    /** A client that follows no redirect: java.net.http may send the header to the new host too. */
    static HttpClient javaNetHttp(Account account) {
        HttpClient.Builder http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
        account.detour()
                .ifPresent(way -> http.proxy(
                                ProxySelector.of((InetSocketAddress) way.proxy().address()))
                        .sslContext(tls(way)));
        return http.build();
    }

    private static SSLContext tls(Account.Detour way) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {way.trust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS.", e);
        }
    }
}
