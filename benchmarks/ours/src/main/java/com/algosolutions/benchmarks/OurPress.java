package com.algosolutions.benchmarks;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.PressResult;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A press of a button with as many targets as the property {@code targets} says; each is a name of the server, which needs TLS. */
public final class OurPress implements Library {
    private static final String BUTTON = """
            {"buttons": [{"identifier": "help", "action": "Send API Request", "numberOfApiRequests": 1, "requests": [
              {"method": "POST", "customPath": "v1/posts", "targets": [%s], "oauthProfile": "%s", "dataPayload": "%s"}]}]}""";

    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new OurPress(), args);
    }

    @Override
    public Session open(Site site, int profiles) throws Exception {
        OAuthClient client = OAuthClient.builder()
                .nameResolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        ApiHost[] targets = IntStream.range(0, Integer.getInteger("targets", 1))
                .mapToObj(i -> new ApiHost("t" + i + ".target.test", site.base().getPort()))
                .toArray(ApiHost[]::new);
        Ours.createProfile(client, site, 0, targets);
        String list = Arrays.stream(targets)
                .map(target -> "\"" + target.host() + ":" + target.port() + "\"")
                .collect(Collectors.joining(", "));
        ButtonActions buttons = ButtonActions.builder(client)
                .debounce(Duration.ZERO)
                .pressTimeout(Duration.ofMinutes(5))
                .parse(BUTTON.formatted(list, Site.name(0), Site.BODY.replace("\"", "\\\"")));
        return new Session() {
            @Override
            public Object authorization(int profile) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void post(int profile) {
                PressResult pressed = buttons.press("help");
                if (!pressed.delivered()) {
                    throw new IllegalStateException(pressed.toString());
                }
            }
        };
    }
}
