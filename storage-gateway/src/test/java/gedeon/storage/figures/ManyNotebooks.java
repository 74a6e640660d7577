package gedeon.storage.figures;

import gedeon.kernel.ByteCount;
import gedeon.storage.Gateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Notebooks.NotebookKind;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Which objects the notebooks of an institution have. All of it follows from three numbers, so that it is walked once for each table and comes out the same.
 *
 * <p>Each notebook has one bucket. Those of even numbers are for raw data, so under retention. The first has the most objects; the two behind it have
 * {@link #SMALL} each; the rest of the objects is spread unevenly over the others. What instruments write comes in dated folders of ten files, all buckets at
 * the same time, so that rows of one bucket do not lie together. Every tenth key has two versions, the later one long after the first; every twentieth
 * version came in four parts.
 */
final class ManyNotebooks {
    static final int SMALL = 10_000;
    static final int LARGEST = 0;
    static final int PARTS = 4;

    private static final int FILES_OF_A_RUN = 10;
    private static final int RUNS_OF_A_YEAR = 2_000;
    private static final int FIRST_YEAR = 2016;
    private static final int ROUNDS = 250;
    private static final int NOTEBOOKS_OF_A_UNIT = 25;
    private static final String[] INSTRUMENTS = {"nmr-600", "cryo-em-1", "lc-ms-ms-2", "confocal-sp8", "xrd-d8"};
    private static final String[] FILES = {
        "acqu.json",
        "data/frames/0001.raw",
        "data/frames/0002.raw",
        "data/frames/0003.raw",
        "data/frames/0004.raw",
        "log/run.log",
        "meta/sample.json",
        "pdata/1/1r",
        "pdata/1/procs",
        "readme.txt"
    };
    private static final String[] DAYS = days();

    private final int[] keys;
    private final long bytes;

    /**
     * @param notebooks at least four
     * @param objects keys of all buckets together
     * @param bytes that each notebook uses
     */
    ManyNotebooks(int notebooks, int objects, long bytes) {
        if (notebooks < 4 || objects < 10 * notebooks) {
            throw new IllegalArgumentException(
                    "four notebooks and ten objects for each are the least, were " + notebooks + " and " + objects);
        }
        this.bytes = bytes;
        this.keys = new int[notebooks];
        int small = Math.min(SMALL, objects / 10);
        keys[LARGEST] = Math.min(1_000_000, objects / 2);
        keys[1] = small;
        keys[2] = small;
        long left = objects - keys[LARGEST] - 2L * small;
        long weights = 0;
        for (int n = 3; n < notebooks; n++) {
            weights += weight(n);
        }
        for (int n = 3; n < notebooks; n++) {
            long share = left * weight(n) / weights;
            keys[n] = (int) share;
            left -= share;
            weights -= weight(n);
        }
    }

    private static int weight(int notebook) {
        return 1 + notebook % 10;
    }

    private static String[] days() {
        String[] days = new String[RUNS_OF_A_YEAR];
        for (int i = 0; i < days.length; i++) {
            days[i] = LocalDate.ofYearDay(2015, 1 + i * 365 / RUNS_OF_A_YEAR)
                    .toString()
                    .substring(4);
        }
        return days;
    }

    int notebooks() {
        return keys.length;
    }

    int keys(int notebook) {
        return keys[notebook];
    }

    long bytes() {
        return bytes;
    }

    static String bucket(int notebook) {
        return "data-%03d".formatted(notebook);
    }

    static boolean raw(int notebook) {
        return notebook % 2 == 0;
    }

    static String unit(int notebook) {
        return "unit-" + notebook / NOTEBOOKS_OF_A_UNIT;
    }

    /** Units below an institution, notebooks and their empty buckets, by the acts of the gateway; returns an owner's key of each notebook. */
    List<AccessKey> found(Gateway gateway) {
        ByteCount limit = new ByteCount(2 * bytes + (1L << 40));
        ByteCount all = new ByteCount(notebooks() * limit.value());
        gateway.notebooks().createUnit("institution", null, all);
        long account = gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
        List<AccessKey> owners = new ArrayList<>();
        for (int n = 0; n < notebooks(); n++) {
            if (n % NOTEBOOKS_OF_A_UNIT == 0) {
                gateway.notebooks().createUnit(unit(n), "institution", all);
            }
            int id = gateway.notebooks()
                    .createNotebook("notebook-" + n, unit(n), limit, NotebookKind.RESEARCH_GROUP)
                    .id();
            if (raw(n)) {
                gateway.store().createRawBucket(id, bucket(n));
            } else {
                gateway.store().createBucket(id, bucket(n), true);
            }
            owners.add(gateway.notebooks().issueKey(account, id, Role.OWNER));
        }
        return owners;
    }

    /**
     * A version on its way.
     *
     * @param place of its key in its bucket, from 0
     * @param again whether its key has another one already
     * @param head whether no other follows
     * @param number of all that are walked, from 0 in order of time
     */
    record Item(int notebook, int place, boolean again, boolean head, long number) {
        boolean inParts() {
            return number % 20 == 7;
        }
    }

    @FunctionalInterface
    interface Visitor {
        void visit(Item item) throws IOException;
    }

    /** All versions of those notebooks, in order of time. */
    void walk(IntPredicate which, Visitor visitor) throws IOException {
        long number = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            for (int n = 0; n < keys.length; n++) {
                if (!which.test(n)) {
                    continue;
                }
                int begun = came(n, round);
                for (int place = begun; place < came(n, round + 1); place++) {
                    visitor.visit(new Item(n, place, false, !rewritten(place), number++));
                }
                for (int place = came(n, round - 1); place < begun; place++) {
                    if (rewritten(place)) {
                        visitor.visit(new Item(n, place, true, true, number++));
                    }
                }
            }
        }
    }

    private int came(int notebook, int round) {
        return (int) ((long) keys[notebook] * Math.clamp(round, 0, ROUNDS) / ROUNDS);
    }

    private static boolean rewritten(int place) {
        return place % 10 == 5;
    }

    long versions(int notebook) {
        return keys[notebook] + (keys[notebook] + 4L) / 10;
    }

    long versions(IntPredicate which) {
        long sum = 0;
        for (int n = 0; n < keys.length; n++) {
            sum += which.test(n) ? versions(n) : 0;
        }
        return sum;
    }

    /** All of a bucket alike, but for the first of it, which has what is left over. */
    long size(Item item) {
        long versions = versions(item.notebook());
        long each = bytes / versions;
        return item.place() == 0 && !item.again() ? bytes - each * (versions - 1) : each;
    }

    /** Of a bucket's keys the one of that place; behind the last one they go on in the same way. */
    String key(int notebook, int place) {
        int run = place / FILES_OF_A_RUN;
        int instruments = instruments(notebook);
        int own = run / instruments;
        return folder(run % instruments, own / RUNS_OF_A_YEAR)
                + (FIRST_YEAR + own / RUNS_OF_A_YEAR)
                + DAYS[own % RUNS_OF_A_YEAR]
                + "_run-"
                + digits(run)
                + "/"
                + FILES[place % FILES_OF_A_RUN];
    }

    /** Behind each of a bucket's first so many keys there are a thousand more. */
    int pages(int notebook) {
        return keys[notebook] - (1000 + FILES_OF_A_RUN) * instruments(notebook);
    }

    private int instruments(int notebook) {
        return Math.clamp(keys[notebook] / 100_000, 1, INSTRUMENTS.length);
    }

    private static String folder(int instrument, int year) {
        return INSTRUMENTS[instrument] + "/" + (FIRST_YEAR + year) + "/";
    }

    private static String digits(int run) {
        String text = Integer.toString(run);
        return "0000000".substring(Math.min(7, text.length())) + text;
    }

    /**
     * A page of a thousand folders.
     *
     * @param prefix the folder above
     * @param after the folder before the first, or none
     */
    record Folders(String prefix, String after) {}

    /** The {@code which}th stretch of a thousand folders below one instrument and year, of {@link #thousands}. */
    Folders thousand(int notebook, int which) {
        int instruments = instruments(notebook);
        int instrument = which % instruments;
        int begun = which / instruments * 1000;
        String prefix = folder(instrument, begun / RUNS_OF_A_YEAR);
        if (begun % RUNS_OF_A_YEAR == 0) {
            return new Folders(prefix, "");
        }
        String before = key(notebook, ((begun - 1) * instruments + instrument) * FILES_OF_A_RUN);
        return new Folders(prefix, before.substring(0, before.indexOf('/', prefix.length()) + 1));
    }

    int thousands(int notebook) {
        int instruments = instruments(notebook);
        return keys[notebook] / FILES_OF_A_RUN / instruments / 1000 * instruments;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d notebooks, %,d objects, %,d versions, %,.0f TB",
                notebooks(),
                java.util.Arrays.stream(keys).asLongStream().sum(),
                versions(n -> true),
                notebooks() * (bytes / 1e12));
    }
}
