package com.algosolutions.oauth.credential;

import static com.algosolutions.oauth.client.TestValues.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.ProviderInfo;
import com.algosolutions.oauth.client.FakeProvider;
import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.client.TestValues;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.store.RecordStore;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ProviderCatalogTest {
    private static OAuthProfile acme(OAuthClient client, String name) {
        return client.draft(name, "ACME")
                .tokenUrl(URI.create("https://as.example/t"))
                .apiHosts(ApiHost.of("api.example"))
                .clientId("x")
                .clientSecret(Secret.of("s"))
                .jwtAssertion(Secret.of(TestValues.JWT))
                .build();
    }

    @Test
    void generic_isBuiltIn_andGivenProvidersAreListed() {
        try (OAuthClient client = client().provider(new FakeProvider("ACME")).build()) {
            assertThat(client.providers())
                    .extracting(ProviderInfo::id, ProviderInfo::displayName)
                    .containsExactly(tuple("ACME", "Acme"), tuple("GENERIC", "Generic OAuth 2.0"));
            assertThat(client.providers()).asString().isEqualTo("[Acme, Generic OAuth 2.0]");
        }
    }

    @Test
    void twoProviders_ofOneId_areRefused_byName() {
        OAuthClient.Builder settings =
                client().provider(new FakeProvider("ACME")).provider(new FakeProvider("ACME"));
        assertThatThrownBy(settings::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Two OAuth providers have the id ACME")
                .hasMessageContaining(FakeProvider.class.getName())
                .hasMessageContaining("Remove one of them");
        assertThatThrownBy(() -> client().provider(new FakeProvider("GENERIC")).build())
                .hasMessageContaining("have the id GENERIC");
    }

    @Test
    void provider_missing_namesTheCure_whereverItIsMissed() {
        RecordStore store = RecordStore.inMemory();
        OAuthProfile profile;
        try (OAuthClient with =
                client().store(store).provider(new FakeProvider("ACME")).build()) {
            profile = acme(with, "desk");
            with.profiles().create(profile);
        }
        try (OAuthClient without = client().store(store).build()) {
            assertThat(without.profiles().list()).containsExactly(profile);
            assertThat(without.post("desk", URI.create("https://api.example/"), Body.json("{}"))
                            .toString())
                    .startsWith("no credential")
                    .contains("names ACME, which is not installed")
                    .contains("Installed: GENERIC")
                    .contains("META-INF/services");
            assertThatThrownBy(() -> without.draft("x", "ACME"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Provider Type names ACME, which is not installed")
                    .hasMessageContaining("OAuthClient.builder().provider(");
            assertThatThrownBy(() -> without.edit(profile)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> without.profiles().create(profile))
                    .hasMessageContaining("which is not installed")
                    .hasMessageContaining("is taken by another profile");
            assertThat(without.profiles().delete("desk")).isPresent();
        }
    }

    @Test
    void provider_thatObjects_isHeardWithTheOtherProblems() {
        try (OAuthClient client = client().provider(new FakeProvider("ACME")).build()) {
            assertThatThrownBy(() -> client.profiles().create(acme(client, "forbidden")))
                    .hasMessage("name is not liked by Acme. Choose another.");
        }
    }

    @Test
    void loopbackProfile_inAStrictClient_isRefused() {
        try (OAuthClient open = client().build();
                OAuthClient strict = OAuthClient.builder().build()) {
            OAuthProfile profile = TestValues.draft(
                            open, "desk", URI.create("http://127.0.0.1:1/t"), ApiHost.of("127.0.0.1:1"))
                    .build();
            assertThatThrownBy(() -> strict.profiles().create(profile))
                    .hasMessageContaining("Token URL is not https")
                    .hasMessageContaining("allowLoopbackHttp()");
        }
    }
}
