package com.algosolutions.button;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.profile.OAuthProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The client and the buttons of a {@link DeviceConfiguration}, from {@link DeviceConfiguration#open}. Thread-safe. {@link #close} closes the
 * buttons before the client.
 *
 * @since 0.1.0
 */
public final class ConfiguredDevice implements AutoCloseable {
    /** A part that is closed without a checked exception. */
    interface Part extends AutoCloseable {
        @Override
        void close();
    }

    private final OAuthClient client;
    private final ButtonActions buttons;
    private final Part first;
    private final Part last;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A device whose {@code first} is closed before its {@code last}. */
    ConfiguredDevice(OAuthClient client, ButtonActions buttons, Part first, Part last) {
        this.client = client;
        this.buttons = buttons;
        this.first = first;
        this.last = last;
    }

    /** A device with the buttons that {@code apply} returns. If it fails, the client is closed, and the first failure is thrown. */
    static ConfiguredDevice of(OAuthClient client, Supplier<ButtonActions> apply, Part closeClient) {
        try {
            ButtonActions buttons = apply.get();
            return new ConfiguredDevice(client, buttons, buttons::close, closeClient);
        } catch (RuntimeException | Error e) {
            try {
                closeClient.close();
            } catch (RuntimeException | Error second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** {@return the client, with the pins and the profiles of the configuration} */
    public OAuthClient client() {
        return client;
    }

    /** {@return the buttons of the configuration} */
    public ButtonActions buttons() {
        return buttons;
    }

    /**
     * What would fail, as far as the client knows without sending anything: profiles whose pasted JWT has expired ({@link
     * com.algosolutions.oauth.client.Profiles#warnings}), and the warnings of the buttons ({@link ButtonActions#warnings}). Show them to the
     * operator after the start.
     *
     * @return the warnings now; a field of a profile is preceded by the profile's name
     */
    public List<Problem> warnings() {
        List<Problem> warnings = new ArrayList<>();
        for (OAuthProfile profile : client.profiles().list()) {
            client.profiles().warnings(profile).forEach(warning -> warnings.add(warning.within(profile.name())));
        }
        warnings.addAll(buttons.warnings());
        return warnings;
    }

    /**
     * Closes the buttons and then the client, also if closing the buttons fails. Presses that wait in the offline queue stay in the store.
     * Does not wait for the network. A second call has no effect. Afterwards {@link #client} and {@link #buttons} return the closed ones, which
     * send nothing: a press ends at once, with {@link TargetResult.Outcome#UNREACHABLE} for each target.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (last) {
                first.close();
            }
        }
    }

    /** {@return the buttons, without a secret} */
    @Override
    public String toString() {
        int count = buttons.buttons().size();
        return "device with " + count + (count == 1 ? " button" : " buttons");
    }
}
