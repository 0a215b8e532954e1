package com.algosolutions.oauth.profile;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Metadata of an authorization server, and a form that is filled in from it. What a profile keeps reads back equal. */
public final class MetadataTarget {
    private static final URI ISSUER = URI.create("https://as.example.com/one");

    private MetadataTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Map<String, @Nullable Object> document;
        try {
            document = Json.readObject(Targets.text(input));
        } catch (MalformedJsonException e) {
            return;
        }
        boolean loopback = document.containsKey("loopback");
        Optional<ServerMetadata> metadata = Property.value(
                input,
                () -> {
                    try {
                        return ServerMetadata.read(ISSUER, document, loopback);
                    } catch (InvalidInputException e) {
                        e.problems().forEach(problem -> Property.sentence(problem.toString()));
                        throw e;
                    }
                },
                InvalidInputException.class);
        metadata.ifPresent(read -> {
            Property.equal(read, ServerMetadata.kept(read.members()));
            read.foreignHosts();
            ProfileForm form = OAuthProfile.builder(Preset.of("GENERIC"))
                    .allowLoopbackHttp()
                    .name("desk")
                    .clientId("app-1")
                    .clientSecret(Secret.of("s3cret"))
                    .signingKey(Secret.of(Targets.KEY))
                    .issuer(ISSUER)
                    .fillFrom(read);
            ProfileTarget.check(input, form);
        });
    }
}
