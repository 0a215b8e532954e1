package com.algosolutions.gateway;

import com.algosolutions.oauth.ringcentral.TeamId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The settings of one gateway process. They come from environment variables, because other users of the machine can read the arguments of a
 * process.
 */
final class GatewaySettings {
    private final Map<String, String> environment;

    GatewaySettings(Map<String, String> environment) {
        this.environment = environment;
    }

    String databaseUrl() {
        return required("DATABASE_URL", "Set it to the JDBC URL, such as jdbc:postgresql://localhost/gateway.");
    }

    String databaseUser() {
        return required("DATABASE_USER", "Set it to the user of the database.");
    }

    /** {@return the password of the database; empty if the database asks for none} */
    String databasePassword() {
        return optional("DATABASE_PASSWORD").orElse("");
    }

    /** {@return the key of the records, the same one in each process} */
    SecretKey storeKey() {
        String key = required("STORE_KEY", "Set it to 32 random bytes: openssl rand -hex 32");
        if (!key.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("STORE_KEY has " + key.length()
                    + " characters that are not 64 hex digits. Set it to 32 random bytes: openssl rand -hex 32");
        }
        return new SecretKeySpec(HexFormat.of().parseHex(key), "AES");
    }

    /** {@return the name of this process in its events} */
    String processName() {
        return required("PROCESS_NAME", "Set it to a name that no other process has, such as gateway-1.");
    }

    /** {@return the team to which the presses post} */
    TeamId team() {
        return TeamId.of(required("TEAM", "Set it to the team's link or id."));
    }

    /** {@return the number of desks, whose profiles are "desk 0", "desk 1" and so on} */
    int desks() {
        return number("DESKS", "Set it to the number of profiles.");
    }

    int pressesPerSecond() {
        return number("PRESSES_PER_SECOND", "Set it to the number of presses in each second.");
    }

    /** {@return the proxy to the Internet, if there is one} */
    Optional<Proxy> proxy() {
        return optional("PROXY").map(hostAndPort -> {
            int colon = hostAndPort.lastIndexOf(':');
            if (colon < 0 || !hostAndPort.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("PROXY is \"" + hostAndPort
                        + "\". Set it to a host and a port, such as proxy.example.com:8080.");
            }
            return new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(
                            hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1))));
        });
    }

    /** {@return the only certificate that is trusted, if there is one: that of a proxy which decrypts the traffic, for example} */
    Optional<KeyStore> trusted() throws IOException, GeneralSecurityException {
        Optional<String> file = optional("TRUSTED_CERTIFICATE");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(file.get()))) {
            trusted.setCertificateEntry(
                    "trusted", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return Optional.of(trusted);
    }

    private int number(String name, String fix) {
        String value = required(name, fix);
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(name + " is \"" + value + "\" and must be a number, 1 or more. " + fix);
        }
        return Integer.parseInt(value);
    }

    private String required(String name, String fix) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing. " + fix));
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
