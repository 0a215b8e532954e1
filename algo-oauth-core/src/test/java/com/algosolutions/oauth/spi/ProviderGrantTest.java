package com.algosolutions.oauth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.algosolutions.oauth.profile.GrantType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderGrantTest {
    private static final GrantType ACCOUNT = new GrantType("ACCOUNT");

    @Test
    void parameters_keepTheirOrder_inANewGrant() {
        ProviderGrant grant = ProviderGrant.of(ACCOUNT, "account");
        ProviderGrant full =
                grant.withParameter("z", "1").withParameter("a", "2").withParameter("z", "3");

        assertThat(full.type()).isEqualTo(ACCOUNT);
        assertThat(full.wireName()).isEqualTo("account");
        assertThat(full.parameters()).containsExactly(Map.entry("z", "3"), Map.entry("a", "2"));
        assertThat(grant.parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ACCOUNT, ''", "ACCOUNT, ' '", "'', account", "DEVICE_CODE, account", "ACCOUNT, password"})
    void grant_withoutAName_orOfAnotherPurpose_cannotBeMade(String type, String wireName) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderGrant.of(new GrantType(type), wireName));
    }

    @Test
    @SuppressWarnings("NullAway") // a caller without null checks
    void null_isRejectedAtOnce() {
        ProviderGrant grant = ProviderGrant.of(ACCOUNT, "account");

        assertThatNullPointerException()
                .isThrownBy(() -> ProviderGrant.of(null, "account"))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> ProviderGrant.of(ACCOUNT, null))
                .withMessage("wireName");
        assertThatNullPointerException()
                .isThrownBy(() -> grant.withParameter(null, "1"))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> grant.withParameter("a", null))
                .withMessage("value");
    }
}
