package com.algosolutions.oauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.endpoint.TokenResponse.Fate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failed token request proves about the grant that the device has presented. */
class TokenResponseTest {
    /** A failure; a status of 0 is no response, and codes of "-" no JSON response. */
    private static TokenResponse.Failed failed(Fate fate, Failure.Kind kind, int status, String codes) {
        Failure failure = Failure.of(Step.TOKEN, kind, "no token", "Look.");
        return new TokenResponse.Failed(
                status == 0 ? failure : failure.withServerError(Failure.ServerError.of(status)),
                fate,
                codes.equals("-") ? Optional.empty() : Optional.of(codes.isEmpty() ? List.of() : List.of(codes)),
                true,
                true);
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, GRANT_INVALID, 400, true, false, false",
        "ANSWERED, CONFIGURATION, 404, true, false, false",
        "UNUSABLE, CONFIGURATION, 200, true, false, false",
        "CLOCK_CORRECTED, CONFIGURATION, 401, true, false, false",
        "ANSWERED, UNAVAILABLE, 500, false, false, true",
        "ANSWERED, UNAVAILABLE, 502, false, false, true",
        "ANSWERED, UNAVAILABLE, 503, false, false, false",
        "ANSWERED, THROTTLED, 429, false, false, false",
        "UNKNOWN, UNAVAILABLE, 500, false, false, true",
        "UNKNOWN, UNAVAILABLE, 0, false, true, false",
        "NOT_SENT, UNAVAILABLE, 0, false, true, false",
        "NOT_SENT, CONFIGURATION, 502, false, true, false",
        "WITHHELD, CONFIGURATION, 400, false, false, false",
        "WITHHELD, CONFIGURATION, 0, false, false, false",
        "ANSWERED, CONFIGURATION, 0, false, false, false",
    })
    void failure_isARefusal_anOutage_orAnErrorOfTheServer(
            Fate fate, Failure.Kind kind, int status, boolean refused, boolean unreachable, boolean serverFailed) {
        TokenResponse.Failed response = failed(fate, kind, status, "-");
        assertThat(response.refused()).isEqualTo(refused);
        assertThat(response.unreachable()).isEqualTo(unreachable);
        assertThat(response.serverFailed()).isEqualTo(serverFailed);
    }

    /** Whether the server may have rotated the refresh token: then another request with it may look like theft. */
    @ParameterizedTest
    @CsvSource({
        "ANSWERED, UNAVAILABLE, 500, '', UNKNOWN",
        "ANSWERED, UNAVAILABLE, 502, -, UNKNOWN",
        "ANSWERED, UNAVAILABLE, 503, '', ANSWERED",
        "ANSWERED, UNAVAILABLE, 500, use_dpop_nonce, UNKNOWN",
        "ANSWERED, UNAVAILABLE, 429, use_dpop_nonce, UNKNOWN",
        "ANSWERED, UNAVAILABLE, 400, use_dpop_nonce, ANSWERED",
        "ANSWERED, UNAVAILABLE, 400, temporarily_unavailable, UNKNOWN",
        "ANSWERED, THROTTLED, 429, '', ANSWERED",
        "ANSWERED, GRANT_INVALID, 400, invalid_grant, ANSWERED",
        "NOT_SENT, UNAVAILABLE, 0, -, NOT_SENT",
        "UNKNOWN, UNAVAILABLE, 0, -, UNKNOWN",
        "UNUSABLE, CONFIGURATION, 200, -, UNKNOWN",
        "UNUSABLE, CONFIGURATION, 200, '', UNUSABLE",
    })
    void refresh_provesThatTheTokenIsUnused_byARejectionOnly(
            Fate fate, Failure.Kind kind, int status, String codes, Fate proven) {
        TokenResponse.Failed response = failed(fate, kind, status, codes).asRefreshFailure();
        assertThat(response.fate()).isEqualTo(proven);
        assertThat(response.time()).isEqualTo(!(fate == Fate.UNUSABLE && codes.equals("-")));
        if (fate == Fate.UNUSABLE && proven == Fate.UNKNOWN) {
            assertThat(response.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            assertThat(response.failure().advice()).contains("check Token URL");
        } else {
            assertThat(response.failure().kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "399, '', false",
        "400, '', true",
        "200, slow_down, true",
        "200, '', false",
        "200, -, false",
        "0, -, false",
    })
    void server_reportsAnError_byItsStatusOrACode(int status, String codes, boolean reported) {
        TokenResponse.Failed response = failed(Fate.ANSWERED, Failure.Kind.CONFIGURATION, status, codes);
        assertThat(response.reportedError()).isEqualTo(reported);
        assertThat(response.says("slow_down")).isEqualTo(codes.equals("slow_down"));
    }

    @ParameterizedTest
    @EnumSource
    void request_isSignedAgain_onlyIfTheServerHasRejectedTheSignature(Fate fate) {
        assertThat(fate.signAgain()).isEqualTo(fate == Fate.NONCE_REQUIRED || fate == Fate.CLOCK_CORRECTED);
    }

    @ParameterizedTest
    @EnumSource
    void failure_madeMorePrecise_keepsWhatIsKnown(Fate fate) {
        TokenResponse.Failed response = failed(Fate.ANSWERED, Failure.Kind.CONFIGURATION, 400, "x");
        Failure better = response.failure().withAdvice("Do this.");
        assertThat(response.withFailure(better))
                .isEqualTo(new TokenResponse.Failed(better, Fate.ANSWERED, Optional.of(List.of("x")), true, true));
        assertThat(response.with(fate))
                .isEqualTo(new TokenResponse.Failed(response.failure(), fate, Optional.of(List.of("x")), true, true));
        assertThat(response.with(fate).toString())
                .startsWith(fate + ": no token")
                .doesNotContain("[x]");
    }
}
