package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against a server without device, revocation and PAR endpoint: the contract holds there too. In the long run only. */
@Tag("heavy")
class SpringLeastInteropTest extends InteropContract {
    SpringLeastInteropTest() {
        super("spring-least");
    }

    @Override
    AuthorizationServer start() {
        return new SpringServer(false);
    }

    /** It is no further server, so the page has no table of it. */
    @Override
    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("What has no endpoint is said to have none")
    void committedPage_equalsWhatWasMeasured() {
        assertThat(ground().matrix().toString().lines().filter(line -> line.contains(Matrix.NO_ENDPOINT)))
                .anySatisfy(line -> assertThat(line).startsWith("| `HTTP_BASIC` | delivered | "))
                .anySatisfy(line -> assertThat(line).startsWith("| revocation of a refresh token (RFC 7009) | "))
                .anySatisfy(line -> assertThat(line).startsWith("| pushed authorization request (RFC 9126) | "))
                .anySatisfy(line -> assertThat(line).startsWith("| user code typed in at `verification_uri` | "));
    }
}
