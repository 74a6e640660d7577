package gedeon.storage.lifecycle.adoption;

import gedeon.storage.BlobId;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.RoomOf;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.jobs.StorageJobs;
import gedeon.storage.lifecycle.tiering.Policies;
import gedeon.storage.lifecycle.tiering.Unmet;
import gedeon.storage.namespace.Buckets;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.Refusal;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.RealPath;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.adopted.FolderKind;
import gedeon.storage.tier.adopted.FolderTier;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import gedeon.storage.tier.jdbc.TierTraits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Folders of somebody else that are taken into notebooks in place, each a read-only tier of its own. */
public final class Adoptions {
    /** Behind the tiers of this installation: of two copies theirs is read. */
    private static final int RANK = 100;

    private static final String UNIQUE_VIOLATION = "23505";
    /** The lock of whoever adds a folder. */
    private static final long ADOPTING = 0x41444f5054L;

    private final Sql sql;
    private final JdbcTiers tiers;
    private final ObjectStore store;
    private final Namespace namespace;
    private final QuotaLedger ledger;
    private final Copies.Damages damages;
    private final StorageJobs jobs;
    private final AdoptionRows rows;
    private final Policies policies;
    private final Clock clock;

    public Adoptions(
            Sql sql,
            JdbcTiers tiers,
            ObjectStore store,
            Namespace namespace,
            QuotaLedger ledger,
            Copies.Damages damages,
            Duration claim,
            Clock clock) {
        this.sql = sql;
        this.tiers = tiers;
        this.store = store;
        this.namespace = namespace;
        this.ledger = ledger;
        this.damages = damages;
        this.jobs = new StorageJobs(sql, claim);
        this.rows = new AdoptionRows(sql);
        this.policies = new Policies(sql);
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param folder where it is: a path with a link in it is refused, as it may lead elsewhere tomorrow
     * @param bucket of the notebook; null for one that is made, named after notebook and folder
     * @param prefix of the keys; a {@code /} is put behind it where it has none
     * @param notAbout folders of this installation: neither they nor what is above or below them is adopted
     * @param traits what is known of where it is: the notebook's storage policy may ask for a country or a certificate
     */
    public record Asked(
            Path folder,
            int notebook,
            String notebookName,
            @Nullable String bucket,
            String prefix,
            List<Path> notAbout,
            TierTraits traits) {
        public Asked {
            if (!prefix.isEmpty() && !prefix.endsWith("/")) {
                prefix = prefix + "/";
            }
        }

        /** Of a folder of whose place nothing is known. */
        public Asked(
                Path folder,
                int notebook,
                String notebookName,
                @Nullable String bucket,
                String prefix,
                List<Path> notAbout) {
            this(folder, notebook, notebookName, bucket, prefix, notAbout, TierTraits.UNKNOWN);
        }
    }

    /**
     * Counts what is there and what of it would be left out, and asks the quota. Nothing changes.
     *
     * @throws IllegalArgumentException where the folder or bucket is none that can be asked for
     */
    public Survey survey(Asked asked) throws IOException {
        Folder folder = new Folder(requireFree(asked));
        requireFit(asked);
        Survey survey = Survey.of(folder, asked.prefix());
        try {
            ledger.require(asked.notebook(), room(survey));
            return survey;
        } catch (QuotaExceeded e) {
            boolean bytes = e.of() == RoomOf.BYTES;
            Long objects = e.quota().objects().limit();
            long lacking = bytes
                    ? e.asked() - e.quota().free().value()
                    : e.asked()
                            - Math.max(
                                    0,
                                    (objects == null ? 0 : objects)
                                            - e.quota().objects().used()
                                            - e.quota().objects().reserved());
            return survey.lacking(String.valueOf(e.getMessage()), bytes ? lacking : 0, bytes ? 0 : lacking);
        }
    }

    /**
     * Begins; the files are objects as the job walks by them.
     *
     * @param bytesPerSecond at which they are hashed; 0 for no limit
     * @throws QuotaExceeded where there is no room for all of it: nothing is there then
     * @throws IllegalArgumentException as {@link #survey}
     */
    public Adoption begin(Asked asked, long bytesPerSecond, @Nullable String askedBy) throws IOException {
        Path root = requireFree(asked);
        requireFit(asked);
        Survey survey = Survey.of(new Folder(root), asked.prefix());
        ledger.require(asked.notebook(), room(survey));
        Bucket bucket = bucket(asked, root);
        AdoptionRows.Wish wish = new AdoptionRows.Wish(Adoption.Mode.ADOPT, bytesPerSecond, askedBy);
        TierRow tier = added(asked, root, bucket, survey, wish);
        work(tier.id(), wish);
        return rows.find(tier.id()).orElseThrow();
    }

    /** The tier and what becomes of it at once; of two that ask for one folder, or for one within the other, the second is refused. */
    private TierRow added(Asked asked, Path root, Bucket bucket, Survey survey, AdoptionRows.Wish wish)
            throws IOException {
        try {
            Map<String, String> settings = Map.of(FolderKind.ROOT, root.toString());
            return tiers.add(FolderKind.NAME, name(root), settings, RANK, asked.traits(), (c, id) -> {
                Sql.list(c, row -> true, "select pg_advisory_xact_lock(?)", ADOPTING);
                for (String other : rows.folders(c, id)) {
                    requireApart(root, Path.of(other), "another tier");
                }
                rows.begin(c, id, asked.notebook(), bucket.id(), asked.prefix(), survey, wish);
            });
        } catch (Sql.Failed e) {
            if (e.state().equals(UNIQUE_VIOLATION)) {
                requireFree(asked);
            }
            throw e;
        }
    }

    private static Room room(Survey survey) {
        return new Room(survey.bytes(), survey.files());
    }

    private void work(short tier, AdoptionRows.Wish wish) {
        jobs.limit(job(tier, wish).id(), wish.bytesPerSecond());
    }

    private StorageJob job(short tier, AdoptionRows.Wish wish) {
        return jobs.ensure(StorageJob.Kind.ADOPTION, tier, wish.askedBy(), Duration.ZERO, wish.bytesPerSecond());
    }

    /**
     * Compares the folder with what is known of it.
     *
     * @param take whether what came becomes objects, and what changed new versions
     * @throws IllegalStateException where the last is still under way
     */
    public Adoption again(TierRow tier, boolean take, long bytesPerSecond, @Nullable String askedBy) {
        AdoptionRows.Wish wish =
                new AdoptionRows.Wish(take ? Adoption.Mode.TAKE : Adoption.Mode.COMPARE, bytesPerSecond, askedBy);
        if (!rows.again(tier.id(), wish)) {
            throw new IllegalStateException("the folder of tier " + tier.name()
                    + " is being walked or hashed still; wait for its job, or look at it with gedeon job list");
        }
        work(tier.id(), wish);
        return rows.find(tier.id()).orElseThrow();
    }

    public Optional<Adoption> find(short tier) {
        return rows.find(tier);
    }

    /** The tier that a folder was adopted as. */
    public Optional<TierRow> of(Path folder) {
        Path real = RealPath.of(folder);
        return tiers.all().stream()
                .filter(row -> row.kind().equals(FolderKind.NAME)
                        && FolderKind.root(row.settings()).equals(real))
                .findFirst();
    }

    /** What changed or is gone, then what the last walk left out or found to be new; the walk remembers a thousand of each kind. */
    public List<Adoption.Finding> findings(short tier, int limit) {
        return rows.findings(tier, limit);
    }

    /** Of the job. */
    public Round round(short tier) {
        Optional<AdoptionRows.Walked> found = rows.walked(tier);
        Optional<Bucket> bucket = found.flatMap(adoption -> new Buckets(sql).find(adoption.bucket()));
        if (bucket.isEmpty()) {
            return new NothingLeft(rows, tier);
        }
        AdoptionRows.Walked adoption = found.get();
        try {
            if (tiers.of(tier) instanceof FolderTier folder) {
                return new AdoptionRound(
                        rows,
                        adoption,
                        folder,
                        new JdbcAdoptedFiles(sql, adoption.uuid()),
                        damages,
                        new Taking(sql, rows, adoption, bucket.get(), folder.folder(), namespace, ledger, clock));
            }
            throw new IllegalStateException("tier " + tier + " is no folder");
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The bucket was removed, and all that lay in it. */
    private record NothingLeft(AdoptionRows rows, short tier) implements Round {
        @Override
        public long blobs() {
            return 0;
        }

        @Override
        public Stretch after(BlobId last, int limit) {
            return new Stretch(List.of(), null, 0);
        }

        @Override
        public Next ended(StorageJob job) {
            rows.over(tier);
            return new Next.Finished();
        }
    }

    /** A job for each that has something left to do: a process may have died before it was written. */
    public void ensureJobs() {
        rows.unended().forEach(one -> job(one.tier(), one.wish()));
    }

    private Path requireFree(Asked asked) {
        Path real = RealPath.of(asked.folder());
        if (!Files.isDirectory(real)) {
            throw new IllegalArgumentException("there is no folder " + asked.folder()
                    + " that this server can see; name one by its absolute path on the server");
        }
        for (TierRow row : tiers.all()) {
            String root = row.settings().get(FolderKind.ROOT);
            if (root != null) {
                Path other = RealPath.of(Path.of(root));
                if (row.kind().equals(FolderKind.NAME) && other.equals(real)) {
                    throw new IllegalArgumentException("the folder " + real + " was adopted already, as tier "
                            + row.name() + "; to compare it use --again");
                }
                requireApart(real, other, "tier " + row.name());
            }
        }
        asked.notAbout().forEach(own -> requireApart(real, RealPath.of(own), "this installation"));
        if (!real.equals(asked.folder().normalize())) {
            throw new IllegalArgumentException("the path " + asked.folder() + " leads over a link to " + real
                    + "; name the folder by where it is");
        }
        return real;
    }

    private static void requireApart(Path folder, Path own, String whose) {
        if (folder.startsWith(own) || own.startsWith(folder)) {
            throw new IllegalArgumentException("the folder " + folder + " and " + own + " of " + whose
                    + " lie one in the other; a folder that is adopted stands alone");
        }
    }

    /** It is not for who adopts to put content where the notebook's policy lets none lie. */
    private void requireAllowed(Asked asked) {
        policies.of(asked.notebook())
                .flatMap(policy -> Unmet.against("the folder " + asked.folder(), asked.traits(), policy.demands()))
                .ifPresent(why -> {
                    throw new IllegalArgumentException(
                            why + ", as the storage policy of notebook "
                                    + asked.notebookName()
                                    + " asks; where it is so, say it (--country, --health-data), else adopt into another notebook");
                });
    }

    /** Adopted files are as old as they are and stay plain: rules that remove by age, or encrypt, say something else of their bucket. */
    private void requireFit(Asked asked) {
        requireAllowed(asked);
        String name = asked.bucket();
        if (name == null) {
            return;
        }
        Bucket bucket = store.bucket(name)
                .filter(found -> found.notebook() == asked.notebook())
                .orElseThrow(() -> new Refusal(
                        Refusal.Reason.NO_SUCH_BUCKET,
                        "notebook " + asked.notebookName() + " has no bucket " + name
                                + "; leave the bucket out and one is made"));
        requireFit(bucket);
    }

    private static void requireFit(Bucket bucket) {
        if (bucket.setting(BucketSetting.LIFECYCLE).isPresent()) {
            throw new IllegalArgumentException("bucket " + bucket.name()
                    + " has lifecycle rules, which would count the age of files that are adopted; name another bucket");
        }
        if (bucket.encryption() != null) {
            throw new IllegalArgumentException("bucket " + bucket.name()
                    + " encrypts what comes, and adopted files stay as they are; name another bucket");
        }
    }

    private Bucket bucket(Asked asked, Path root) {
        String name = asked.bucket();
        if (name != null) {
            return store.bucket(name).orElseThrow();
        }
        String made = bucketName(asked.notebookName() + "-" + root.getFileName());
        Bucket bucket = store.bucket(made)
                .filter(found -> found.notebook() == asked.notebook())
                .orElseGet(() -> store.createBucket(asked.notebook(), made, true));
        requireFit(bucket);
        return bucket;
    }

    private static String bucketName(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return name.substring(0, Math.min(60, name.length())).replaceAll("-+$", "");
    }

    private String name(Path root) {
        String name = "folder-" + bucketName(String.valueOf(root.getFileName()));
        String free = name;
        for (int i = 2; tiers.named(free).isPresent(); i++) {
            free = name + "-" + i;
        }
        return free;
    }
}
