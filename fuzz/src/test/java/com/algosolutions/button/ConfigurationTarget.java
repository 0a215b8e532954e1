package com.algosolutions.button;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.store.RecordStore;
import java.util.Map;
import java.util.Optional;

/** Configurations of a device. What is written reads back equal; what can be read can be opened, or has problems. */
public final class ConfigurationTarget {
    private static final SecretSource SECRETS = SecretSource.standard(
            Map.of("ALGO_PASSWORD", "algo-password", "SECRET", "s3cret-of-the-app", "KEY", Targets.KEY));

    private ConfigurationTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Optional<DeviceConfiguration> configuration = checked(input, () -> DeviceConfiguration.parse(text, SECRETS));
        configuration.ifPresent(read -> {
            Property.equal(
                    read.toJson(),
                    DeviceConfiguration.parse(read.toJson(), SECRETS).toJson());
            checked(input, () -> read.open(RecordStore.inMemory(), client -> {}))
                    .ifPresent(ConfiguredDevice::close);
        });
    }

    private static <T> Optional<T> checked(byte[] input, Property.Parser<T> parser) {
        return Property.value(
                input,
                () -> {
                    try {
                        return parser.read();
                    } catch (InvalidInputException e) {
                        e.problems().forEach(problem -> Property.sentence(problem.toString()));
                        throw e;
                    }
                },
                InvalidInputException.class);
    }
}
