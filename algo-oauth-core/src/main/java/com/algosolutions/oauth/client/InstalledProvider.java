package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.spi.OAuthProvider;

/** What a form shows of a provider. */
record InstalledProvider(String id, String displayName) implements ProviderInfo {

    static ProviderInfo of(OAuthProvider provider) {
        return new InstalledProvider(provider.id(), provider.displayName());
    }

    /** {@return the provider's name} */
    @Override
    public String toString() {
        return displayName;
    }
}
