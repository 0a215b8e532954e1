package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.ProfileStatus;
import com.algosolutions.oauth.RecordStore;
import com.algosolutions.oauth.Revocation;
import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.spi.Consequence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What becomes of the refresh token that somebody has signed in for. */
interface SignInTests {
    List<GrantType> SIGN_INS = List.of(GrantType.AUTH_CODE_PKCE, GrantType.DEVICE_CODE);

    Ground ground();

    @Test
    @Order(23)
    @DisplayName(
            "A refresh token is replaced by its successor; presented again it is refused, and the status asks for a new sign-in")
    default void refreshToken_isReplaced_andItsReuseIsRefused() throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (GrantType grant : SIGN_INS) {
            outcomes.add(rotation(grant));
        }
        assertThat(outcomes).hasSize(1);
        ground().matrix()
                .line(
                        "refresh with rotation; the old refresh token again",
                        String.join(", ", outcomes) + afterSignIns());
    }

    private String rotation(GrantType grant) throws IOException {
        Registration registered = signedInClient("rotating " + grant, grant);
        RecordStore store = RecordStore.inMemory();
        RecordStore before = RecordStore.inMemory();
        String first;
        try (Device device = ground().device(store, registered.proof())) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            assertThat(device.press("before").delivered()).isTrue();
            first = ground().api().lastToken();
            copy(store, before);
            device.client().renew(Device.PROFILE);
            ApiResult result = device.press("after");
            assertThat(result.delivered()).as(result.toString()).isTrue();
            assertThat(ground().api().lastToken()).isNotEqualTo(first);
        }
        try (Device twin = ground().device(before, registered.proof())) {
            Failure failure = refusedRenewal(twin);
            Wire.post(
                    ground().server().endpoint("revocation_endpoint"),
                    registered.id(),
                    registered.secret(),
                    Map.of("token", first));
            Ground.until(() -> !ground().server().active(first));
            needsSignIn(twin);
            return "delivered with its successor; the old one is refused (`" + failure.code()
                    + "`), the status asks for a new sign-in";
        }
    }

    @Test
    @Order(24)
    @DisplayName("Revoking ends the sign-in: access token and refresh token")
    default void revoke_endsTheSignIn() throws IOException {
        for (GrantType grant : SIGN_INS) {
            revocation(grant);
        }
        ground().matrix()
                .line(
                        "revocation of a refresh token (RFC 7009)",
                        "access token inactive, refresh token refused" + afterSignIns());
    }

    private void revocation(GrantType grant) throws IOException {
        Registration registered = signedInClient("signed-out " + grant, grant);
        RecordStore store = RecordStore.inMemory();
        RecordStore before = RecordStore.inMemory();
        try (Device device = ground().device(store, registered.proof())) {
            assertThat(device.configured(registered).authorize()).isEmpty();
            assertThat(device.press("before").delivered()).isTrue();
            String token = ground().api().lastToken();
            copy(store, before);
            Revocation revoked = device.client().revoke(Device.PROFILE);
            assertThat(revoked.outcome()).as(revoked.toString()).isEqualTo(Revocation.Outcome.REVOKED);
            assertThat(ground().server().active(token)).isFalse();
            assertThat(device.status().state()).isEqualTo(ProfileStatus.State.REVOKED);
        }
        try (Device twin = ground().device(before, registered.proof())) {
            refusedRenewal(twin);
            needsSignIn(twin);
        }
    }

    private static String afterSignIns() {
        return SIGN_INS.stream().map(grant -> "`" + grant + "`").collect(Collectors.joining(", ", "; for ", ""));
    }

    private Registration signedInClient(String id, GrantType grant) {
        Registration registered = Registration.of(id, ClientProof.HTTP_BASIC, grant);
        ground().server().register(registered);
        return registered;
    }

    /** The refresh token is refused; what access token there is may still be good. */
    private static Failure refusedRenewal(Device twin) {
        ProfileStatus status = twin.client().renew(Device.PROFILE);
        Failure failure = status.failure().orElseThrow();
        assertThat(failure.consequence()).as(status.toString()).isEqualTo(Consequence.GRANT_DEAD);
        return failure;
    }

    /** Once the access token is dead too, the next press tells, and the true reason stays. */
    private static void needsSignIn(Device twin) {
        ApiResult result = twin.press("too late");
        assertThat(result.delivered()).as(result.toString()).isFalse();
        ProfileStatus status = twin.status();
        assertThat(status.state()).as(status.toString()).isEqualTo(ProfileStatus.State.REAUTHORIZATION_REQUIRED);
        assertThat(status.failure().orElseThrow().consequence()).isEqualTo(Consequence.GRANT_DEAD);
    }

    /** What a restored backup of the device's storage would be. */
    private static void copy(RecordStore from, RecordStore to) throws IOException {
        for (String id : from.list()) {
            assertThat(to.replace(id, 0, from.read(id).orElseThrow().bytes())).isTrue();
        }
    }
}
