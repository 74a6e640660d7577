package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.jobs.Loads;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Blobs in the order of their ids, with all that decides where they lie, by a few statements for many. */
public final class Candidates {
    /** In place of the notebook of a blob that is on its way out: nobody moves it. */
    static final int GOING = 0;

    private final Sql sql;

    public Candidates(Sql sql) {
        this.sql = sql;
    }

    /**
     * A blob that lives somewhere.
     *
     * @param living its copies, restored ones aside; at least one
     * @param archived whether versions of it say that it has to be restored first
     * @param read the end of the last day on which somebody read it, or when its first version was stored
     */
    record Candidate(int notebook, boolean archived, List<Place> living, List<PolicyRule.Use> uses, Instant read) {
        BlobId blob() {
            return living.getFirst().blob();
        }

        List<Short> tiers() {
            return living.stream().map(Place::tier).toList();
        }
    }

    record Blob(UUID id, int notebook, boolean archived) {}

    /** The next blobs of all. */
    List<Blob> after(BlobId last, int limit) {
        return sql.list(
                row -> new Blob(row.getObject(1, UUID.class), row.getInt(2), row.getBoolean(3)),
                "select id, notebook, archived from blob where id > ? and state = 'l' order by id limit ?",
                NewVersion.uuid(last),
                limit);
    }

    /** Blobs of these notebooks in so many per cent of the table's pages, drawn anew each time. */
    List<Blob> sample(double percent, Set<Integer> notebooks, int limit) {
        return sql.list(
                row -> new Blob(row.getObject(1, UUID.class), row.getInt(2), row.getBoolean(3)),
                "select id, notebook, archived from blob tablesample system (?::real) where notebook = any (?::int[]) and state = 'l' limit ?",
                percent,
                notebooks.toArray(new Integer[0]),
                limit);
    }

    /** The next blobs that lie in a tier; of {@link #GOING} those that nothing names any more. */
    List<Blob> in(short tier, BlobId last, int limit) {
        return sql.unhurried()
                .list(
                        row -> new Blob(row.getObject(1, UUID.class), row.getInt(2), row.getBoolean(3)),
                        "with due as materialized (select blob_id from location where blob_id > ? and tier_id = ? and state = 'l' order by blob_id limit ?) "
                                + "select d.blob_id, coalesce(b.notebook, 0), coalesce(b.archived, false) from due d left join lateral (select notebook, archived from blob where id = d.blob_id and state = 'l') b on true order by d.blob_id",
                        NewVersion.uuid(last),
                        tier,
                        limit);
    }

    /** Whether anything does: found at once where there is much, and by one read of all places where there is nothing. */
    boolean lives(short tier) {
        return sql.unhurried()
                .one(row -> true, "select 1 from location where tier_id = ? and state = 'l' limit 1", tier)
                .isPresent();
    }

    /** About how many live there, without counting them. */
    long about(short tier) {
        return new Loads(sql.unhurried()).of(tier).blobs();
    }

    public long living(short tier) {
        return sql.unhurried()
                .one(row -> row.getLong(1), "select count(*) from location where tier_id = ? and state = 'l'", tier)
                .orElse(0L);
    }

    /** About how many blobs there are: what the database knows of its own tables. */
    long estimate() {
        return sql.one(
                        row -> row.getLong(1),
                        "select coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'blob'::regclass")
                .orElse(0L);
    }

    /** A version and what it lies in: one blob, or those of its parts. */
    record Content(boolean sealed, List<Blob> blobs) {}

    /** Of a version that is there; without those of its blobs that are on their way out. */
    Optional<Content> of(StoredVersion version) {
        List<Blob> blobs = new ArrayList<>();
        List<Boolean> sealed = sql.list(
                row -> {
                    UUID id = row.getObject("id", UUID.class);
                    if (id != null) {
                        blobs.add(new Blob(id, row.getInt("notebook"), row.getBoolean("archived")));
                    }
                    return row.getBoolean("sealed");
                },
                "select v.sealed, b.id, b.notebook, b.archived from version v left join lateral (select v.blob_id as id where v.blob_id is not null "
                        + "union select p.blob_id from part p where p.content_id = v.content_id) u on true left join lateral (select id, notebook, archived from blob "
                        + "where id = u.id and state = 'l' limit 1) b on true where v.bucket_id = ? and v.key = ? and v.seq = ?",
                version.bucketId(),
                version.key().bytes(),
                version.version().seq());
        return sealed.isEmpty() ? Optional.empty() : Optional.of(new Content(sealed.getFirst(), blobs));
    }

    /** All that decides, of each that still lives somewhere, in the same order. */
    List<Candidate> known(List<Blob> blobs) {
        UUID[] ids = blobs.stream().map(Blob::id).toArray(UUID[]::new);
        Map<UUID, List<Place>> places = new HashMap<>();
        Map<UUID, Instant> read = new HashMap<>();
        sql.list(
                row -> {
                    UUID id = row.getObject("blob_id", UUID.class);
                    LocalDate day = row.getObject("read_on", LocalDate.class);
                    if (day != null) {
                        read.merge(id, day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), Candidates::later);
                    }
                    return places.computeIfAbsent(id, n -> new ArrayList<>()).add(Versions.place(row));
                },
                "select l.* from unnest(?::uuid[]) as t (id) cross join lateral (select blob_id, tier_id, pack_id, pos, length, read_on from location "
                        + "where blob_id = t.id and state = 'l' and restored_until is null order by tier_id) l",
                (Object) ids);
        Map<UUID, List<PolicyRule.Use>> uses = uses(ids);
        List<Candidate> known = new ArrayList<>();
        for (Blob blob : blobs) {
            List<Place> living = places.get(blob.id());
            if (living != null) {
                List<PolicyRule.Use> of = uses.getOrDefault(blob.id(), List.of());
                Instant stored = of.stream()
                        .map(PolicyRule.Use::created)
                        .max(Instant::compareTo)
                        .orElse(Instant.MAX);
                known.add(new Candidate(
                        blob.notebook(),
                        blob.archived(),
                        living,
                        of,
                        later(read.getOrDefault(blob.id(), stored), stored)));
            }
        }
        return known;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Map<UUID, List<PolicyRule.Use>> uses(UUID[] ids) {
        String version =
                "v.bucket_id, v.key, v.seq, v.size, v.created, v.tags::text as tags, v.sealed, v.retain_until, v.legal_hold";
        Map<UUID, List<PolicyRule.Use>> uses = new HashMap<>();
        sql.list(
                row -> uses.computeIfAbsent(row.getObject("used", UUID.class), n -> new ArrayList<>())
                        .add(use(row)),
                "select u.*, b.name, exists (select 1 from current h where h.bucket_id = u.bucket_id and h.key = u.key and h.seq = u.seq) as current "
                        + "from (select t.id as used, v.* from unnest(?::uuid[]) as t (id) cross join lateral (select "
                        + version
                        + " from version v where v.blob_id = t.id) v union all select t.id, v.* from unnest(?::uuid[]) as t (id) "
                        + "cross join lateral (select distinct content_id from part where blob_id = t.id) p cross join lateral (select "
                        + version
                        + " from version v where v.content_id = p.content_id) v) u join bucket b on b.id = u.bucket_id",
                ids,
                ids);
        return uses;
    }

    private static PolicyRule.Use use(ResultSet row) throws SQLException {
        return new PolicyRule.Use(
                row.getString("name"),
                new String(row.getBytes("key"), StandardCharsets.UTF_8),
                row.getLong("seq"),
                row.getLong("size"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getBoolean("current"),
                VersionRow.tagsOf(row.getString("tags")),
                row.getBoolean("sealed"),
                retained(row));
    }

    private static Instant retained(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("retain_until", OffsetDateTime.class);
        return row.getBoolean("legal_hold") ? Instant.MAX : until == null ? Instant.MIN : until.toInstant();
    }

    /** The database's clock: it stamped what is judged. */
    Instant now() {
        return sql.one(row -> row.getObject(1, OffsetDateTime.class), "select now()")
                .orElseThrow()
                .toInstant();
    }
}
