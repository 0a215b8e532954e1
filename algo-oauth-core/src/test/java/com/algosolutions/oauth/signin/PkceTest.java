package com.algosolutions.oauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.input.Secret;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PkceTest {
    @Test
    @DisplayName("E5.2 the challenge is BASE64URL(SHA-256(verifier)) without padding: RFC 7636 appendix B")
    void challenge_isThatOfTheRfc() {
        Pkce rfc = new Pkce(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assertThat(rfc.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    @DisplayName("E5.1, E1.2 a verifier has 43 characters that need no escape, and no two are alike")
    void verifiers_areLongEnough_andFresh() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String verifier = Pkce.fresh().verifier().reveal();
            assertThat(verifier).matches("[A-Za-z0-9_-]{43}");
            assertThat(seen.add(verifier)).isTrue();
        }
        assertThat(Pkce.fresh().toString()).isEqualTo("Pkce[verifier=***]");
    }
}
