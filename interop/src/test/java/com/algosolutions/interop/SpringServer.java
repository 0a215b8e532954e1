package com.algosolutions.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.profile.GrantType;
import com.algosolutions.oauth.profile.SigningAlgorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring Authorization Server in this JVM, in Tomcat, over TLS. */
final class SpringServer extends AuthorizationServer {
    private static final String API_ID = "api";
    private static final String API_SECRET = "api-secret";

    private final ConfigurableApplicationContext context;
    private final URI issuer;
    private final URI introspection;

    private final PublishedKeys keys = new PublishedKeys();

    SpringServer() {
        this(true);
    }

    /**
     * Starts a server.
     *
     * @param whole whether it has its optional endpoints
     */
    SpringServer(boolean whole) {
        SpringApplication application = new SpringApplication(whole ? App.class : LeastApp.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "spring.main.banner-mode", "off",
                "logging.level.root", "error",
                "server.ssl.bundle", "server",
                "server.ssl.client-auth", "want",
                "spring.ssl.bundle.pem.server.keystore.certificate", Certificates.SERVER.certificatePem(),
                "spring.ssl.bundle.pem.server.keystore.private-key", Certificates.SERVER.privateKeyPkcs8Pem(),
                "spring.ssl.bundle.pem.server.truststore.certificate",
                        Certificates.AUTHORITY.certificatePem() + Certificates.SELF_SIGNED.certificatePem()));
        context = application.run();
        issuer = URI.create("https://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
        introspection = endpoint("introspection_endpoint");
    }

    @Override
    String name() {
        return "Spring Authorization Server "
                + RegisteredClient.class.getPackage().getImplementationVersion() + " (Spring Boot "
                + SpringBootVersion.getVersion() + ")";
    }

    @Override
    URI issuer() {
        return issuer;
    }

    @Override
    Map<String, @Nullable Object> introspect(String accessToken) {
        return Wire.post(introspection, API_ID, API_SECRET, Map.of("token", accessToken))
                .json();
    }

    @Override
    Optional<String> lacks(GrantType grant, ClientProof proof) {
        if (proof.algorithm() == SigningAlgorithm.EDDSA) {
            return Optional.of("no EdDSA, registered for RS256");
        }
        if (grant.equals(GrantType.AUTH_CODE_PKCE)
                && (proof == ClientProof.MUTUAL_TLS || proof == ClientProof.SELF_SIGNED_TLS)) {
            return Optional.of("a code with PKCE and no secret is a public client's");
        }
        if (proof == ClientProof.NONE && grant.equals(GrantType.DEVICE_CODE)) {
            return Optional.of("public clients only with a code");
        }
        return Optional.empty();
    }

    @Override
    void register(Registration client) {
        RegisteredClient.Builder registered = RegisteredClient.withId(
                        UUID.nameUUIDFromBytes(client.id().getBytes(UTF_8)).toString())
                .clientId(client.id())
                .clientAuthenticationMethod(
                        new ClientAuthenticationMethod(client.proof().method()))
                .authorizationGrantType(grant(client.grant()))
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(Registration.REDIRECT.toString())
                .scope(SCOPE)
                .tokenSettings(settings(client));
        if (client.proof().secret()) {
            registered.clientSecret(client.secret());
        }
        ClientSettings.Builder settings = ClientSettings.builder().requireAuthorizationConsent(true);
        if (client.proof() == ClientProof.MUTUAL_TLS) {
            settings.x509CertificateSubjectDN(
                    Certificates.DEVICE.certificate().getSubjectX500Principal().getName());
        }
        if (client.proof() == ClientProof.SELF_SIGNED_TLS) {
            settings.jwkSetUrl(keys.publish(new JWKSet(Keys.of(Certificates.SELF_SIGNED.certificate())))
                    .toString());
        }
        SigningAlgorithm algorithm = client.proof().algorithm();
        if (algorithm == SigningAlgorithm.HS256) {
            settings.tokenEndpointAuthenticationSigningAlgorithm(MacAlgorithm.HS256);
        } else if (algorithm != null) {
            settings.jwkSetUrl(keys.publish(client.publicKeys()).toString())
                    // Spring knows no EdDSA: register RS256, with which a client that signs with EdDSA fails.
                    .tokenEndpointAuthenticationSigningAlgorithm(Objects.requireNonNullElse(
                            SignatureAlgorithm.from(algorithm.jose()), SignatureAlgorithm.RS256));
        }
        context.getBean(InMemoryRegisteredClientRepository.class)
                .save(registered.clientSettings(settings.build()).build());
    }

    private static TokenSettings settings(Registration client) {
        TokenSettings.Builder settings = TokenSettings.builder()
                .accessTokenTimeToLive(client.tokenLife())
                .reuseRefreshTokens(false)
                .x509CertificateBoundAccessTokens(client.certificate());
        Duration life = client.grantLife();
        if (life != null) {
            settings.authorizationCodeTimeToLive(life)
                    .deviceCodeTimeToLive(life)
                    .refreshTokenTimeToLive(life);
        }
        return settings.build();
    }

    private static AuthorizationGrantType grant(GrantType grant) {
        if (grant.equals(GrantType.CLIENT_CREDENTIALS)) {
            return AuthorizationGrantType.CLIENT_CREDENTIALS;
        }
        if (grant.equals(GrantType.AUTH_CODE_PKCE)) {
            return AuthorizationGrantType.AUTHORIZATION_CODE;
        }
        return grant.equals(GrantType.DEVICE_CODE)
                ? AuthorizationGrantType.DEVICE_CODE
                : AuthorizationGrantType.JWT_BEARER;
    }

    @Override
    public void close() {
        context.close();
        keys.close();
    }

    /** The configuration that both servers share. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Common {
        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId(API_ID)
                    .clientId(API_ID)
                    .clientSecret(API_SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .build());
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername(USER).password(PASSWORD).roles("USER").build());
        }

        /** Stores secrets in plain text, because client_secret_jwt needs the secret as a key. */
        @Bean
        PasswordEncoder plain() {
            return new PasswordEncoder() {
                @Override
                public String encode(CharSequence raw) {
                    return raw.toString();
                }

                @Override
                public boolean matches(CharSequence raw, String stored) {
                    return stored.contentEquals(raw);
                }
            };
        }

        @Bean
        JWKSource<SecurityContext> signingKeys() throws JOSEException {
            return new ImmutableJWKSet<>(
                    new JWKSet(List.of(new RSAKeyGenerator(2048).keyID("server").generate())));
        }

        @Bean
        @Order(2)
        SecurityFilterChain login(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        static SecurityFilterChain signedIn(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                            new LoginUrlAuthenticationEntryPoint("/login"),
                            new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                    .build();
        }
    }

    /** The configuration of Spring's guide, with the optional endpoints enabled. */
    @Configuration(proxyBeanMethods = false)
    @Import(Common.class)
    static class App {
        /** The page for user codes, which Spring leaves to the operator of the server. */
        @Bean
        RouterFunction<ServerResponse> activate() {
            return RouterFunctions.route()
                    .GET("/activate", request -> {
                        Optional<String> code = request.param("user_code");
                        return code.isPresent()
                                ? ServerResponse.temporaryRedirect(
                                                URI.create("/oauth2/device_verification?user_code=" + code.get()))
                                        .build()
                                : ServerResponse.ok()
                                        .contentType(MediaType.TEXT_HTML)
                                        .body(
                                                "<form action=\"/oauth2/device_verification\" method=\"get\">"
                                                        + "<input type=\"text\" name=\"user_code\"/><button>Go</button></form>");
                    })
                    .build();
        }

        @Bean
        @Order(1)
        SecurityFilterChain authorizationServer(HttpSecurity http) {
            http.oauth2AuthorizationServer(server -> {
                http.securityMatcher(server.getEndpointsMatcher());
                server.oidc(Customizer.withDefaults())
                        .deviceAuthorizationEndpoint(device -> device.verificationUri("/activate"))
                        .deviceVerificationEndpoint(Customizer.withDefaults())
                        .pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
            });
            return Common.signedIn(http);
        }
    }

    /** The configuration without optional endpoints, and without the revocation endpoint in the metadata. */
    @Configuration(proxyBeanMethods = false)
    @Import(Common.class)
    static class LeastApp {
        @Bean
        @Order(1)
        SecurityFilterChain authorizationServer(HttpSecurity http) {
            http.oauth2AuthorizationServer(server -> {
                http.securityMatcher(server.getEndpointsMatcher());
                server.authorizationServerMetadataEndpoint(metadata ->
                        metadata.authorizationServerMetadataCustomizer(document -> document.claims(
                                claims -> claims.keySet().removeIf(name -> name.startsWith(REVOCATION)))));
            });
            return Common.signedIn(http);
        }
    }
}
