package com.algosolutions.oauth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.algosolutions.oauth.time.Uninterruptibly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Records encrypted with AES-256-GCM, in another store. That store keeps for each record:
 *
 * <pre>
 *  0  version  1
 *  1  count    8 bytes, big-endian: the rollback counter's value after this write, 0 without a counter
 *  9  nonce    12 random bytes
 * 21  the record, encrypted; then a tag of 16 bytes
 * </pre>
 *
 * <p>Version, count, generation and id are authenticated with it, so a record is valid only under its own id and generation.
 */
final class EncryptedStore implements RecordStore {
    private static final byte VERSION = 1;

    private static final int NONCE = 9;
    private static final int NONCE_LENGTH = 12;
    private static final int HEADER = NONCE + NONCE_LENGTH;
    private static final int TAG_LENGTH = 16;
    private static final int KEY_LENGTH = 32;

    private final RecordStore store;
    private final SecretKey key;
    private final @Nullable RollbackCounter counter;
    private final SecureRandom random = new SecureRandom();

    /** Its monitor is held from the reading of the counter until the counter is advanced. */
    private final Object counting = new Object();

    EncryptedStore(RecordStore store, SecretKey key, @Nullable RollbackCounter counter) {
        byte[] encoded = key.getEncoded(); // null for a key that never leaves its hardware
        if (!"AES".equalsIgnoreCase(key.getAlgorithm()) || (encoded != null && encoded.length != KEY_LENGTH)) {
            String length = encoded == null ? "" : " of " + 8 * encoded.length + " bits";
            throw new IllegalArgumentException("the store's key is a key for " + key.getAlgorithm() + length
                    + ". Give an AES key of 256 bits: new SecretKeySpec(bytes, \"AES\") of 32 random bytes.");
        }
        this.store = store;
        this.key = key;
        this.counter = counter;
    }

    /** Reads the counter first: a record that is read after it cannot be older, even if other threads write meanwhile. */
    @Override
    public Optional<StoredRecord> read(String id) throws IOException {
        long least = counter == null ? 0 : value(counter, RecordId.check(id));
        Optional<StoredRecord> sealed = store.read(id);
        return sealed.isEmpty() ? sealed : Optional.of(open(id, sealed.get(), least));
    }

    private StoredRecord open(String id, StoredRecord sealed, long least) throws IOException {
        byte[] bytes = sealed.bytes();
        requireSealed(id, sealed);
        byte[] record;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, id, sealed.generation(), bytes);
            record = cipher.doFinal(bytes, HEADER, bytes.length - HEADER);
        } catch (AEADBadTagException e) {
            UnreadableRecordException unreadable = unreadable(
                    id,
                    "cannot be decrypted: it was written with another key, or it was changed",
                    "Open the store with the key of that record, or delete the record and authorize again.");
            unreadable.initCause(e);
            throw unreadable;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
        confirm(id, ByteBuffer.wrap(bytes).getLong(1), least);
        return new StoredRecord(sealed.generation(), record, sealed.recovered());
    }

    private static void requireSealed(String id, StoredRecord sealed) throws IOException {
        byte[] bytes = sealed.bytes();
        if (!sealed.encrypted()) {
            boolean json = bytes.length > 0 && bytes[0] == '{';
            throw unreadable(
                    id,
                    json ? "is not encrypted, and this store has a key" : "is damaged: it is not an encrypted record",
                    json
                            ? "If it was written before the store had a key, encrypt it as docs/storage.md shows; else delete it and"
                                    + " authorize again."
                            : "Restore it from a backup, or delete it and authorize again.");
        }
        if (bytes[0] != VERSION) {
            throw unreadable(
                    id,
                    "is encrypted in format " + bytes[0] + ", and this firmware reads format " + VERSION,
                    "Install the newer firmware again, or delete the record and authorize again.");
        }
    }

    private static UnreadableRecordException unreadable(String id, String reason, String advice) {
        return new UnreadableRecordException(id, reason, advice);
    }

    /** A record ahead of the counter: the device lost power after it wrote the record and before it advanced the counter. */
    private void confirm(String id, long count, long least) throws IOException {
        if (counter != null && count < least) {
            throw unreadable(
                    id,
                    "is older than the last one written (its count is " + count + ", the counter's " + least
                            + "): it was put back",
                    "To go on, delete the record and authorize again.");
        }
        if (counter != null && count > least) {
            advance(counter, id, count);
        }
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        RecordId.check(id);
        if (counter == null) {
            return store.replace(id, expectedGeneration, seal(id, expectedGeneration + 1, 0, bytes));
        }
        synchronized (counting) {
            long count = value(counter, id) + 1;
            boolean replaced = store.replace(id, expectedGeneration, seal(id, expectedGeneration + 1, count, bytes));
            if (replaced) {
                advance(counter, id, count);
            }
            return replaced;
        }
    }

    private byte[] seal(String id, long generation, long count, byte[] record) throws IOException {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] sealed = new byte[HEADER + record.length + TAG_LENGTH];
        ByteBuffer.wrap(sealed).put(VERSION).putLong(count).put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, id, generation, sealed);
            cipher.doFinal(record, 0, record.length, sealed, HEADER);
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
        return sealed;
    }

    private Cipher cipher(int mode, String id, long generation, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, sealed, NONCE, NONCE_LENGTH));
        cipher.updateAAD(sealed, 0, NONCE);
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(generation).flip());
        cipher.updateAAD(id.getBytes(US_ASCII));
        return cipher;
    }

    private static IOException unusable(GeneralSecurityException cause) {
        return new IOException("The store's key cannot be used. Check the key in the device's key storage.", cause);
    }

    @Override
    public List<String> list() throws IOException {
        return store.list();
    }

    @Override
    public void delete(String id) throws IOException {
        if (counter == null) {
            store.delete(id);
            return;
        }
        synchronized (counting) {
            long value = value(counter, RecordId.check(id));
            store.delete(id);
            advance(counter, id, value + 1);
        }
    }

    private static long value(RollbackCounter counter, String id) throws IOException {
        try {
            return counter.value(id);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("value", id, e);
        }
    }

    private static void advance(RollbackCounter counter, String id, long value) throws IOException {
        try {
            counter.advance(id, value);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("advance", id, e);
        }
    }

    /** A counter that threw what its contract does not allow. */
    private static IOException broken(String call, String id, Throwable cause) {
        return new IOException(
                "The rollback counter breaks its contract: " + call + "(\"" + id + "\") threw "
                        + Uninterruptibly.caught(cause) + ". Correct the counter.",
                cause);
    }

    @Override
    public Optional<RecordLock> lock(String id, Duration limit) throws IOException {
        return store.lock(id, limit);
    }
}
