package com.algosolutions.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The parsers that are fuzzed. Each has a class with the method {@code fuzzerTestOneInput}, and a folder with its corpus. */
enum Target {
    JSON("oauth.json.JsonTarget", 100),
    TOKEN("oauth.endpoint.TokenTarget", 150),
    ERROR("oauth.endpoint.ErrorTarget", 200),
    DEVICE("oauth.endpoint.DeviceTarget", 1_500),
    CHALLENGE("oauth.endpoint.ChallengeTarget", 3_000),
    REDACTOR("oauth.endpoint.RedactorTarget", 2_000),
    RETRY_AFTER("oauth.http.RetryAfterTarget", 2_000),
    METADATA("oauth.profile.MetadataTarget", 300),
    HOST("oauth.profile.HostTarget", 2_000),
    PROFILE("oauth.profile.ProfileTarget", 200),
    FORM("oauth.profile.FormTarget", 100),
    KEY("oauth.profile.KeyTarget", 500),
    DER("oauth.profile.DerTarget", 300),
    JWT("oauth.jose.JwtTarget", 3_000),
    CALLBACK("oauth.client.CallbackTarget", 200),
    WIRE("oauth.client.WireTarget", 150),
    STORE("oauth.client.StoreTarget", 60),
    RECORD_FILE("oauth.store.RecordFileTarget", 1_000),
    ENVELOPE("oauth.store.EnvelopeTarget", 300),
    PROFILE_RECORD("oauth.credential.ProfileRecordTarget", 1_000),
    REVOCATION("oauth.credential.RevocationTarget", 1_000),
    SIGN_IN_RECORD("oauth.signin.SignInRecordTarget", 1_000),
    TEAM("oauth.ringcentral.TeamTarget", 2_000),
    TEAMS("oauth.ringcentral.TeamsTarget", 1_000),
    BUTTONS("button.ButtonsTarget", 300),
    COMMAND("button.CommandTarget", 1_000),
    SUCCESS("button.SuccessTarget", 1_000),
    QUEUED_PRESS("button.QueuedPressTarget", 400),
    CONFIGURATION("button.ConfigurationTarget", 300);

    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    private final String type;
    private final int changes;

    Target(String type, int changes) {
        this.type = "com.algosolutions." + type;
        this.changes = changes;
    }

    /** How many changed inputs the target gets in each build: as many as it reads in about a fifth of a second. */
    int changes() {
        return changes;
    }

    /** The name of the class. */
    String type() {
        return type;
    }

    /** The name of the corpus. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path corpus() {
        return CORPUS.resolve(label());
    }

    /** The files of the corpus: good inputs, attacks, and what was found. */
    List<Path> inputs() {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the target an input. */
    void accept(byte[] input) {
        try {
            Method method = Class.forName(type).getMethod("fuzzerTestOneInput", byte[].class);
            method.invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
