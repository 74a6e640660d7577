package gedeon.storage.namespace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.VersionId;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Entry;
import gedeon.storage.objects.ObjectStore.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quicktheories.WithQuickTheories;

/**
 * What every namespace must do: any schedule of puts, deletes and deletes of versions leaves what a sorted map of stacks would hold, and a listing of it by any
 * prefix, delimiter and page size is what a plain walk of that map gives.
 */
public abstract class NamespaceContract implements WithQuickTheories {
    /** Pieces that sort otherwise as characters, as UTF-16 and as bytes, and the delimiter next to its neighbours. */
    private static final String[] PIECES = {
        "a", "b", "/", "//", "0", ".", " ", "%", "_", "é", "e\u0301", "\u007f", "\uffff", "\ud83d\ude80"
    };

    protected abstract ObjectStore store();

    protected abstract Bucket bucket(boolean versioned);

    /** Bytes that the ledger counts for all buckets made so far. */
    protected abstract long used();

    @Test
    void anyScheduleIsWhatASortedMapOfStacksWouldHold() {
        qt().withExamples(5)
                .withShrinkCycles(0)
                .forAll(integers().between(0, Integer.MAX_VALUE))
                .checkAssert(seed -> run(new Random(seed), seed));
    }

    private record Kept(VersionId version, long size, boolean marker) {}

    private void run(Random random, int seed) {
        long before = used();
        boolean versioned = random.nextBoolean();
        Bucket bucket = bucket(versioned);
        TreeMap<byte[], List<Kept>> model = new TreeMap<>(Arrays::compareUnsigned);
        try {
            for (int i = 0; i < 60; i++) {
                step(random, bucket, model);
            }
            assertThat(used() - before)
                    .as("bytes counted, seed %d", seed)
                    .isEqualTo(model.values().stream()
                            .flatMap(List::stream)
                            .mapToLong(Kept::size)
                            .sum());
            for (int i = 0; i < 40; i++) {
                look(random, bucket, model, seed);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void step(Random random, Bucket bucket, TreeMap<byte[], List<Kept>> model) throws IOException {
        String key = random.nextInt(3) > 0 && !model.isEmpty() ? new String(pick(random, model), UTF_8) : key(random);
        byte[] bytes = key.getBytes(UTF_8);
        List<Kept> stack = model.computeIfAbsent(bytes, k -> new ArrayList<>());
        switch (random.nextInt(5)) {
            case 0 -> {
                var deleted = store().delete(bucket, ObjectKey.of(key), null, false);
                if (bucket.versioned()) {
                    stack.add(new Kept(deleted.version().orElseThrow().version(), 0, true));
                } else {
                    stack.clear();
                }
            }
            case 1 -> {
                if (!stack.isEmpty()) {
                    Kept gone = stack.remove(random.nextInt(stack.size()));
                    store().delete(bucket, ObjectKey.of(key), gone.version(), !bucket.versioned());
                }
            }
            default -> {
                byte[] body = new byte[random.nextInt(50)];
                StoredVersion stored = store().put(TestGateway.aPut(bucket, key, body));
                if (!bucket.versioned()) {
                    stack.clear();
                }
                stack.add(new Kept(stored.version(), body.length, false));
            }
        }
        Optional<StoredVersion> current = store().find(bucket, ObjectKey.of(key), null, false);
        assertThat(current.map(StoredVersion::version))
                .isEqualTo(
                        stack.isEmpty()
                                ? Optional.empty()
                                : Optional.of(stack.getLast().version()));
        if (stack.isEmpty()) {
            model.remove(bytes);
        }
    }

    private void look(Random random, Bucket bucket, TreeMap<byte[], List<Kept>> model, int seed) {
        String prefix = random.nextInt(3) == 0 || model.isEmpty() ? "" : start(random, model);
        String delimiter = new String[] {"", "/", "//", "a", "\ud83d\ude80"}[random.nextInt(5)];
        int size = 1 + random.nextInt(7);
        Set<String> expected = new LinkedHashSet<>();
        for (var entry : model.entrySet()) {
            String key = new String(entry.getKey(), UTF_8);
            if (entry.getValue().getLast().marker() || !key.startsWith(prefix)) {
                continue;
            }
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            expected.add(at < 0 ? key : key.substring(0, at + delimiter.length()) + "*");
        }
        List<String> seen = new ArrayList<>();
        byte[] after = null;
        Page page;
        do {
            page = store().list(bucket, prefix.getBytes(UTF_8), delimiter.getBytes(UTF_8), after, size);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(size);
            page.entries().forEach(entry -> seen.add(text(entry)));
            after = page.next();
        } while (page.truncated());
        assertThat(seen)
                .as("prefix [%s], delimiter [%s], pages of %d, seed %d", prefix, delimiter, size, seed)
                .containsExactlyElementsOf(expected);
    }

    private static String text(Entry entry) {
        return switch (entry) {
            case Entry.Key key -> new String(key.key(), UTF_8);
            case Entry.CommonPrefix common -> new String(common.prefix(), UTF_8) + "*";
        };
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            key.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return key.toString();
    }

    private static byte[] pick(Random random, TreeMap<byte[], List<Kept>> model) {
        return List.copyOf(model.keySet()).get(random.nextInt(model.size()));
    }

    private static String start(Random random, TreeMap<byte[], List<Kept>> model) {
        String key = new String(pick(random, model), UTF_8);
        return key.substring(0, key.offsetByCodePoints(0, random.nextInt(key.codePointCount(0, key.length()) + 1)));
    }
}
