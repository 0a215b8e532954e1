package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The closed list of the classes that read the text of a secret, each with its reason. */
class RevealTest {
    private static final Pattern CALL = Pattern.compile("\\breveal\\(\\)|::reveal\\b");

    private static final Map<String, String> CALLERS = Map.ofEntries(
            Map.entry("AlgoBasicAuthentication", "makes the Basic header"),
            Map.entry("AlgoStandardAuthentication", "the key of the HMAC"),
            Map.entry("ConfigurationReader", "fills in a form; looks for characters that pasting adds"),
            Map.entry("SecretReferences", "whether a secret is blank"),
            Map.entry("CredentialJson", "stores tokens"),
            Map.entry("PendingRevocation", "stores tokens that are to be revoked"),
            Map.entry("ClientAuthentication", "sends id and secret"),
            Map.entry("DeviceAuthorizationEndpoint", "sends the device code"),
            Map.entry("DeviceAuthorizationResponse", "stores the device code"),
            Map.entry("Redactor", "masks secrets"),
            Map.entry("RetryingTokenEndpoint", "sends the refresh token"),
            Map.entry("RevocationEndpoint", "sends the token"),
            Map.entry("HttpTransport", "sends Proxy-Authorization"),
            Map.entry("ProxyCredentials", "makes Proxy-Authorization"),
            Map.entry("Mask", "masks secrets that an operator has pasted into another field too"),
            Map.entry("Secret", "declares it"),
            Map.entry("DpopProofs", "the hash of the access token in a proof"),
            Map.entry("JwsSigner", "signs"),
            Map.entry("JwtExpiry", "the exp of a pasted assertion"),
            Map.entry("DerKey", "decrypts a key with its password"),
            Map.entry("FieldKind", "writes the member of a stored profile; looks for characters that pasting adds"),
            Map.entry("ProfileForm", "removes white space around a pasted assertion"),
            Map.entry("ProfileRules", "whether a pasted assertion has the form of a JWT"),
            Map.entry("SigningKey", "parses the key"),
            Map.entry("SigningRules", "the length of a secret for HMAC"),
            Map.entry("BrowserSignIn", "stores and compares state and verifier"),
            Map.entry("CodeRedemption", "sends the verifier"),
            Map.entry("DeviceSignInRecord", "the digest of the device code, by which a sign-in is known"),
            Map.entry("Pkce", "the code challenge"),
            Map.entry("SignInRecord", "the digest of tokens, by which a sign-in is known"),
            Map.entry("AccessToken", "makes and sends the Authorization header"),
            Map.entry("PastedAssertion", "sends the assertion"),
            Map.entry("Renewal", "the digest of the refresh token in the journal"),
            Map.entry(
                    "Console",
                    "the password of the console's page: compared at a login, and printed once if the console has chosen it"),
            Map.entry("OwnHttpClient", "an example of an application that sends the header itself"));

    @Test
    void secret_isRevealed_onlyByTheseClasses() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(path ->
                            Files.isDirectory(path.resolve("src/main/java")) && !path.endsWith("algo-oauth-testkit"))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        if (CALL.matcher(Files.readString(file)).find()) {
                            found.add(file.getFileName().toString().replace(".java", ""));
                        }
                    }
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(CALLERS.keySet());
    }
}
