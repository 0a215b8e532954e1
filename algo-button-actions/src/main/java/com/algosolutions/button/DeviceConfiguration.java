package com.algosolutions.button;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.store.RecordStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a device in one document: name, profiles, press settings and buttons ({@code docs/configuration.md}). It contains
 * references to secrets, not the secrets. Immutable and thread-safe.
 *
 * <pre>{@code
 * DeviceConfiguration configuration = DeviceConfiguration.load(Path.of("device.json"), SecretSource.standard());
 * try (ConfiguredDevice device = configuration.open(store, client -> client.userAgent("FrontDesk/1.0"))) {
 *     PressResult pressed = device.buttons().press("help");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DeviceConfiguration {
    /** Enough problems: the profiles after them are not checked. */
    private static final int MOST_PROBLEMS = 1_000;

    private final Map<String, ? extends @Nullable Object> document;
    private final List<Consumer<OAuthClient.Builder>> network;
    private final List<Map<String, Object>> profiles;
    private final UnaryOperator<ButtonActions.Builder> settings;
    private final UnaryOperator<OfflineQueue> queue;

    DeviceConfiguration(
            Map<String, ? extends @Nullable Object> document,
            List<Consumer<OAuthClient.Builder>> network,
            List<Map<String, Object>> profiles,
            UnaryOperator<ButtonActions.Builder> settings,
            UnaryOperator<OfflineQueue> queue) {
        this.document = document;
        this.network = List.copyOf(network);
        this.profiles = profiles;
        this.settings = settings;
        this.queue = queue;
    }

    /**
     * Reads a configuration and resolves its references to secrets.
     *
     * @param json a JSON document as described in {@code docs/configuration.md}
     * @param secrets resolves the references
     * @return the configuration
     * @throws InvalidInputException with all problems; {@link #apply} checks the rules of the profiles
     */
    public static DeviceConfiguration parse(String json, SecretSource secrets) {
        return new ConfigurationReader(Objects.requireNonNull(secrets, "secrets"))
                .read(Objects.requireNonNull(json, "json"));
    }

    /**
     * Reads a configuration from a file, with {@link #parse}.
     *
     * @param file a JSON document in UTF-8
     * @param secrets resolves the references
     * @return the configuration
     * @throws UncheckedIOException if the file cannot be read
     */
    public static DeviceConfiguration load(Path file, SecretSource secrets) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(secrets, "secrets");
        return parse(TextFile.document("configuration", file), secrets);
    }

    /**
     * Builds a client and the buttons of the document. The client has the pins, plain http and proxy of the document, then the given settings, then the store. The profiles are
     * created or updated as by {@link #apply(OAuthClient)}. If the document has an {@code offlineQueue}, the queue uses the same store.
     *
     * @param store the store of the client and of the offline queue
     * @param client further settings of the client: time-outs, for example, or a proxy
     * @return the client and the buttons; close it when the device shuts down, or before the configuration is opened again
     * @throws InvalidInputException with all problems; the client is closed then, as after any other exception
     */
    public ConfiguredDevice open(RecordStore store, Consumer<? super OAuthClient.Builder> client) {
        return open(store, client, builder -> builder);
    }

    /**
     * Builds a client and the buttons as {@link #open(RecordStore, Consumer)}, with settings of the buttons that a document cannot have: the
     * clock, for example, or the listener of the offline queue.
     *
     * @param store the store of the client, and of the offline queue if {@code more} sets none
     * @param client further settings of the client
     * @param more further settings of the buttons
     * @return the client and the buttons
     * @throws InvalidInputException with all problems; the client is closed then, as after any other exception
     */
    public ConfiguredDevice open(
            RecordStore store,
            Consumer<? super OAuthClient.Builder> client,
            UnaryOperator<ButtonActions.Builder> more) {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(more, "more");
        OAuthClient.Builder builder = configure(OAuthClient.builder());
        client.accept(builder);
        OAuthClient built = builder.store(store).build();
        return ConfiguredDevice.of(
                built, () -> apply(built, buttons -> withQueue(store, more.apply(buttons))), built::close);
    }

    private ButtonActions.Builder withQueue(RecordStore store, ButtonActions.Builder buttons) {
        return document.get("offlineQueue") == null || buttons.offlineQueue().isPresent()
                ? buttons
                : buttons.offlineQueue(OfflineQueue.in(store));
    }

    /**
     * Adds to the settings of a client what the document says about the network: certificate pins, hosts with plain http, the proxy.
     *
     * @param client the settings
     * @return the settings
     */
    public OAuthClient.Builder configure(OAuthClient.Builder client) {
        Objects.requireNonNull(client, "client");
        network.forEach(setting -> setting.accept(client));
        return client;
    }

    /**
     * Creates the profiles of the document in the client, or updates those of the same name, and reads the buttons. Other profiles are not
     * changed. If there is any problem, nothing is stored.
     *
     * @param client a client built with {@link #configure}
     * @return the buttons
     * @throws InvalidInputException with all problems
     */
    public ButtonActions apply(OAuthClient client) {
        return apply(client, builder -> builder);
    }

    /**
     * Applies the document as {@link #apply(OAuthClient)}, with settings that a document cannot have: the clock, for example, or the store
     * and the listener of an {@link OfflineQueue}, whose other settings come from the document.
     *
     * @param client the client
     * @param more further settings of the buttons
     * @return the buttons
     * @throws InvalidInputException with all problems
     */
    public ButtonActions apply(OAuthClient client, UnaryOperator<ButtonActions.Builder> more) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(more, "more");
        List<Problem> problems = new ArrayList<>();
        List<OAuthProfile> built = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        client.profiles().list().forEach(profile -> names.add(profile.name()));
        Set<String> own = new TreeSet<>();
        for (int i = 0; i < profiles.size() && problems.size() < MOST_PROBLEMS; i++) {
            try {
                OAuthProfile profile = profile(client, profiles.get(i));
                built.add(profile);
                List<Problem> found = new ArrayList<>(client.profiles().problems(profile));
                if (!own.add(profile.name())) {
                    found.add(ProfileField.NAME.problem(
                            "is the name of another profile", "Give each profile a unique name."));
                }
                if (!found.isEmpty()) {
                    throw new InvalidInputException(found);
                }
            } catch (InvalidInputException e) {
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
                            "Give a store, with apply(client, buttons -> buttons.offlineQueue(OfflineQueue.in(store))), or remove offlineQueue."));
        }
        ConfigurationReader.refuse(problems);
        for (OAuthProfile profile : built) {
            if (client.profiles().find(profile.name()).isPresent()) {
                client.profiles().update(profile);
            } else {
                client.profiles().create(profile);
            }
        }
        return buttons.parse(buttons(document));
    }

    private static OAuthProfile profile(OAuthClient client, Map<String, Object> members) {
        ProfileForm form = client.draft(Json.write(members));
        Object name = members.get(ProfileField.NAME.property());
        if (name instanceof String text) {
            client.profiles().find(text.strip()).ifPresent(known -> form.id(known.id()));
        }
        return form.build();
    }

    /** The part of a document for {@link ButtonReader}, with an empty list of buttons if there are none. */
    static String buttons(Map<String, ? extends @Nullable Object> document) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put("buttons", document.get("buttons") == null ? List.of() : document.get("buttons"));
        part.put("screens", document.get("screens"));
        return Json.write(part);
    }

    /**
     * The document with the same values, and its members in the order of the forms, so that two configurations can be compared line by line.
     * It has references instead of secrets. Headers, paths and payloads are as the operator wrote them and may contain credentials.
     *
     * @return the JSON text
     */
    public String toJson() {
        return Json.writeIndented(DocumentOrder.of(document));
    }

    /** {@return the number of profiles; no secret} */
    @Override
    public String toString() {
        return "configuration with " + profiles.size() + (profiles.size() == 1 ? " profile" : " profiles");
    }
}
