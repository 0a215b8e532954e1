package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The installed providers by id. A provider that cannot be loaded, or a second one with the same id, prevents the client from being built. */
public final class ProviderCatalog {
    private final Map<String, OAuthProvider> providers = new TreeMap<>();

    public ProviderCatalog(List<OAuthProvider> given) {
        install(GenericProvider.ID, new GenericProvider());
        given.forEach(this::installChecked);
        for (OAuthProvider found : discovered()) {
            if (given.stream().noneMatch(provider -> provider.getClass() == found.getClass())) {
                installChecked(found);
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

    private void installChecked(OAuthProvider provider) {
        String id;
        try {
            id = Objects.requireNonNull(provider.id());
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "The OAuth provider " + provider.getClass().getName() + " has no id: its method id() failed with "
                            + Uninterruptibly.caught(e) + ". Correct or remove it.",
                    e);
        }
        install(id, provider);
    }

    private void install(String id, OAuthProvider provider) {
        OAuthProvider other = providers.putIfAbsent(id, provider);
        if (other != null) {
            throw new IllegalStateException("Two OAuth providers have the id " + id + ": "
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
