package com.algosolutions.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.GenericProvider;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** What several targets share. */
public final class Targets {
    /** A key of the tests, for no server: openssl genpkey -algorithm ed25519. */
    public static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
            -----END PRIVATE KEY-----
            """;

    private Targets() {}

    public static String text(byte[] input) {
        return new String(input, UTF_8);
    }

    /** The provider with an id; the one without presets for any other id. */
    public static OAuthProvider provider(String id) {
        return Providers.ALL.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElse(Providers.ALL.get(0));
    }

    /** Loaded only by the targets that need them. */
    private static final class Providers {
        static final List<OAuthProvider> ALL = Stream.concat(
                        Stream.of(new GenericProvider()),
                        ServiceLoader.load(OAuthProvider.class).stream().map(ServiceLoader.Provider::get))
                .toList();
    }
}
