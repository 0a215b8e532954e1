package com.algosolutions.oauth.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTypeTest {
    @ParameterizedTest
    @CsvSource({
        "JWT_BEARER, urn:ietf:params:oauth:grant-type:jwt-bearer",
        "CLIENT_CREDENTIALS, client_credentials",
        "AUTH_CODE_PKCE, authorization_code",
        "DEVICE_CODE, urn:ietf:params:oauth:grant-type:device_code"
    })
    void wireName_ofAStandardGrantType_isItsRegisteredName(String name, String wireName) {
        assertThat(new GrantType(name).wireName()).contains(wireName);
    }

    @Test
    void wireName_ofEachChoiceOfTheForm_exists() {
        assertThat(ProfileField.GRANT_TYPE.choices())
                .allSatisfy(name -> assertThat(new GrantType(name).wireName()).isPresent());
    }

    @Test
    void wireName_ofAnotherGrantType_isEmpty() {
        assertThat(new GrantType("TOKEN_EXCHANGE").wireName()).isEmpty();
    }
}
