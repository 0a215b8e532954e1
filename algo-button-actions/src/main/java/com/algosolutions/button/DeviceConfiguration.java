package com.algosolutions.button;

import com.algosolutions.oauth.OAuthClient;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Problem;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.InvalidProfileException;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A whole device in one document: its name, its profiles, its press settings and its buttons; {@code docs/configuration.md} has the format.
 * Secrets are named in it, never written. Immutable and thread-safe.
 *
 * <pre>{@code
 * DeviceConfiguration device = DeviceConfiguration.load(Path.of("device.json"), SecretSource.standard());
 * OAuthClient client = device.settings(OAuthClient.builder().store(store)).build();
 * ButtonActions buttons = device.apply(client);
 * }</pre>
 */
public final class DeviceConfiguration {
    private final Map<String, ? extends @Nullable Object> document;
    private final Map<ApiHost, List<String>> pins;
    private final List<Map<String, Object>> profiles;
    private final UnaryOperator<ButtonActions.Builder> settings;
    private final UnaryOperator<OfflineQueue> queue;

    DeviceConfiguration(
            Map<String, ? extends @Nullable Object> document,
            Map<ApiHost, List<String>> pins,
            List<Map<String, Object>> profiles,
            UnaryOperator<ButtonActions.Builder> settings,
            UnaryOperator<OfflineQueue> queue) {
        this.document = document;
        this.pins = pins;
        this.profiles = profiles;
        this.settings = settings;
        this.queue = queue;
    }

    /**
     * Reads a configuration and fetches its secrets.
     *
     * @param json a JSON document as described in {@code docs/configuration.md}
     * @param secrets where the secrets are
     * @return the configuration
     * @throws InvalidConfigurationException with everything that is wrong with it, but for the profiles' own rules, which a client tells
     */
    public static DeviceConfiguration read(String json, SecretSource secrets) {
        return new ConfigurationReader(secrets).read(json);
    }

    /**
     * Reads a file, otherwise as {@link #read}.
     *
     * @param file a JSON document in UTF-8
     * @param secrets where the secrets are
     * @return the configuration
     * @throws UncheckedIOException if the file cannot be read
     */
    public static DeviceConfiguration load(Path file, SecretSource secrets) {
        try {
            return read(Files.readString(file), secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The configuration in " + file + " cannot be read. Check path and encoding.", e);
        }
    }

    /**
     * Pins the hosts of the document in a client's settings.
     *
     * @param client the settings
     * @return the same settings
     */
    public OAuthClient.Builder settings(OAuthClient.Builder client) {
        pins.forEach((host, prints) -> prints.forEach(print -> client.pin(host, print)));
        return client;
    }

    /**
     * Makes the client's profiles those of the document: creates those that are new, updates those that are there. Profiles that the
     * document does not name are left alone. With a problem anywhere nothing is stored.
     *
     * @param client a client whose settings went through {@link #settings}
     * @return the buttons
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public ButtonActions apply(OAuthClient client) {
        return apply(client, builder -> builder);
    }

    /**
     * As {@link #apply(OAuthClient)}, with settings that a document cannot have, such as the clock, or the store and the listener of an
     * {@link OfflineQueue}, of which the document then sets the rest.
     *
     * @param client the client
     * @param more further settings of the buttons
     * @return the buttons
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public ButtonActions apply(OAuthClient client, UnaryOperator<ButtonActions.Builder> more) {
        List<Problem> problems = new ArrayList<>();
        List<OAuthProfile> built = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        client.profiles().list().forEach(profile -> names.add(profile.name()));
        Set<String> own = new TreeSet<>();
        for (int i = 0; i < profiles.size(); i++) {
            try {
                OAuthProfile profile = profile(client, profiles.get(i));
                built.add(profile);
                List<Problem> found = new ArrayList<>(client.profiles().problems(profile));
                if (!own.add(profile.name())) {
                    found.add(ProfileField.NAME.problem("is that of another profile", "Give each profile its own."));
                }
                if (!found.isEmpty()) {
                    throw new InvalidProfileException(found);
                }
            } catch (InvalidProfileException e) {
                String path = "profiles[" + i + "]";
                e.problems().forEach(problem -> problems.add(problem.within(path)));
                own.add(String.valueOf(profiles.get(i).get(ProfileField.NAME.property())));
            }
        }
        names.addAll(own);
        ProfileNames.check(document, names, problems);
        ButtonActions.Builder buttons = more.apply(settings.apply(ButtonActions.builder(client)));
        buttons.offlineQueue().map(queue).ifPresent(buttons::offlineQueue);
        if (document.get("offlineQueue") != null && buttons.offlineQueue().isEmpty()) {
            problems.add(
                    Problem.of(
                            "offlineQueue",
                            "has no store",
                            "Give it one, apply(client, buttons -> buttons.offlineQueue(OfflineQueue.in(store))), or remove it."));
        }
        ConfigurationReader.refuse(problems);
        for (OAuthProfile profile : built) {
            if (client.profiles().read(profile.name()).isPresent()) {
                client.profiles().update(profile);
            } else {
                client.profiles().create(profile);
            }
        }
        return buttons.read(buttons(document));
    }

    private static OAuthProfile profile(OAuthClient client, Map<String, Object> members) {
        ProfileForm form = client.draft(Json.write(members));
        Object name = members.get(ProfileField.NAME.property());
        if (name instanceof String text) {
            client.profiles().read(text.strip()).ifPresent(known -> form.id(known.id()));
        }
        return form.build();
    }

    /** The part of a document that {@link ButtonReader} reads; it has at least an empty list of buttons. */
    static String buttons(Map<String, ? extends @Nullable Object> document) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put("buttons", document.get("buttons") == null ? List.of() : document.get("buttons"));
        part.put("screens", document.get("screens"));
        return Json.write(part);
    }

    /**
     * The document with the same values, and its members in the order of the forms, so that two configurations can be compared line by line.
     * Its secrets are references, as before. What the operator wrote into headers, paths and payloads is in it, so treat it like the document.
     *
     * @return the JSON text
     */
    public String toJson() {
        return Json.writeIndented(DocumentOrder.of(document));
    }

    /** {@return how much is in it} */
    @Override
    public String toString() {
        return "configuration with " + profiles.size() + " profiles";
    }
}
