package com.algosolutions.oauth.store;

import java.io.IOException;

/**
 * One number for each record, which can only grow, in hardware that allows no older value to be restored: an RPMB partition, a TPM's NV
 * index, a secure element. An {@linkplain RecordStore#encryptedWith(javax.crypto.SecretKey, RollbackCounter) encrypted store} compares it
 * with the number in a record to detect an old file that was put back. Implementations must be thread-safe. Whatever a method throws, the
 * store reports it as an {@link IOException} that names the counter.
 *
 * @since 0.1.0
 */
public interface RollbackCounter {

    /**
     * Reads a record's number.
     *
     * @param id the record's id; the record need not exist
     * @return its number, 0 if it was never advanced
     * @throws IOException if the number cannot be read; the store then does not read or write the record
     */
    long value(String id) throws IOException;

    /**
     * Advances a record's number, durably; does nothing if it is as high or higher already. The store calls this after each write and
     * deletion.
     *
     * @param id the record's id
     * @param value the lowest value that the number may have from now on
     * @throws IOException if the number cannot be advanced
     */
    void advance(String id, long value) throws IOException;
}
