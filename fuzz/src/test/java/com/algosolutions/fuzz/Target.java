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
    JSON("oauth.json.JsonTarget", 50),
    TOKEN("oauth.endpoint.TokenTarget", 75),
    ERROR("oauth.endpoint.ErrorTarget", 100),
    DEVICE("oauth.endpoint.DeviceTarget", 750),
    CHALLENGE("oauth.endpoint.ChallengeTarget", 1_500),
    REDACTOR("oauth.endpoint.RedactorTarget", 1_000),
    RETRY_AFTER("oauth.http.RetryAfterTarget", 1_000),
    METADATA("oauth.profile.MetadataTarget", 150),
    HOST("oauth.profile.HostTarget", 1_000),
    PROFILE("oauth.profile.ProfileTarget", 100),
    FORM("oauth.profile.FormTarget", 50),
    KEY("oauth.profile.KeyTarget", 250),
    DER("oauth.profile.DerTarget", 150),
    JWT("oauth.jose.JwtTarget", 1_500),
    CALLBACK("oauth.client.CallbackTarget", 100),
    WIRE("oauth.client.WireTarget", 75),
    STORE("oauth.client.StoreTarget", 30),
    RECORD_FILE("oauth.store.RecordFileTarget", 500),
    ENVELOPE("oauth.store.EnvelopeTarget", 150),
    PROFILE_RECORD("oauth.credential.ProfileRecordTarget", 500),
    REVOCATION("oauth.credential.RevocationTarget", 500),
    SIGN_IN_RECORD("oauth.signin.SignInRecordTarget", 500),
    TEAM("oauth.ringcentral.TeamTarget", 1_000),
    TEAMS("oauth.ringcentral.TeamsTarget", 500),
    BUTTONS("button.ButtonsTarget", 150),
    COMMAND("button.CommandTarget", 500),
    SUCCESS("button.SuccessTarget", 500),
    QUEUED_PRESS("button.QueuedPressTarget", 200),
    CONFIGURATION("button.ConfigurationTarget", 150);

    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    private final String type;
    private final int changes;

    Target(String type, int changes) {
        this.type = "com.algosolutions." + type;
        this.changes = changes;
    }

    /** How many changed inputs the target gets in each build: as many as it reads in about a tenth of a second. */
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
