package com.example;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.client.BearerToken;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.testkit.RingCentralSandbox;
import com.algosolutions.oauth.testkit.SandboxUser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What a user of the library writes for the jobs beyond a post: an own HTTP client, a sign-in, a form on a page, a unit test. */
final class CallSites {
    private CallSites() {}

    /** Sends with the JDK's client, and renews a token that the API has rejected. */
    static int postWithAnotherClient(OAuthClient client, RingCentralSandbox sandbox, URI target)
            throws IOException, InterruptedException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {sandbox.trustManager()}, null);
        HttpClient http = HttpClient.newBuilder()
                .proxy(ProxySelector.of((InetSocketAddress) sandbox.proxy().address()))
                .sslContext(tls)
                .build();

        BearerToken token = client.bearerToken("Front desk", target);
        int status = send(http, target, token);
        if (status == 401) {
            client.invalidate(token);
            status = send(http, target, client.bearerToken("Front desk", target));
        }
        return status;
    }

    private static int send(HttpClient http, URI target, BearerToken token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Authorization", token.headerValue().reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Hello from another client\"}"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Shows the form of a profile, applies what the operator submits, and shows it again with its problems. */
    static List<String> page(OAuthClient client, String name, Map<ProfileField<?>, String> submitted) {
        ProfileForm form = client.edit(client.profiles().find(name).orElseThrow());
        submitted.forEach(form::setText);
        List<String> page = new ArrayList<>();
        for (ProfileField<?> field : ProfileField.all()) {
            page.add(field.label() + ": " + form.display(field) + (form.isPreset(field) ? " (preset)" : "") + " "
                    + field.choices());
        }
        for (Problem problem : form.problems()) {
            page.add(problem.label() + " " + problem.message() + ". " + problem.advice());
        }
        form.hints().forEach(hint -> page.add(hint.toString()));
        try {
            client.profiles().update(form.build());
        } catch (InvalidInputException e) {
            page.add(e.problems().size() + " problems");
        }
        return page;
    }

    /** Submits each field as the page shows it: nothing changes. */
    static Map<ProfileField<?>, String> asShown(OAuthClient client, String name) {
        ProfileForm form = client.edit(client.profiles().find(name).orElseThrow());
        Map<ProfileField<?>, String> shown = new LinkedHashMap<>();
        ProfileField.all().forEach(field -> shown.put(field, form.display(field)));
        return shown;
    }

    /** One page for every grant type: shows what the sign-in has, and saves what it has obtained. */
    static boolean signIn(OAuthClient client, String name, List<String> page) {
        SignIn signIn = client.signIns().start(name);
        signIn.browserUrl().ifPresent(url -> page.add("open " + url));
        signIn.deviceCode().ifPresent(code -> page.add("enter " + code.userCode() + " at " + code.verificationUri()));
        signIn.failure().ifPresent(why -> page.add(why.message() + ". " + why.advice()));
        return signIn.state() == SignIn.State.UNSAVED && client.signIns().save(name);
    }

    /** The callback handler of the device's web server: status and text of the page. */
    static String callback(OAuthClient client, String requestTarget) {
        CallbackResult answer = client.signIns().handleCallback(requestTarget);
        return (answer.accepted() ? 200 : 400) + " " + answer.message();
    }

    /** Fills a new form from an issuer's metadata, if the issuer has any. */
    static String discovered(OAuthClient client, URI issuer) {
        ProfileForm form = client.draft("Discovered", "GENERIC");
        DiscoveryResult found = client.discover(issuer);
        found.metadata().ifPresent(form::fillFrom);
        return found.failure().map(why -> why.message()).orElseGet(() -> form.display(ProfileField.TOKEN_URL));
    }

    /** A unit test of code that presses a button: no network, no profile. */
    static boolean pressWithAFake(String buttons) {
        ApiClient fake = request -> ApiResult.builder(request, ApiResult.Outcome.DELIVERED)
                .response(HttpResponse.of(200))
                .build();
        return ButtonActions.parse(fake, buttons).press("help").delivered();
    }

    /** An integration test: the provider drops the token between two posts, and the second one is delivered nevertheless. */
    static ApiResult postAfterTheTokenWasDropped(
            OAuthClient client, RingCentralSandbox sandbox, SandboxUser user, URI target) {
        sandbox.operator().invalidateAccessTokens(user);
        return client.post("Front desk", target, Body.json(Map.of("text", "Hi")));
    }
}
