package com.algosolutions.oauth.store;

import com.algosolutions.oauth.contract.RecordStoreContract;
import java.util.Optional;

class MemoryStoreTest extends RecordStoreContract {
    @Override
    protected RecordStore open() {
        return RecordStore.inMemory();
    }

    @Override
    protected Optional<RecordStore> openAgain() {
        return Optional.empty();
    }
}
