package com.algosolutions.oauth.credential;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that has each value for as long as something else refers to it: a call, a renewal, a timer. What is in use is found again as the same
 * object, and what is not in use takes no memory. Not thread-safe.
 *
 * @param <V> the values
 */
final class WeakValues<V> extends AbstractMap<String, V> {
    private final Map<String, Entry<V>> entries = new HashMap<>();
    private final ReferenceQueue<V> cleared = new ReferenceQueue<>();

    /** A value, with its key so that the entry of a value that is gone can be removed. */
    private static final class Entry<V> extends WeakReference<V> {
        private final String key;

        private Entry(String key, V value, ReferenceQueue<V> cleared) {
            super(value, cleared);
            this.key = key;
        }
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Entry<V> found = entries.get(key);
        return found == null ? null : found.get();
    }

    @Override
    public @Nullable V put(String key, V value) {
        removeCleared();
        Entry<V> earlier = entries.put(key, new Entry<>(key, value, cleared));
        return earlier == null ? null : earlier.get();
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        Entry<V> removed = entries.remove(key);
        return removed == null ? null : removed.get();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an equal object is not the one in use
    public boolean remove(@Nullable Object key, @Nullable Object value) {
        boolean same = value != null && get(key) == value;
        if (same) {
            entries.remove(key);
        }
        return same;
    }

    private void removeCleared() {
        for (Reference<? extends V> gone = cleared.poll(); gone != null; gone = cleared.poll()) {
            if (gone instanceof Entry<? extends V> entry) {
                entries.remove(entry.key, entry);
            }
        }
    }

    /** {@return the entries whose values are in use now; a copy} */
    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        Set<Map.Entry<String, V>> used = new HashSet<>();
        for (Entry<V> entry : entries.values()) {
            V value = entry.get();
            if (value != null) {
                used.add(Map.entry(entry.key, value));
            }
        }
        return used;
    }
}
