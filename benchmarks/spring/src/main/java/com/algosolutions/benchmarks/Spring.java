package com.algosolutions.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.client.RestClient;

/** spring-security-oauth2-client with client credentials, in an application without Spring Boot. */
public final class Spring implements Library {
    /** Runs a workload. */
    public static void main(String[] args) throws Exception {
        Workloads.run(new Spring(), args);
    }

    @Override
    public Session open(Site site, int profiles) {
        List<ClientRegistration> registrations = new ArrayList<>();
        for (int i = 0; i < profiles; i++) {
            registrations.add(ClientRegistration.withRegistrationId(Site.name(i))
                    .clientId(Site.clientId(i))
                    .clientSecret(Site.secret(i))
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .tokenUri(site.token().toString())
                    .build());
        }
        InMemoryClientRegistrationRepository repository = new InMemoryClientRegistrationRepository(registrations);
        AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                        repository, new InMemoryOAuth2AuthorizedClientService(repository));
        RestClient http = RestClient.create();
        return new Session() {
            @Override
            public Object authorization(int profile) {
                OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(Site.name(profile))
                        .principal("device")
                        .build();
                return manager.authorize(request).getAccessToken().getTokenValue();
            }

            @Override
            public void post(int profile) {
                http.post()
                        .uri(site.posts())
                        .header("Authorization", "Bearer " + authorization(profile))
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Site.BODY)
                        .retrieve()
                        .body(String.class);
            }
        };
    }
}
