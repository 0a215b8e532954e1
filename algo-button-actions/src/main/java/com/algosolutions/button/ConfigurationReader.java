package com.algosolutions.button;

import com.algosolutions.oauth.client.OAuthClient;
import com.algosolutions.oauth.input.InvalidInputException;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.ProfileField;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a device configuration and collects all problems that can be found without a client. */
final class ConfigurationReader {
    private static final int DAY = 86_400;

    private final List<Problem> problems = new ArrayList<>();
    private final SecretReferences secrets;
    private final Map<ApiHost, List<String>> pins = new LinkedHashMap<>();
    private final List<Consumer<OAuthClient.Builder>> network = new ArrayList<>();
    private final List<Map<String, Object>> profiles = new ArrayList<>();
    private UnaryOperator<ButtonActions.Builder> settings = builder -> builder;
    private UnaryOperator<OfflineQueue> queue = settings -> settings;

    ConfigurationReader(SecretSource source) {
        secrets = new SecretReferences(source);
    }

    DeviceConfiguration read(String json) {
        Map<String, ? extends @Nullable Object> members = new LinkedHashMap<>();
        try {
            members = Json.readObject(json);
            Fields document = new Fields(members, problems);
            document.text("$schema");
            boolean canSign = device(document.object("device"));
            press(document.object("press"));
            offlineQueue(document.object("offlineQueue"));
            profiles(document, members.get("profiles"));
            buttons(document, members, canSign);
            document.refuseUnknown();
        } catch (MalformedJsonException e) {
            problems.add(Problem.of("configuration", "cannot be read: " + e.getMessage(), "Correct the JSON text."));
        }
        refuse(problems.stream()
                .map(problem -> problem.hiding(secrets.resolved()))
                .toList());
        pins.forEach(
                (host, prints) -> network.add(client -> prints.forEach(print -> client.pinCertificate(host, print))));
        return new DeviceConfiguration(members, network, profiles, settings, queue);
    }

    static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private boolean device(Fields device) {
        String name = device.text("name");
        String mac = device.text("mac");
        if (name != null) {
            ButtonReader.checkSeen(device, "name", name);
        }
        if (mac != null) {
            ButtonReader.checkSeen(device, "mac", mac);
        }
        Secret password = secrets.resolve(device, "remoteDevicePassword");
        if (password != null) {
            ButtonReader.checkSeen(device, "remoteDevicePassword", password.reveal());
        }
        // A form sends an empty text for no password. A reference that cannot be resolved has a problem already, and
        // counts as a password.
        Object written = device.value("remoteDevicePassword");
        boolean named = written != null && !(written instanceof String text && text.isBlank());
        pins(device);
        plainHttp(device);
        if (!ButtonReader.left(device, "proxy")) {
            proxy(device.object("proxy"));
        }
        device.refuseUnknown();
        also(builder -> {
            if (name != null) {
                builder.deviceName(name);
            }
            if (mac != null) {
                builder.macAddress(mac);
            }
            return password == null ? builder : builder.remoteDevicePassword(password);
        });
        return named;
    }

    private void pins(Fields device) {
        Map<String, ? extends @Nullable Object> hosts = Json.asObject(device.value("pins"));
        Fields pinned = device.object("pins");
        for (String host : hosts == null ? List.<String>of() : hosts.keySet()) {
            List<String> prints = pinned.texts(host);
            ApiHost at;
            try {
                at = ButtonReader.host(host);
            } catch (IllegalArgumentException e) {
                ButtonReader.problem(pinned, host, host, "cannot be used", String.valueOf(e.getMessage()));
                continue;
            }
            try {
                prints.forEach(
                        print -> OAuthClient.builder().pinCertificate(at, print)); // throws if it is not a fingerprint
                if (prints.isEmpty()) {
                    pinned.problem(host, "has no fingerprint", "Write a fingerprint, or remove the host.");
                } else if (pins.put(at, prints) != null) {
                    pinned.problem(host, "is listed twice", "Write all its fingerprints as one list.");
                }
            } catch (IllegalArgumentException e) {
                ButtonReader.problem(
                        pinned,
                        host,
                        String.join(" ", prints),
                        "is not a fingerprint",
                        "Write the 64 hex digits of the certificate's SHA-256 fingerprint.");
            }
        }
    }

    private void plainHttp(Fields device) {
        List<String> hosts = device.texts("plainHttp");
        for (int i = 0; i < hosts.size(); i++) {
            try {
                ApiHost host = ButtonReader.host(hosts.get(i));
                network.add(client -> client.allowPlainHttp(host));
            } catch (IllegalArgumentException e) {
                ButtonReader.problem(
                        device, "plainHttp[" + i + "]", hosts.get(i), "cannot be used", String.valueOf(e.getMessage()));
            }
        }
    }

    private void proxy(Fields proxy) {
        String address = proxy.text("host");
        String user = proxy.text("user");
        Secret password = secrets.resolve(proxy, "password");
        if (address == null || !address.strip().matches(".*:[0-9]+")) {
            proxy.problem(
                    "host",
                    address == null ? "is missing" : "has no port",
                    "Write the proxy's host and port, such as proxy.example:3128.");
        } else {
            try {
                ApiHost at = ButtonReader.host(address);
                String name = at.host().replaceAll("[\\[\\]]", "");
                network.add(client ->
                        client.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(name, at.port()))));
            } catch (IllegalArgumentException e) {
                ButtonReader.problem(proxy, "host", address, "cannot be used", String.valueOf(e.getMessage()));
            }
        }
        if (user != null && password != null) {
            try {
                OAuthClient.builder().proxyCredentials(user, password); // throws if Basic cannot carry them
                network.add(client -> client.proxyCredentials(user, password));
            } catch (IllegalArgumentException e) {
                proxy.problem("user", "cannot be used with the password", String.valueOf(e.getMessage()));
            }
        } else if (user != null && ButtonReader.left(proxy, "password")) {
            proxy.problem("password", "is missing", "Add a reference to the password, or remove user.");
        } else if (user == null && !ButtonReader.left(proxy, "password")) {
            proxy.problem("user", "is missing", "Add the user, or remove password.");
        }
        proxy.refuseUnknown();
    }

    private void press(Fields press) {
        Integer timeout = number(press, "timeoutSeconds", 1, DAY);
        Integer parallel = number(press, "parallelTargets", 1, 1000);
        Integer debounce = number(press, "debounceMillis", 0, 60_000);
        String onFailure =
                ButtonReader.choice(press, "onFailure", OnFailure.CONTINUE.name(), names(OnFailure.values()));
        String second =
                ButtonReader.choice(press, "secondPress", RepeatedPress.IGNORE.name(), names(RepeatedPress.values()));
        press.refuseUnknown();
        also(builder -> {
            if (timeout != null) {
                builder.pressTimeout(Duration.ofSeconds(timeout));
            }
            if (parallel != null) {
                builder.parallelTargets(parallel);
            }
            if (debounce != null) {
                builder.debounce(Duration.ofMillis(debounce));
            }
            return builder.onFailure(OnFailure.valueOf(onFailure)).repeatedPress(RepeatedPress.valueOf(second));
        });
    }

    private void offlineQueue(Fields fields) {
        Integer capacity = number(fields, "capacity", 1, 1000);
        Integer expiry = number(fields, "expirySeconds", 1, DAY);
        Integer interval = number(fields, "intervalSeconds", 1, DAY);
        fields.refuseUnknown();
        queue = given -> {
            OfflineQueue set = capacity == null ? given : given.capacity(capacity);
            set = expiry == null ? set : set.expiry(Duration.ofSeconds(expiry));
            return interval == null ? set : set.interval(Duration.ofSeconds(interval));
        };
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private @Nullable Integer number(Fields fields, String member, int least, int most) {
        Integer number = fields.whole(member);
        if (number != null && (number < least || number > most)) {
            fields.problem(member, "is " + number, "Write a number from " + least + " to " + most + ".");
        }
        return number;
    }

    private void also(UnaryOperator<ButtonActions.Builder> more) {
        UnaryOperator<ButtonActions.Builder> before = settings;
        settings = builder -> more.apply(before.apply(builder));
    }

    /** Resolves the secrets of the profiles. The client checks the other fields, because it knows the providers. */
    private void profiles(Fields document, @Nullable Object value) {
        List<Fields> read = document.objects("profiles");
        if (!(value instanceof List<?> list) || read.size() != list.size()) {
            return;
        }
        for (int i = 0; i < read.size(); i++) {
            Fields fields = read.get(i);
            Map<String, ? extends @Nullable Object> members = Json.asObject(list.get(i));
            Map<String, Object> resolved = new LinkedHashMap<>();
            if (members != null) {
                members.forEach((name, member) -> {
                    if (member != null) {
                        resolved.put(name, member);
                    }
                });
            }
            ProfileField.all().forEach(field -> fields.value(field.property()));
            fields.refuseUnknown();
            if (ButtonReader.left(fields, ProfileField.PROVIDER_TYPE.property())) {
                fields.problem(
                        ProfileField.PROVIDER_TYPE.property(), "is missing", "Choose one, such as \"RINGCENTRAL\".");
            }
            for (ProfileField<?> field : ProfileField.all()) {
                if (field.secret() && resolved.containsKey(field.property())) {
                    Secret secret = secrets.resolve(fields, field.property());
                    resolved.put(field.property(), secret == null ? "" : secret.reveal());
                }
            }
            profiles.add(resolved);
        }
    }

    private void buttons(Fields document, Map<String, ? extends @Nullable Object> members, boolean canSign) {
        document.value("buttons");
        document.value("screens");
        Map<String, String> device = new LinkedHashMap<>();
        Map<String, ? extends @Nullable Object> facts = Json.asObject(members.get("device"));
        if (facts != null && facts.get("name") instanceof String name) {
            device.put(Placeholders.DEVICE_NAME, name);
        }
        if (facts != null && facts.get("mac") instanceof String mac) {
            device.put(Placeholders.MAC, mac);
        }
        try {
            new ButtonReader(canSign, Placeholders.of(device)).read(DeviceConfiguration.buttons(members));
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }
}
