package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.DeviceCode;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RevocationResult;
import com.algosolutions.oauth.SignIn;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.store.RecordStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The results of sign-ins, and the life of their refresh tokens. */
interface SignInTests {
    List<GrantType> SIGN_INS = List.of(GrantType.AUTH_CODE_PKCE, GrantType.DEVICE_CODE);

    /** A server may measure the age of a token in whole seconds. */
    Duration NOT_THE_SAME_SECOND = Duration.ofSeconds(2);

    Ground ground();

    @Test
    @Order(22)
    @DisplayName(
            "A refresh token is replaced by its successor; presented again it is rejected, and the status asks for a new sign-in")
    default void refreshToken_isReplaced_andItsReuseIsRejected() throws IOException {
        rotations("refresh with rotation; the old refresh token again", ClientProof.HTTP_BASIC, false);
        rotations("refresh with rotation; the old refresh token again (public client)", ClientProof.NONE, false);
    }

    @Test
    @Order(23)
    @DisplayName("A refresh token whose successor was used is rejected, and the status asks for a new sign-in")
    default void refreshToken_afterItsSuccessorWasUsed_isRejected() throws IOException {
        rotations("the old refresh token, after its successor was used", ClientProof.HTTP_BASIC, true);
        rotations("the old refresh token, after its successor was used (public client)", ClientProof.NONE, true);
    }

    private void rotations(String what, ClientProof proof, boolean successorUsed) throws IOException {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (GrantType grant : SIGN_INS) {
            outcomes.put(
                    grant.toString(),
                    ground().matrix().delivered(grant, proof)
                            ? rotation(grant, proof, successorUsed)
                            : "no sign-in, see the table");
        }
        ground().matrix().line(what, outcomes);
    }

    private String rotation(GrantType grant, ClientProof proof, boolean successorUsed) throws IOException {
        Registration registered = signedInClient("rotating " + grant + proof + successorUsed, proof, grant);
        RecordStore store = RecordStore.inMemory();
        RecordStore before = RecordStore.inMemory();
        String first;
        try (Device device = ground().device(store, proof)) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            assertThat(device.press("before").delivered()).isTrue();
            first = ground().api().lastToken();
            copy(store, before);
            ProfileStatus renewed = device.client().renew(Device.PROFILE);
            Optional<Failure> unasked =
                    renewed.failure().filter(why -> why.serverError().isEmpty());
            if (unasked.isPresent()) {
                assertThat(unasked.get().kind()).as(renewed.toString()).isEqualTo(Failure.Kind.GRANT_INVALID);
                return "server lacks it: issues no refresh token";
            }
            if (successorUsed) {
                Ground.after(NOT_THE_SAME_SECOND);
                device.client().renew(Device.PROFILE);
            }
            ApiResult result = device.press("after");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().lastToken()).isNotEqualTo(first);
        }
        try (Device twin = ground().device(before, proof)) {
            String outcome = "delivered with its successor; the old one is rejected (`"
                    + refusedRenewal(twin).code().orElse("") + "`)";
            Optional<URI> revocation = ground().server().anyEndpoint(AuthorizationServer.REVOCATION);
            if (revocation.isEmpty()) {
                return outcome;
            }
            registered.post(revocation.get(), Map.of("token", first));
            Ground.until(() -> !ground().server().active(first));
            needsSignIn(twin);
            return outcome + ", the status asks for a new sign-in";
        }
    }

    @Test
    @Order(24)
    @DisplayName("Revoking ends the sign-in: access token and refresh token")
    default void revoke_endsTheSignIn() throws IOException {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (GrantType grant : SIGN_INS) {
            outcomes.put(grant.toString(), revocation(grant));
        }
        ground().matrix().line("revocation of a refresh token (RFC 7009)", outcomes);
    }

    private String revocation(GrantType grant) throws IOException {
        if (!ground().server().reaches(grant)
                || ground().server().anyEndpoint(AuthorizationServer.REVOCATION).isEmpty()) {
            return Matrix.NO_ENDPOINT;
        }
        Registration registered = signedInClient("signed-out " + grant, ClientProof.HTTP_BASIC, grant);
        RecordStore store = RecordStore.inMemory();
        RecordStore before = RecordStore.inMemory();
        try (Device device = ground().device(store, registered.proof())) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            assertThat(device.press("before").delivered()).isTrue();
            String token = ground().api().lastToken();
            copy(store, before);
            RevocationResult revoked = device.client().revoke(Device.PROFILE);
            assertThat(revoked.outcome()).as(revoked.toString()).isEqualTo(RevocationResult.Outcome.REVOKED);
            assertThat(ground().server().active(token)).isFalse();
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REVOKED);
        }
        try (Device twin = ground().device(before, registered.proof())) {
            refusedRenewal(twin);
            needsSignIn(twin);
        }
        return "access token inactive, refresh token rejected";
    }

    @Test
    @Order(25)
    @DisplayName("A user who denies consent on the server's page ends the sign-in, and the device reports it")
    default void consent_denied_endsTheSignIn() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (GrantType grant : SIGN_INS) {
            outcomes.put(grant.toString(), denial(grant));
        }
        ground().matrix().line("user denies consent on the server's page", outcomes);
    }

    private String denial(GrantType grant) {
        if (!ground().server().reaches(grant)) {
            return Matrix.NO_ENDPOINT;
        }
        Registration registered = signedInClient("denied " + grant, ClientProof.HTTP_BASIC, grant);
        try (Device device = ground().device()) {
            Optional<Failure> failure = device.configured(registered)
                    .authorize(new Browser(Registration.REDIRECT).denying(), DeviceCode::verificationUriComplete);
            if (failure.isEmpty()) {
                return "server lacks it: the user cannot deny consent on its page";
            }
            assertThat(failure.get().toString()).contains("access_denied");
            return "reported as denied (`access_denied`)";
        }
    }

    @Test
    @Order(26)
    @DisplayName("A user code that the user types in at the verification address signs in like a scanned one")
    default void userCode_typedIn_signsIn() {
        String what = "user code typed in at `verification_uri`";
        if (!ground().server().reaches(GrantType.DEVICE_CODE)) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered = signedInClient("typed", ClientProof.HTTP_BASIC, GrantType.DEVICE_CODE);
        try (Device device = ground().device()) {
            assertThat(device.configured(registered)
                            .authorize(new Browser(Registration.REDIRECT), codes -> Optional.empty()))
                    .isEmpty();
            ApiResult result = device.press("typed");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            ground().matrix().line(what, "delivered");
        }
    }

    @Test
    @Order(27)
    @DisplayName("An unused device code expires at the server's time, and the device reports it")
    default void deviceCode_unused_expires() {
        String what = "device code of 6 s, no user signs in";
        if (!ground().server().reaches(GrantType.DEVICE_CODE)) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Registration registered =
                signedInClient(Registration.of("unused", ClientProof.HTTP_BASIC, GrantType.DEVICE_CODE)
                        .withGrantLife(Duration.ofSeconds(6)));
        try (Device device = ground().device()) {
            SignIn codes = device.configured(registered).client().signIns().start(Device.PROFILE);
            assertThat(codes.await(Duration.ofSeconds(30))).as(codes.toString()).isEqualTo(SignIn.State.EXPIRED);
            ground().matrix().line(what, "reported as expired");
        }
    }

    @Test
    @Order(28)
    @DisplayName("A code that is redeemed too late is rejected")
    default void code_redeemedTooLate_isRejected() {
        String what = "code of 3 s, redeemed after it expired";
        if (!ground().server().reaches(GrantType.AUTH_CODE_PKCE)) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Duration life = Duration.ofSeconds(3);
        Registration registered =
                signedInClient(Registration.of("late", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE)
                        .withGrantLife(life));
        try (Device device = ground().device()) {
            SignIn code = device.configured(registered).client().signIns().start(Device.PROFILE);
            String callback = Device.callback(new Browser(Registration.REDIRECT), code);
            Ground.after(life.plus(NOT_THE_SAME_SECOND));
            Failure failure =
                    device.client().signIns().handleCallback(callback).failure().orElseThrow();
            ground().matrix().line(what, "rejected (`" + failure.code().orElse("") + "`)");
        }
    }

    @Test
    @Order(29)
    @DisplayName("An expired refresh token is rejected, and the status asks for a new sign-in")
    default void refreshToken_expired_isRejected() {
        String what = "refresh token of 5 s, after it expired";
        if (!ground().server().reaches(GrantType.AUTH_CODE_PKCE)) {
            ground().matrix().line(what, Matrix.NO_ENDPOINT);
            return;
        }
        Duration life = Duration.ofSeconds(5);
        Registration registered =
                signedInClient(Registration.of("idle", ClientProof.HTTP_BASIC, GrantType.AUTH_CODE_PKCE)
                        .withGrantLife(life)
                        .withTokenLife(life));
        try (Device device = ground().device()) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            Ground.after(life.plus(NOT_THE_SAME_SECOND));
            Failure failure = refusedRenewal(device);
            needsSignIn(device);
            ground().matrix()
                    .line(what, "rejected (`" + failure.code().orElse("") + "`), the status asks for a new sign-in");
        }
    }

    private Registration signedInClient(String id, ClientProof proof, GrantType grant) {
        return signedInClient(Registration.of(id, proof, grant));
    }

    private Registration signedInClient(Registration registered) {
        ground().server().register(registered);
        return registered;
    }

    /** The server rejects the refresh token; the access token may still be active. */
    private static Failure refusedRenewal(Device twin) {
        ProfileStatus status = twin.client().renew(Device.PROFILE);
        Failure failure = status.failure().orElseThrow();
        assertThat(failure.kind()).as(status.toString()).isEqualTo(Failure.Kind.GRANT_INVALID);
        return failure;
    }

    /** With an inactive access token too, the next press fails, and the status keeps the original reason. */
    private static void needsSignIn(Device twin) {
        ApiResult result = twin.press("too late");
        assertThat(result.delivered()).as(result.toString()).isFalse();
        ProfileStatus status = twin.status();
        assertThat(status.state()).as(status.toString()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(status.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.GRANT_INVALID);
    }

    /** Copies a store, as a backup of the device's storage does. */
    private static void copy(RecordStore from, RecordStore to) throws IOException {
        for (String id : from.list()) {
            assertThat(to.replace(id, 0, from.read(id).orElseThrow().bytes())).isTrue();
        }
    }
}
