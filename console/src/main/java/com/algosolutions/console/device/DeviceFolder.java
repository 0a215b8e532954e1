package com.algosolutions.console.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The files of the device: its records, the key that encrypts them, and the button document. Firmware keeps the key elsewhere, in a key store or a
 * secure element.
 */
public final class DeviceFolder {
    private final Path folder;

    /** A folder, which is created if it does not exist. */
    public DeviceFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder " + folder + " cannot be created. Set CONSOLE_STORE to another one.", e);
        }
    }

    /** Deletes all files, for a device that has never been used. */
    public DeviceFolder emptied() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> inside = all.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path path : inside) {
                Files.delete(path);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be emptied", e);
        }
    }

    Path records() {
        return folder.resolve("records");
    }

    SecretKey key() {
        Path file = folder.resolve("device.key");
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[32];
                new SecureRandom().nextBytes(bytes);
                if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
                Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
            }
            return new SecretKeySpec(
                    Base64.getDecoder().decode(Files.readString(file).strip()), "AES");
        } catch (IOException e) {
            throw new UncheckedIOException("The key of the device cannot be kept in " + file, e);
        }
    }

    String buttons() {
        Path file = folder.resolve("buttons.json");
        try {
            return Files.exists(file) ? Files.readString(file) : "{\"buttons\": []}";
        } catch (IOException e) {
            throw new UncheckedIOException("The button document " + file + " cannot be read", e);
        }
    }

    /** Writes the button document, if there is none yet. */
    public void defaultButtons(String document) {
        if (!Files.exists(folder.resolve("buttons.json"))) {
            replaceButtons(document);
        }
    }

    void replaceButtons(String document) {
        Path file = folder.resolve("buttons.json");
        try {
            Path draft = Files.writeString(folder.resolve("buttons.json.new"), document);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The button document " + file + " cannot be written", e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
