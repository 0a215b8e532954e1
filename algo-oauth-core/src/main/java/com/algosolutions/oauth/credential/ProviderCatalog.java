package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.OAuthProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The installed providers by id. A provider that cannot be loaded, or a second one with the same id, prevents the client from being built. */
public final class ProviderCatalog {
    private final Map<String, OAuthProvider> providers = new TreeMap<>();

    public ProviderCatalog(List<OAuthProvider> given) {
        install(new GenericProvider());
        given.forEach(this::install);
        for (OAuthProvider found : discovered()) {
            if (given.stream().noneMatch(provider -> provider.getClass() == found.getClass())) {
                install(found);
            }
        }
    }

    private static List<OAuthProvider> discovered() {
        List<OAuthProvider> found = new ArrayList<>();
        try {
            ServiceLoader.load(OAuthProvider.class, OAuthProvider.class.getClassLoader())
                    .forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "An installed OAuth provider cannot be loaded: " + e.getMessage()
                            + ". Remove or replace its jar, or correct its META-INF/services file.",
                    e);
        }
        return found;
    }

    private void install(OAuthProvider provider) {
        OAuthProvider other = providers.putIfAbsent(provider.id(), provider);
        if (other != null) {
            throw new IllegalStateException("Two OAuth providers have the id " + provider.id() + ": "
                    + other.getClass().getName() + " and " + provider.getClass().getName()
                    + ". Remove one of them: a profile must not depend on which is found first.");
        }
    }

    public Optional<OAuthProvider> find(String id) {
        return Optional.ofNullable(providers.get(id));
    }

    public List<OAuthProvider> all() {
        return List.copyOf(providers.values());
    }

    public Problem missing(String id) {
        return ProfileField.PROVIDER_TYPE.problem(
                "names " + id + ", which is not installed",
                "Installed: " + String.join(", ", providers.keySet())
                        + ". Add the provider's jar (if it is there: a shaded jar may have lost its META-INF/services; then"
                        + " give the provider to OAuthClient.builder().provider(…)).");
    }
}
