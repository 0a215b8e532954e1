package com.algosolutions.oauth.token;

import org.junit.jupiter.api.Tag;

/** The whole model check; {@code mvn -B test -Pheavy -Dmodel.check=20} checks twenty times as many programs and interleavings. */
@Tag("heavy")
class TokenManagerFullModelTest extends TokenManagerModelTest {
    private static final int TIMES = Integer.getInteger("model.check", 1);

    @Override
    int part(int all) {
        return all * TIMES;
    }
}
