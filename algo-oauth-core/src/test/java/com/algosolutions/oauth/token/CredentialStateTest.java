package com.algosolutions.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.input.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two copies of a credential's state wins, and what each event leaves of it. */
class CredentialStateTest {
    private static final Failure INVALID =
            Failure.of(Step.TOKEN, Failure.Kind.GRANT_INVALID, "refused", "Sign in again.");

    private static CredentialState issued(long sequence) {
        return CredentialState.EMPTY.issued(new TokenSet(
                Secret.of("access"),
                Duration.ofHours(1),
                Optional.of(Secret.of("refresh")),
                Optional.empty(),
                "",
                TestValues.NOW,
                sequence));
    }

    /** "2" is the second token set; "2r" the marker of a revocation with the same number; "-" no token set, "-r" a revocation of none. */
    private static CredentialState state(String text) {
        boolean revoked = text.endsWith("r");
        String number = revoked ? text.substring(0, text.length() - 1) : text;
        if (number.equals("-")) {
            return revoked ? CredentialState.EMPTY.revoked() : CredentialState.EMPTY;
        }
        long sequence = Long.parseLong(number);
        return revoked ? issued(sequence - 1).revoked() : issued(sequence);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, false",
        "2, 1, true",
        "1, 1, false",
        "2r, 1, true",
        "2r, 2, true",
        "2, 2r, false",
        "2r, 2r, false",
        "3, 2r, true",
        "2r, 3, false",
        "1, -, true",
        "-, 1, false",
        "-, -, false",
        "-r, -, false"
    })
    void copy_newer_hasTheHigherNumber_orTheRevocationOfTheSame(String one, String other, boolean newer) {
        assertThat(state(one).newerThan(state(other))).isEqualTo(newer);
    }

    @Test
    void revocation_takesTheTokens_andLastsUntilItIsReactivated() {
        CredentialState revoked = issued(1).begun("digest").revoked();
        assertThat(revoked.isRevoked()).isTrue();
        assertThat(revoked.unsettled()).isFalse();
        assertThat(revoked.grant().orElseThrow().usable()).isFalse();
        CredentialState again = revoked.reactivated();
        assertThat(again.isRevoked()).isFalse();
        assertThat(again.newerThan(revoked)).isTrue(); // for each copy in another process
        CredentialState refused = issued(1).refused(INVALID);
        assertThat(refused.isRevoked()).isFalse();
        assertThat(refused.reactivated()).isSameAs(refused);
    }

    @Test
    void journal_isOpen_whileTheRefreshTokenMayBeSentAgain() {
        CredentialState begun = issued(1).begun("digest");
        assertThat(issued(1).unsettled()).isFalse();
        assertThat(begun.unsettled()).isTrue();
        assertThat(begun.lostWithResponse()).isFalse();
        CredentialState lost = begun.refreshTokenRejected(true);
        assertThat(lost.unsettled()).isFalse();
        assertThat(lost.lostWithResponse()).isTrue();
        assertThat(begun.refreshTokenRejected(false).lostWithResponse()).isFalse();
    }

    @Test
    void refusals_ofUnknownMeaning_areCounted_aTokenSetEndsTheCount() {
        CredentialState state = issued(1);
        for (int refusals = 1; refusals <= 4; refusals++) {
            state = state.refused(INVALID);
            assertThat(state.refusal().orElseThrow().times()).isEqualTo(refusals);
            assertThat(state.refusedOften()).as("after %s refusals", refusals).isEqualTo(refusals >= 3);
        }
        assertThat(state.refused(INVALID.withKind(Failure.Kind.CONFIGURATION)).refusedOften())
                .isFalse();
        assertThat(state.issued(issued(2).grant().orElseThrow()).refusal()).isEmpty();
    }
}
