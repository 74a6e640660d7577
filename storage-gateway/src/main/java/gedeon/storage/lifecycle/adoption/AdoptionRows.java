package gedeon.storage.lifecycle.adoption;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.Folder;
import gedeon.storage.tier.adopted.FolderKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of adoptions, and those of their files that the walk asks for and writes. */
final class AdoptionRows {
    private static final int FINDINGS = 1000;

    private final Sql sql;

    AdoptionRows(Sql sql) {
        this.sql = sql;
    }

    /** How far the walk of a folder is. */
    record Walked(
            short tier,
            UUID uuid,
            int notebook,
            int bucketId,
            String bucket,
            String prefix,
            Adoption.Mode mode,
            boolean walked,
            byte @Nullable [] cursor,
            long restFiles,
            long restBytes) {}

    Optional<Walked> walked(short tier) {
        return sql.one(
                row -> new Walked(
                        row.getShort("tier_id"),
                        row.getObject("uuid", UUID.class),
                        row.getInt("notebook"),
                        row.getInt("bucket_id"),
                        row.getString("name"),
                        row.getString("prefix"),
                        Adoption.Mode.of(row.getString("mode")),
                        row.getBoolean("walked"),
                        row.getBytes("cursor"),
                        Math.max(0, row.getLong("files") - row.getLong("done_files")),
                        Math.max(0, row.getLong("bytes") - row.getLong("done_bytes"))),
                "select a.*, b.name, t.uuid from adoption a join bucket b on b.id = a.bucket_id join tier t on t.id = a.tier_id where a.tier_id = ?",
                tier);
    }

    /** What is to be done with a folder, and by whose wish. @param bytesPerSecond 0: as fast as it goes */
    record Wish(
            Adoption.Mode mode,
            long bytesPerSecond,
            @Nullable String askedBy) {}

    void begin(Connection c, short tier, int notebook, int bucket, String prefix, Survey survey, Wish wish)
            throws SQLException {
        Sql.update(
                c,
                "insert into adoption (tier_id, notebook, bucket_id, prefix, mode, files, bytes, bytes_per_second, asked_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tier,
                notebook,
                bucket,
                prefix,
                wish.mode().letter(),
                survey.files(),
                survey.bytes(),
                wish.bytesPerSecond(),
                wish.askedBy());
    }

    /** Folders of all tiers but one. */
    List<String> folders(Connection c, short but) throws SQLException {
        return Sql.list(
                c,
                row -> row.getString(1),
                "select settings ->> ? from tier where id <> ? and settings ->> ? is not null",
                FolderKind.ROOT,
                but,
                FolderKind.ROOT);
    }

    /** A new walk from the first path on; false where one is under way. */
    boolean again(short tier, Wish wish) {
        return sql.inTransaction(c -> {
            boolean begun = Sql.update(
                            c,
                            "update adoption set mode = ?, walked = false, cursor = null, came = 0, taken = 0, links = 0, special = 0, unnameable = 0, unreadable = 0, "
                                    + "bytes_per_second = ?, asked_by = ?, begun = now(), ended = null where tier_id = ? and ended is not null",
                            wish.mode().letter(),
                            wish.bytesPerSecond(),
                            wish.askedBy(),
                            tier)
                    == 1;
            if (begun) {
                Sql.update(c, "delete from adoption_finding where tier_id = ?", tier);
            }
            return begun;
        });
    }

    /** What is known of paths, by their bytes as text of one byte a letter. */
    Map<String, AdoptedFile> known(short tier, Collection<byte[]> paths) {
        Map<String, AdoptedFile> known = new HashMap<>();
        sql.inTransaction(c -> Sql.list(
                c,
                row -> {
                    AdoptedFile file = JdbcAdoptedFiles.read(row);
                    return known.put(letters(file.path()), file) == null;
                },
                "select f.blob_id, f.path, f.size, f.modified, f.state, f.sha256, f.md5 from unnest(?::bytea[]) as t (path) cross join lateral "
                        + "(select * from adopted_file where tier_id = ? and path = t.path and not past) f",
                c.createArrayOf("bytea", paths.toArray(byte[][]::new)),
                tier));
        return known;
    }

    /** ETags of versions, by the blobs that they name, as text. */
    Map<String, String> etags(int bucket, List<AdoptedFile> files, List<byte[]> keys) {
        Map<String, String> etags = new HashMap<>();
        if (!files.isEmpty()) {
            sql.inTransaction(c -> Sql.list(
                    c,
                    row -> etags.put(row.getString(1), row.getString(2)) == null,
                    "select v.blob_id::text, v.etag from unnest(?::uuid[], ?::bytea[]) as t (blob, key) cross join lateral "
                            + "(select blob_id, etag from version where bucket_id = ? and blob_id = t.blob and key = t.key limit 1) v",
                    c.createArrayOf(
                            "uuid",
                            files.stream()
                                    .map(one -> NewVersion.uuid(one.blob()))
                                    .toArray()),
                    c.createArrayOf("bytea", keys.toArray(byte[][]::new)),
                    bucket));
        }
        return etags;
    }

    static String letters(byte[] path) {
        return new String(path, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** What one stretch of a walk did. */
    record Step(byte @Nullable [] from, byte[] to, long files, long bytes, Map<LeftOut, List<byte[]>> leftOut) {}

    /** Within the transaction of what was done. @return false where somebody else has walked there meanwhile: nothing of it may stay */
    boolean advance(Connection c, short tier, Step step) throws SQLException {
        Map<LeftOut, List<byte[]>> out = step.leftOut();
        boolean ours = Sql.update(
                        c,
                        "update adoption set cursor = ?, done_files = done_files + ?, done_bytes = done_bytes + ?, came = came + ?, taken = taken + ?, links = links + ?, "
                                + "special = special + ?, unnameable = unnameable + ?, unreadable = unreadable + ? where tier_id = ? and not walked and cursor is not distinct from ?::bytea",
                        step.to(),
                        step.files(),
                        step.bytes(),
                        count(out, LeftOut.CAME),
                        count(out, LeftOut.TAKEN),
                        count(out, LeftOut.LINK),
                        count(out, LeftOut.SPECIAL),
                        count(out, LeftOut.UNNAMEABLE),
                        count(out, LeftOut.UNREADABLE),
                        tier,
                        step.from())
                == 1;
        if (ours) {
            for (Map.Entry<LeftOut, List<byte[]>> one : out.entrySet()) {
                Sql.update(
                        c,
                        "insert into adoption_finding (tier_id, what, path) select ?, ?, substring(p from 1 for 1024) from unnest(?::bytea[]) as t (p) "
                                + "where (select count(*) from adoption_finding where tier_id = ? and what = ?) < ? on conflict do nothing",
                        tier,
                        one.getKey().word(),
                        c.createArrayOf("bytea", one.getValue().toArray(byte[][]::new)),
                        tier,
                        one.getKey().word(),
                        FINDINGS);
            }
        }
        return ours;
    }

    private static long count(Map<LeftOut, List<byte[]>> leftOut, LeftOut what) {
        return leftOut.getOrDefault(what, List.of()).size();
    }

    /** Rows of files that are objects now. Those that spoke of the paths before are past. */
    void insert(Connection c, short tier, List<AdoptedFile> files, List<UUID> before) throws SQLException {
        if (!before.isEmpty()) {
            Sql.update(
                    c,
                    "update adopted_file set past = true where tier_id = ? and blob_id = any (?)",
                    tier,
                    c.createArrayOf("uuid", before.toArray()));
        }
        Sql.update(
                c,
                "insert into adopted_file (tier_id, blob_id, path, size, modified) select ?, * from unnest(?::uuid[], ?::bytea[], ?::bigint[], ?::bigint[])",
                tier,
                c.createArrayOf(
                        "uuid",
                        files.stream().map(one -> NewVersion.uuid(one.blob())).toArray()),
                c.createArrayOf("bytea", files.stream().map(AdoptedFile::path).toArray(byte[][]::new)),
                c.createArrayOf("bigint", files.stream().map(AdoptedFile::size).toArray()),
                c.createArrayOf(
                        "bigint", files.stream().map(AdoptedFile::modified).toArray()));
    }

    /** @return false where somebody else has walked on, or begun another walk, meanwhile */
    boolean walkEnded(short tier, byte @Nullable [] at) {
        return sql.update(
                        "update adoption set walked = true where tier_id = ? and not walked and cursor is not distinct from ?::bytea",
                        tier,
                        at)
                == 1;
    }

    void ended(short tier) {
        sql.update("update adoption set ended = now() where tier_id = ? and walked", tier);
    }

    /** Nothing of it is left to be done. */
    void over(short tier) {
        sql.update("update adoption set walked = true, ended = coalesce(ended, now()) where tier_id = ?", tier);
    }

    /** A file, and the SHA-256 that a version of it says already. */
    record Known(AdoptedFile file, byte @Nullable [] sha256) {}

    /** The next files in the order of their blobs. @param unhashed whether only those that nobody has read yet */
    List<Known> after(Walked of, BlobId last, boolean unhashed, int limit) {
        return sql.list(
                row -> new Known(JdbcAdoptedFiles.read(row), row.getBytes("said")),
                "select f.*, v.sha256 as said from (select blob_id, path, size, modified, state, sha256, md5 from adopted_file where tier_id = ? and blob_id > ? and not past "
                        + "and state <> 'l'"
                        + (unhashed ? " and sha256 is null" : "")
                        + " order by blob_id limit ?) f left join lateral (select sha256 from version where bucket_id = ? and blob_id = f.blob_id and sha256 is not null limit 1) v "
                        + "on true order by f.blob_id",
                of.tier(),
                NewVersion.uuid(last),
                limit,
                of.bucketId());
    }

    /** Whether any was seen and not read yet. */
    boolean unread(short tier) {
        return counted(tier, "state = 's'") > 0;
    }

    /** Files that somebody may look at. */
    long known(short tier) {
        return counted(tier, "state <> 'l'");
    }

    private long counted(short tier, String which) {
        return sql.one(
                        row -> row.getLong(1),
                        "select coalesce(sum(files), 0)::bigint from adoption_count where tier_id = ? and " + which,
                        tier)
                .orElse(0L);
    }

    /** All as of one moment. */
    Optional<Adoption> find(short tier) {
        return sql.one(
                AdoptionRows::read,
                "select a.*, b.name, n.* from adoption a join bucket b on b.id = a.bucket_id cross join lateral "
                        + "(select coalesce(sum(files) filter (where state = 'h'), 0)::bigint as n_hashed, coalesce(sum(files) filter (where state = 'c'), 0)::bigint as n_changed, "
                        + "coalesce(sum(files) filter (where state = 'g'), 0)::bigint as n_gone, coalesce(sum(files) filter (where state = 'l'), 0)::bigint as n_left "
                        + "from adoption_count where tier_id = a.tier_id) n where a.tier_id = ?",
                tier);
    }

    private static Adoption read(ResultSet row) throws SQLException {
        Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
        leftOut.put(LeftOut.CAME, row.getLong("came"));
        leftOut.put(LeftOut.TAKEN, row.getLong("taken"));
        leftOut.put(LeftOut.LINK, row.getLong("links"));
        leftOut.put(LeftOut.SPECIAL, row.getLong("special"));
        leftOut.put(LeftOut.UNNAMEABLE, row.getLong("unnameable"));
        leftOut.put(LeftOut.UNREADABLE, row.getLong("unreadable"));
        leftOut.values().removeIf(count -> count == 0);
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        return new Adoption(
                row.getShort("tier_id"),
                row.getInt("notebook"),
                row.getInt("bucket_id"),
                row.getString("name"),
                row.getString("prefix"),
                Adoption.Mode.of(row.getString("mode")),
                row.getBoolean("walked"),
                row.getLong("files"),
                row.getLong("bytes"),
                row.getLong("done_files"),
                row.getLong("done_bytes"),
                row.getLong("n_hashed"),
                row.getLong("n_changed"),
                row.getLong("n_gone"),
                row.getLong("n_left"),
                Map.copyOf(leftOut),
                row.getString("asked_by"),
                row.getObject("begun", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }

    /** One that has work left. */
    record Unended(short tier, Wish wish) {}

    List<Unended> unended() {
        return sql.list(
                row -> new Unended(
                        row.getShort("tier_id"),
                        new Wish(
                                Adoption.Mode.of(row.getString("mode")),
                                row.getLong("bytes_per_second"),
                                row.getString("asked_by"))),
                "select tier_id, mode, bytes_per_second, asked_by from adoption where ended is null");
    }

    /**
     * What the last walk found, and files that are not what they were, by their open damage. Numbers stand in the statement: whether the newest of all damage is looked
     * through, or that of this tier, depends on how much of it is this tier's.
     */
    List<Adoption.Finding> findings(short tier, int limit) {
        return sql.list(
                row -> new Adoption.Finding(row.getString(1), Folder.shown(row.getBytes(2))),
                ("(select case f.state when 'g' then 'gone' else 'changed' end, f.path from damage d join adopted_file f on f.tier_id = d.tier_id and f.blob_id = d.blob_id "
                                + "where d.tier_id = %1$d and d.repaired is null order by d.found desc limit %2$d) union all "
                                + "(select what, path from adoption_finding where tier_id = %1$d order by what, path limit %2$d)")
                        .formatted(tier, limit));
    }
}
