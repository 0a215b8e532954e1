package com.algosolutions.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The tests that run against each authorization server, in the order of docs/interop.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(400)
abstract class InteropContract
        implements MatrixTests, ClientTests, TokenTests, SignInTests, MetadataTests, PushTests, BindingTests {
    private final String key;
    private @Nullable Ground ground;

    /**
     * The contract for one server.
     *
     * @param key the name of the server's mark in docs/interop.md
     */
    InteropContract(String key) {
        this.key = key;
    }

    /** Starts the server. */
    abstract AuthorizationServer start() throws Exception;

    @Override
    public final Ground ground() {
        return Objects.requireNonNull(ground);
    }

    @BeforeAll
    void startServer() throws Exception {
        AuthorizationServer server = start();
        ground = new Ground(server, new Api(server), new Matrix(server.name()));
    }

    @AfterAll
    void stop() {
        if (ground != null) {
            ground.matrix().write(key);
            ground.api().close();
            ground.server().close();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("The committed page has the measured results")
    void committedPage_equalsWhatWasMeasured() {
        assertThat(Matrix.committed(key))
                .as("docs/interop.md between the marks of " + key + "; the measured text is in interop/target/interop-"
                        + key + ".md")
                .isEqualTo(ground().matrix().toString());
    }
}
