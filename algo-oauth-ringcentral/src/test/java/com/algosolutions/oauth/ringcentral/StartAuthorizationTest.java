package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.CallbackResult;
import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ClientAuthMode;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.testkit.Fault;
import com.algosolutions.oauth.testkit.SandboxApp;
import com.algosolutions.oauth.testkit.SandboxNetwork.Outage;
import com.algosolutions.oauth.testkit.SandboxPerson;
import com.algosolutions.oauth.testkit.SandboxRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Start Authorization, Update Profile and the manual's troubleshooting, played against the sandbox. */
class StartAuthorizationTest {
    private static final URI CALLBACK = URI.create("https://192.0.2.7/control/oauth-callback.lua");
    private static final String OAUTH = "https://platform.ringcentral.com/restapi/oauth/";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Desk desk = new Desk(
            rules -> rules.devicePollInterval(Duration.ofSeconds(1)),
            app -> app.redirectUris(CALLBACK).deviceFlow(true));

    @AfterEach
    void close() {
        desk.close();
    }

    private ProfileForm browserForm(SandboxApp app) {
        ProfileForm form = desk.client
                .draft(Desk.PROFILE, RingCentral.ID)
                .grantType(GrantType.AUTH_CODE_PKCE)
                .redirectUri(CALLBACK)
                .clientId(app.clientId());
        return app.publicClient()
                ? form.clientAuthMode(ClientAuthMode.NONE)
                : form.clientSecret(Secret.of(app.clientSecret()));
    }

    private void createForBrowser() {
        desk.client.profiles().create(browserForm(desk.app).build());
    }

    private SandboxPerson person() {
        return desk.ringCentral.person(desk.user);
    }

    private SignIn start() {
        return desk.client.signIns().start(Desk.PROFILE);
    }

    /** What the device's web server gets after the user has answered. */
    private URI answered(SignIn signIn) {
        return person().open(signIn.browserUrl().orElseThrow());
    }

    private CallbackResult handle(URI callback) {
        return desk.client.signIns().handleCallback(callback.toString());
    }

    private boolean save() {
        return desk.client.signIns().save(Desk.PROFILE);
    }

    private void signIn() {
        assertThat(handle(answered(start())).accepted()).isTrue();
        assertThat(save()).isTrue();
    }

    private ProfileStatus status() {
        return desk.client.status(Desk.PROFILE);
    }

    private OAuthTestResult test() {
        return desk.client.test(OAuthTestRequest.of(
                Desk.PROFILE, "https://platform.ringcentral.com/team-messaging/v1/chats/" + desk.team.id() + "/posts"));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void browser_userConsents_thenUpdateProfile_thenAPress(boolean publicClient, boolean pushed) {
        SandboxApp app = desk.ringCentral
                .newApp("Other")
                .redirectUris(CALLBACK)
                .publicClient(publicClient)
                .requirePushedAuthorizationRequests(pushed)
                .create();
        ProfileForm form = browserForm(app);
        desk.client.profiles().create((pushed ? form.parUrl(URI.create(OAUTH + "par")) : form).build());
        SignIn signIn = start();
        CallbackResult result = handle(answered(signIn));

        assertThat(result.accepted()).as(result.message()).isTrue();
        assertThat(signIn.state()).isEqualTo(SignIn.State.UNSAVED);
        assertThat(save()).isTrue();
        assertThat(signIn.state()).isEqualTo(SignIn.State.SAVED);
        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.ringCentral.posts(desk.team).get(0).creatorId()).isEqualTo(desk.user.id());
        assertThat(desk.ringCentral.requests())
                .extracting(SandboxRequest::path)
                .filteredOn(path -> path.startsWith("/restapi/oauth/par"))
                .hasSize(pushed ? 1 : 0);
    }

    @Test
    void browser_tokens_areRenewedByRefreshToken() {
        createForBrowser();
        signIn();
        desk.clock.advance(Duration.ofHours(2));

        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.grants()).containsExactly("authorization_code", "refresh_token");
    }

    /** OAU-251: the advice names the app's auth method for the profile's grant. */
    @Test
    void browser_appWithoutTheCodeFlow_advisesTheAuthMethodOfTheGrant() {
        createForBrowser();
        SignIn signIn = start();
        URI callback = answered(signIn);
        desk.ringCentral
                .faults()
                .nextToken(
                        Fault.reply(
                                400,
                                Map.of("Content-Type", "application/json"),
                                "{\"error\":\"unauthorized_client\",\"errors\":[{\"errorCode\":\"OAU-251\",\"message\":\"Unauthorized for this grant type\"}]}"));

        assertThat(handle(callback).accepted()).isFalse();
        assertThat(signIn.failure().orElseThrow().code()).contains("OAU-251");
        assertThat(signIn.failure().orElseThrow().advice())
                .contains("the authorization code flow for AUTH_CODE_PKCE", "Grant Type (now AUTH_CODE_PKCE)");
    }

    @Test
    void browser_userRefuses_isDenied_andTheOldCredentialsStay() {
        createForBrowser();
        signIn();
        SignIn again = start();
        CallbackResult result =
                handle(person().refuses().open(again.browserUrl().orElseThrow()));

        assertThat(result.accepted()).isFalse();
        assertThat(again.state()).isEqualTo(SignIn.State.DENIED);
        assertThat(again.failure().orElseThrow().message()).contains("the user did not allow the sign-in");
        assertThat(save()).isFalse();
        assertThat(desk.post().delivered()).isTrue();
    }

    @Test
    void browser_cancelledMeanwhile_sendsNoCode() {
        createForBrowser();
        SignIn signIn = start();
        URI callback = answered(signIn);
        assertThat(signIn.cancel()).isTrue();

        assertThat(handle(callback).accepted()).isFalse();
        assertThat(signIn.state()).isEqualTo(SignIn.State.CANCELLED);
        assertThat(desk.ringCentral.tokenRequestCount()).isZero();
    }

    @Test
    void browser_callbackTwice_sendsItsCodeOnce() {
        createForBrowser();
        URI callback = answered(start());
        assertThat(handle(callback).accepted()).isTrue();

        CallbackResult second = handle(callback);
        assertThat(second.accepted()).isFalse();
        assertThat(second.message()).contains("received before");
        assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
        assertThat(save()).isTrue();
        assertThat(desk.post().delivered()).isTrue();
    }

    @Test
    void browser_codeOfAnOlderSignIn_isRefused_andTheNewerOneSucceeds() {
        createForBrowser();
        URI older = answered(start());
        SignIn newer = start();

        assertThat(handle(older).message()).contains("newer Start Authorization");
        assertThat(handle(answered(newer)).accepted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"60, OAU-108", "599, OAU-108"})
    void browser_codeThatComesTooLate_isRefusedByTheServer(long seconds, String code) {
        createForBrowser();
        SignIn signIn = start();
        URI callback = answered(signIn);
        desk.clock.advance(Duration.ofSeconds(seconds));

        assertThat(handle(callback).accepted()).isFalse();
        assertThat(signIn.state()).isEqualTo(SignIn.State.FAILED);
        assertThat(signIn.failure().orElseThrow().code()).contains(code);
        assertThat(signIn.failure().orElseThrow().advice()).contains("Start Authorization again");
    }

    @Test
    void browser_redirectUriThatIsNotRegistered_isShownByTheSignInPage() {
        desk.client
                .profiles()
                .create(browserForm(desk.app)
                        .redirectUri(URI.create("https://192.0.2.8/control/oauth-callback.lua"))
                        .build());
        SignIn signIn = start();

        assertThatThrownBy(() -> answered(signIn)).hasMessageContaining("OAU-109");
        assertThat(signIn.state()).isEqualTo(SignIn.State.WAITING);
    }

    @Test
    void browser_redirectUriThatIsNotRegistered_isAFailureAtOnceIfPushed() {
        SandboxApp app = desk.ringCentral
                .newApp("Other")
                .redirectUris(CALLBACK)
                .requirePushedAuthorizationRequests(true)
                .create();
        desk.client
                .profiles()
                .create(browserForm(app)
                        .parUrl(URI.create(OAUTH + "par"))
                        .redirectUri(URI.create("https://192.0.2.8/control/oauth-callback.lua"))
                        .build());
        SignIn signIn = start();

        assertThat(signIn.state()).isEqualTo(SignIn.State.FAILED);
        assertThat(signIn.failure().orElseThrow().code()).contains("OAU-109");
        assertThat(signIn.failure().orElseThrow().advice()).contains("PKCE Redirect URI");
    }

    @Test
    void browser_codeInjectedFromAnotherSignIn_isRefusedByItsVerifier() {
        createForBrowser();
        String stolen = answered(start()).getRawQuery().replaceAll(".*code=([^&]*).*", "$1");
        URI own = answered(start());
        CallbackResult result = handle(URI.create(own.toString().replaceAll("code=[^&]*", "code=" + stolen)));

        assertThat(result.accepted()).isFalse();
        assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
    }

    @Test
    void browser_responseToTheCodeLost_isNotSentAgain() {
        createForBrowser();
        SignIn signIn = start();
        URI callback = answered(signIn);
        desk.ringCentral.faults().nextToken(Fault.resetAfterRequest());

        assertThat(handle(callback).message()).contains("was lost");
        assertThat(signIn.state()).isEqualTo(SignIn.State.FAILED);
        assertThat(desk.ringCentral.tokenRequestCount()).isEqualTo(1);
    }

    private void createForDevice() {
        desk.client
                .profiles()
                .create(desk.client
                        .draft(Desk.PROFILE, RingCentral.ID)
                        .grantType(GrantType.DEVICE_CODE)
                        .deviceUrl(URI.create(OAUTH + "device_authorization"))
                        .clientId(desk.app.clientId())
                        .clientSecret(Secret.of(desk.app.clientSecret()))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void device_userTypesTheCode_orScansIt(boolean scans) {
        createForDevice();
        SignIn signIn = start();
        DeviceCode code = signIn.deviceCode().orElseThrow();
        if (scans) {
            person().scan(URI.create(code.verificationUriComplete().orElseThrow()));
        } else {
            person().enter(code.userCode());
        }

        assertThat(signIn.await(LIMIT)).isEqualTo(SignIn.State.UNSAVED);
        assertThat(save()).isTrue();
        assertThat(desk.post().delivered()).isTrue();
    }

    @Test
    void device_userTakesTime_isPolledAgain() throws Exception {
        createForDevice();
        SignIn signIn = start();
        person().takes(Duration.ofSeconds(30))
                .enter(signIn.deviceCode().orElseThrow().userCode());
        assertThat(desk.ringCentral.awaitTokenRequests(1, LIMIT)).isTrue();
        assertThat(signIn.state()).isEqualTo(SignIn.State.WAITING);
        desk.clock.advance(Duration.ofSeconds(30));

        assertThat(signIn.await(LIMIT)).isEqualTo(SignIn.State.UNSAVED);
    }

    @Test
    void device_userRefuses_isDenied() {
        createForDevice();
        SignIn signIn = start();
        person().refuses().enter(signIn.deviceCode().orElseThrow().userCode());

        assertThat(signIn.await(LIMIT)).isEqualTo(SignIn.State.DENIED);
    }

    @Test
    void device_cancelled_isNotPolledAnyMore() {
        createForDevice();
        SignIn signIn = start();
        assertThat(desk.client.signIns().cancel(Desk.PROFILE)).isTrue();

        assertThat(signIn.await(LIMIT)).isEqualTo(SignIn.State.CANCELLED);
        assertThat(desk.ringCentral.tokenRequestCount()).isZero();
    }

    /** The manual: "Each time Start Authorization is run again, Update Profile must be selected before the test is run". */
    @Test
    void manual_startAuthorizationWithoutUpdateProfile_isNamedByTheTest_andWorksAfterIt() {
        createForBrowser();
        assertThat(handle(answered(start())).accepted()).isTrue();

        OAuthTestResult before = test();
        assertThat(before.passed()).isFalse();
        assertThat(before.toString()).contains("Update Profile");
        assertThat(save()).isTrue();
        assertThat(test().passed()).isTrue();
    }

    /** The manual: a 502 during the OAuth test. */
    @Test
    void manual_badGateway_failsTheTest_andPassesAgainAfterwards() {
        createForBrowser();
        signIn();
        desk.ringCentral.network().unplug(Outage.BAD_GATEWAY);

        OAuthTestResult during = test();
        assertThat(during.passed()).isFalse();
        assertThat(during.toString()).contains("502");
        assertThat(desk.posts()).isZero();
        desk.ringCentral.network().plugIn();
        desk.clock.advance(Duration.ofMinutes(2));
        assertThat(test().passed()).isTrue();
    }

    /** The manual: "A profile can stop working when the provider rejects or invalidates the access or refresh token". */
    @Test
    void manual_tokensEndedByTheProvider_asksForStartAuthorization_whichRestoresThePress() {
        createForBrowser();
        signIn();
        desk.ringCentral.operator().endSessions(desk.user);

        ApiResult refused = desk.post();
        assertThat(refused.delivered()).isFalse();
        assertThat(status().state()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(refused.failure().orElseThrow().advice())
                .contains("Start Authorization")
                .doesNotContain("JWT");
        desk.clock.advance(Duration.ofMinutes(2)); // the rate limit of RingCentral
        signIn();
        assertThat(desk.post().delivered()).isTrue();
        assertThat(status().state()).isEqualTo(ProfileStatus.State.READY);
    }

    @Test
    void manual_accessTokenInvalidated_isRenewedWithoutAnOperator() {
        createForBrowser();
        signIn();
        assertThat(desk.post().delivered()).isTrue();
        desk.ringCentral.operator().invalidateAccessTokens(desk.user);

        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.posts()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void unpluggedNetwork_withAPooledConnection_losesNothingThatItCalledDelivered(Outage outage) {
        createForBrowser();
        signIn();
        assertThat(desk.post().delivered()).isTrue();
        desk.ringCentral.network().unplug(outage);
        ApiResult during =
                desk.client.execute(request().timeout(Duration.ofMillis(700))); // a black hole ends at the deadline
        assertThat(during.delivered()).isFalse();
        desk.ringCentral.network().plugIn();
        desk.clock.advance(Duration.ofMinutes(2));

        assertThat(desk.post().delivered()).isTrue();
        assertThat(desk.posts()).isEqualTo(2);
    }

    @Test
    void serversThatCloseAfterAResponse_announced_costNoPost() {
        createForBrowser();
        signIn();
        desk.ringCentral.faults().nextApi(Fault.announcedClose().always());
        for (int i = 1; i <= 5; i++) {
            assertThat(desk.post().delivered()).isTrue();
            assertThat(desk.posts()).isEqualTo(i);
        }
    }

    private ApiRequest request() {
        return ApiRequest.post(
                        URI.create("https://platform.ringcentral.com/team-messaging/v1/chats/" + desk.team.id()
                                + "/posts"),
                        Desk.HELLO)
                .profile(Desk.PROFILE);
    }
}
