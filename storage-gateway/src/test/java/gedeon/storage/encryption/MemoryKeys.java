package gedeon.storage.encryption;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys that are forgotten with the process. */
public final class MemoryKeys implements KeyProvider {
    private record Kept(byte[] bytes, Instant created, Instant destroyed) {}

    private final Map<KeyRef, Kept> keys = new LinkedHashMap<>();
    private int master = 1;

    @Override
    public synchronized Wrapped wrap(KeyName key, byte[] dataKey, byte[] context) {
        KeyRef ref = current(key).orElseThrow(() -> new UnknownKey(key));
        return new Wrapped(ref, KeyWrap.wrap(keys.get(ref).bytes(), "memory", context, dataKey));
    }

    @Override
    public synchronized byte[] unwrap(KeyRef ref, byte[] wrapped, byte[] context) {
        Kept kept = keys.get(ref);
        if (kept == null) {
            throw new UnknownKey(ref);
        }
        if (kept.destroyed() != null) {
            throw new DestroyedKey(ref);
        }
        return KeyWrap.unwrap(kept.bytes(), "memory", context, wrapped);
    }

    @Override
    public synchronized KeyRef ensure(KeyName key) {
        return current(key).orElseGet(() -> renew(key));
    }

    @Override
    public synchronized KeyRef renew(KeyName key) {
        int last = keys.keySet().stream()
                .filter(ref -> ref.key().equals(key))
                .mapToInt(KeyRef::generation)
                .max()
                .orElse(0);
        byte[] bytes = new byte[KeyWrap.KEY];
        new SecureRandom().nextBytes(bytes);
        KeyRef ref = new KeyRef(key, last + 1);
        keys.put(ref, new Kept(bytes, Instant.now(), null));
        return ref;
    }

    @Override
    public synchronized Optional<KeyRef> current(KeyName key) {
        return keys.keySet().stream()
                .filter(ref -> ref.key().equals(key) && alive(ref))
                .max(Comparator.comparingInt(KeyRef::generation));
    }

    @Override
    public synchronized boolean alive(KeyRef ref) {
        return keys.containsKey(ref) && keys.get(ref).destroyed() == null;
    }

    @Override
    public synchronized void destroy(KeyRef ref) {
        Kept kept = keys.get(ref);
        if (kept == null) {
            throw new UnknownKey(ref);
        }
        if (kept.destroyed() == null) {
            keys.put(ref, new Kept(new byte[0], kept.created(), Instant.now()));
        }
    }

    @Override
    public synchronized List<Generation> keys(int notebook) {
        List<Generation> all = new ArrayList<>();
        keys.forEach((ref, kept) -> {
            if (ref.key().notebook() == notebook) {
                all.add(new Generation(ref, kept.created(), kept.destroyed()));
            }
        });
        all.sort(Comparator.comparing((Generation one) -> one.ref().key().name())
                .thenComparing(one -> one.ref().generation()));
        return all;
    }

    @Override
    public synchronized List<Integer> notebooks() {
        return keys.keySet().stream()
                .map(ref -> ref.key().notebook())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public synchronized Rotation rotate() {
        master++;
        return new Rotation(master(), keys.size());
    }

    @Override
    public int erase(Instant before) {
        return 0;
    }

    @Override
    public String master() {
        return "memory-" + master;
    }
}
