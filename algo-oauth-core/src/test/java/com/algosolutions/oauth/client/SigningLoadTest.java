package com.algosolutions.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The signing library costs a device without signatures nothing: not one of its classes is loaded. */
class SigningLoadTest {
    private static List<String> loaded(String clientAuthMode) throws Exception {
        List<String> lines = ChildJvm.run(SigningChild.class, List.of("-Xlog:class+load:stdout"), clientAuthMode);
        assertThat(lines).contains("delivered true");
        return lines.stream()
                .filter(line ->
                        line.contains("com.nimbusds.") || line.contains("com.algosolutions.oauth.jose.JwsSigner"))
                .toList();
    }

    @Test
    void pressRenewalAndRevocation_withoutASignature_loadNoSigningLibrary() throws Exception {
        assertThat(loaded("HTTP_BASIC")).isEmpty();
    }

    @Test
    void signature_loadsIt() throws Exception {
        assertThat(loaded("CLIENT_SECRET_JWT")).isNotEmpty();
    }
}
