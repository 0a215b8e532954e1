package com.algosolutions.button;

import com.algosolutions.fuzz.Property;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.store.RecordStore;
import java.util.List;

/** Stored presses of the offline queue. What is written reads back equal, and a queue with the record goes on. */
public final class QueuedPressTarget {
    private QueuedPressTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Property.value(input, () -> QueuedPress.of(input), IllegalArgumentException.class, MalformedJsonException.class)
                .ifPresent(press -> Property.equal(press, QueuedPress.of(press.toBytes())));
        Property.value(input, () -> {
                    RecordStore store = RecordStore.inMemory();
                    store.replace("press-1", 0, input);
                    QueueRecords records = new QueueRecords(OfflineQueue.in(store), () -> 0);
                    List<QueuedPress> found = records.read();
                    records.size();
                    records.dropUnreadable();
                    records.keep(new QueuedPress("2", "help", 1, 1, false, List.of()));
                    records.remove("1");
                    return found;
                })
                .orElseThrow();
    }
}
