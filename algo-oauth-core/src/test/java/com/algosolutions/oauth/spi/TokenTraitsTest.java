package com.algosolutions.oauth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTraitsTest {
    @Test
    void standardTraits_areThoseOfTheRfcs() {
        for (TokenTraits traits :
                new TokenTraits[] {TokenTraits.standard(), TokenTraits.builder().build()}) {
            assertThat(traits.refreshTokensRotate()).isTrue();
            assertThat(traits.replayWindow()).isEmpty();
            assertThat(traits.renewalInvalidatesAccessToken()).isFalse();
            assertThat(traits.revocationEndsGrant()).isFalse();
            assertThat(traits.refreshTokenIdleLifetime()).isEmpty();
            assertThat(traits.sessionsPerUser()).isEmpty();
            assertThat(traits.rateLimit()).isEmpty();
            assertThat(traits.defaultExpiresIn()).isEmpty();
            assertThat(traits.tokenAt()).isEmpty();
        }
    }

    @Test
    void traits_thatAreSet_areReturned() {
        TokenTraits traits = TokenTraits.builder()
                .refreshTokensRotate(false)
                .replayWindow(Duration.ofMinutes(1))
                .renewalInvalidatesAccessToken(true)
                .revocationEndsGrant(true)
                .refreshTokenIdleLifetime(Duration.ofDays(2))
                .sessionsPerUser(3)
                .rateLimit(4, Duration.ofSeconds(5))
                .defaultExpiresIn(Duration.ofDays(36_500))
                .tokenAt("data", "authed_user")
                .build();

        assertThat(traits.refreshTokensRotate()).isFalse();
        assertThat(traits.replayWindow()).hasValue(Duration.ofMinutes(1));
        assertThat(traits.renewalInvalidatesAccessToken()).isTrue();
        assertThat(traits.revocationEndsGrant()).isTrue();
        assertThat(traits.refreshTokenIdleLifetime()).hasValue(Duration.ofDays(2));
        assertThat(traits.sessionsPerUser()).hasValue(3);
        assertThat(traits.rateLimit()).hasValueSatisfying(limit -> {
            assertThat(limit.calls()).isEqualTo(4);
            assertThat(limit.window()).isEqualTo(Duration.ofSeconds(5));
        });
        assertThat(traits.defaultExpiresIn()).hasValue(Duration.ofDays(36_500));
        assertThat(traits.tokenAt()).containsExactly("data", "authed_user");
    }

    private static Arguments duration(
            String name, BiFunction<TokenTraits.Builder, Duration, TokenTraits.Builder> setter) {
        return Arguments.of(name, setter);
    }

    static Stream<Arguments> durations() {
        return Stream.of(
                duration("replayWindow", TokenTraits.Builder::replayWindow),
                duration("refreshTokenIdleLifetime", TokenTraits.Builder::refreshTokenIdleLifetime),
                duration("defaultExpiresIn", TokenTraits.Builder::defaultExpiresIn),
                duration("rateLimit", (builder, window) -> builder.rateLimit(1, window)));
    }

    @ParameterizedTest
    @MethodSource("durations")
    @SuppressWarnings("NullAway") // a caller without null checks
    void duration_outOfRange_isRejectedAtOnce(
            String name, BiFunction<TokenTraits.Builder, Duration, TokenTraits.Builder> setter) {
        for (Duration wrong : new Duration[] {
            Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(36_500).plusNanos(1)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.apply(TokenTraits.builder(), wrong))
                    .withMessageContainingAll(name, wrong.toString(), "omit it for the default");
        }
        assertThatNullPointerException()
                .isThrownBy(() -> setter.apply(TokenTraits.builder(), null))
                .withMessage(name);
    }

    @Test
    void tokenAt_withAnEmptyName_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenTraits.builder().tokenAt("data", ""))
                .withMessageContaining("tokenAt is empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void number_lessThanOne_isRejected(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenTraits.builder().sessionsPerUser(number))
                .withMessageContainingAll("sessionsPerUser", "is " + number);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenTraits.builder().rateLimit(number, Duration.ofSeconds(1)))
                .withMessageContainingAll("rateLimit", "is " + number);
    }
}
