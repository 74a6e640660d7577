package gedeon.storage.figures;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Scope;
import gedeon.storage.objects.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Reads that are to be as fast in a large namespace as in a small one, measured in turn. */
final class Reading {
    private static final int WARM = 300;
    private static final int ROUNDS = 60;
    private static final int OF_A_ROUND = 10;
    private static final byte[] NONE = new byte[0];
    private static final byte[] SLASH = {'/'};

    private final Random random = new Random(7);
    private final Map<String, Runnable> small = new LinkedHashMap<>();
    private final Map<String, Runnable> full = new LinkedHashMap<>();

    /** @param few has the second bucket's objects alone */
    Reading(ManyNotebooks notebooks, OpenPort few, OpenPort many) {
        String ofSmall = "a bucket of %,d objects".formatted(notebooks.keys(2));
        String ofLargest = "a bucket of %,d objects".formatted(notebooks.keys(ManyNotebooks.LARGEST));
        add("page of 1,000 keys, " + ofSmall, page(notebooks, few, 1), page(notebooks, many, 2));
        add("page of 1,000 keys, " + ofLargest, page(notebooks, few, 1), page(notebooks, many, ManyNotebooks.LARGEST));
        add("page of 1,000 folders, " + ofSmall, folders(notebooks, few, 1), folders(notebooks, many, 2));
        add(
                "page of 1,000 folders, " + ofLargest,
                folders(notebooks, few, 1),
                folders(notebooks, many, ManyNotebooks.LARGEST));
        add("quota of a notebook", notebook(few), notebook(many));
        add("quota of a unit", unit(few, ManyNotebooks.unit(0)), unit(many, ManyNotebooks.unit(0)));
        add("quota of the institution", unit(few, "institution"), unit(many, "institution"));
    }

    private void add(String name, Runnable few, Runnable many) {
        small.put(name, few);
        full.put(name, many);
    }

    private Runnable page(ManyNotebooks notebooks, OpenPort port, int notebook) {
        Bucket bucket =
                port.gateway().store().bucket(ManyNotebooks.bucket(notebook)).orElseThrow();
        return () -> {
            byte[] after = bytes(notebooks.key(notebook, random.nextInt(notebooks.pages(notebook))));
            assertThat(port.gateway()
                            .store()
                            .list(bucket, NONE, NONE, after, 1000)
                            .entries())
                    .hasSize(1000);
        };
    }

    private Runnable folders(ManyNotebooks notebooks, OpenPort port, int notebook) {
        Bucket bucket =
                port.gateway().store().bucket(ManyNotebooks.bucket(notebook)).orElseThrow();
        return () -> {
            ManyNotebooks.Folders page = notebooks.thousand(notebook, random.nextInt(notebooks.thousands(notebook)));
            assertThat(port.gateway()
                            .store()
                            .list(bucket, bytes(page.prefix()), SLASH, bytes(page.after()), 1000)
                            .entries())
                    .hasSize(1000);
        };
    }

    private static Runnable notebook(OpenPort port) {
        int id = port.gateway().notebooks().notebook("notebook-7").orElseThrow().id();
        return () -> port.gateway().quotas().quota(new Scope.OfNotebook(id));
    }

    private static Runnable unit(OpenPort port, String name) {
        int id = port.gateway().notebooks().unit(name).orElseThrow().id();
        return () -> port.gateway().quotas().quota(new Scope.OfUnit(id));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Medians, in milliseconds, and of the large namespace what one in twenty takes longer than. */
    record Compared(String name, double small, double full, double p95) {
        double ratio() {
            return full / small;
        }
    }

    List<Compared> run() {
        List<Compared> compared = new ArrayList<>();
        for (String name : small.keySet()) {
            Runnable few = Objects.requireNonNull(small.get(name));
            Runnable many = Objects.requireNonNull(full.get(name));
            long[] ofFew = new long[ROUNDS * OF_A_ROUND];
            long[] ofMany = new long[ROUNDS * OF_A_ROUND];
            time(few, new long[WARM], 0, WARM);
            time(many, new long[WARM], 0, WARM);
            for (int round = 0; round < ROUNDS; round++) {
                time(few, ofFew, round * OF_A_ROUND, OF_A_ROUND);
                time(many, ofMany, round * OF_A_ROUND, OF_A_ROUND);
            }
            Arrays.sort(ofFew);
            Arrays.sort(ofMany);
            compared.add(new Compared(
                    name,
                    ofFew[ofFew.length / 2] / 1e6,
                    ofMany[ofMany.length / 2] / 1e6,
                    ofMany[ofMany.length * 19 / 20] / 1e6));
        }
        return compared;
    }

    private static void time(Runnable act, long[] nanos, int from, int count) {
        for (int i = from; i < from + count; i++) {
            long begun = System.nanoTime();
            act.run();
            nanos[i] = System.nanoTime() - begun;
        }
    }
}
