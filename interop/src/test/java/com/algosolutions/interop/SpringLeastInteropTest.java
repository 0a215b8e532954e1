package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract against a server without device, revocation and PAR endpoint; heavy only. */
@Tag("heavy")
class SpringLeastInteropTest extends InteropContract {
    SpringLeastInteropTest() {
        super("spring-least");
    }

    @Override
    AuthorizationServer start() {
        return new SpringServer(false);
    }

    /** docs/interop.md has no table of this server, so its lines are checked here. */
    @Override
    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("Cases without an endpoint are reported as such")
    void committedPage_equalsWhatWasMeasured() {
        assertThat(ground().matrix().toString().lines().filter(line -> line.contains(Matrix.NO_ENDPOINT)))
                .anySatisfy(line -> assertThat(line).startsWith("| `HTTP_BASIC` | delivered | "))
                .anySatisfy(line -> assertThat(line).startsWith("| revocation of a refresh token (RFC 7009) | "))
                .anySatisfy(line -> assertThat(line).startsWith("| pushed authorization request (RFC 9126) | "))
                .anySatisfy(line -> assertThat(line).startsWith("| user code typed in at `verification_uri` | "));
    }
}
