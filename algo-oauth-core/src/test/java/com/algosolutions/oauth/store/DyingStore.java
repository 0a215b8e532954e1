package com.algosolutions.oauth.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that makes a number of writes, and rejects all later ones, as after a power cut. It can be read. */
public final class DyingStore extends ForwardingStore {
    private final AtomicInteger left;

    public DyingStore(RecordStore kept, int writes) {
        super(kept);
        this.left = new AtomicInteger(writes);
    }

    private boolean dead() {
        return left.getAndDecrement() <= 0;
    }

    @Override
    public boolean replace(String id, long expectedGeneration, byte[] bytes) throws IOException {
        if (dead()) {
            throw new IOException("the power is gone");
        }
        return kept.replace(id, expectedGeneration, bytes);
    }

    @Override
    public void delete(String id) throws IOException {
        if (dead()) {
            throw new IOException("the power is gone");
        }
        kept.delete(id);
    }
}
