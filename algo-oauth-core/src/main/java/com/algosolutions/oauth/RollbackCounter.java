package com.algosolutions.oauth;

import java.io.IOException;

/**
 * Numbers that only grow, one for each record, kept by the device where nobody can put back an older one: in an RPMB partition, a
 * TPM's NV index, a secure element. An {@linkplain RecordStore#encryptedWith(javax.crypto.SecretKey, RollbackCounter) encrypted store}
 * tells by it an old file that was put back from the one that was written last. Must be thread-safe.
 */
public interface RollbackCounter {

    /**
     * Reads a record's number.
     *
     * @param id the record's id; need not exist
     * @return its number, 0 if it was never advanced
     * @throws IOException if it cannot be read; the record is then not read or written either
     */
    long value(String id) throws IOException;

    /**
     * Advances a record's number, durably; does nothing if it is as far or farther already. Called after each write and deletion.
     *
     * @param id the record's id
     * @param value its least number from now on
     * @throws IOException if it cannot be advanced
     */
    void advance(String id, long value) throws IOException;
}
