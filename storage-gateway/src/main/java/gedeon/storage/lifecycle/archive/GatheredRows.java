package gedeon.storage.lifecycle.archive;

import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What has gathered in an archive, by the versions that it is content of. */
final class GatheredRows {
    private static final int READ = 20_000;

    private final Sql sql;
    private final short tier;

    GatheredRows(Sql sql, short tier) {
        this.sql = sql;
        this.tier = tier;
    }

    /**
     * A version all of whose content has gathered.
     *
     * @param blobs in the order of the content
     * @param others versions that share its blob
     * @param waited whether it has for as long as anything waits
     */
    record Gathered(StoredVersion version, List<Location> blobs, List<StoredVersion> others, boolean waited) {
        long bytes() {
            return blobs.stream().mapToLong(Location::length).sum();
        }
    }

    private record Blob(UUID id, Location at, boolean waited) {}

    /** By bucket, in the order of keys. Those that came first, as many as fit in memory; content of which a part is missing or damaged waits. */
    Map<Integer, List<Gathered>> byBucket(Duration longest) {
        forget();
        Map<UUID, Blob> blobs = new LinkedHashMap<>();
        sql.list(
                row -> blobs.put(row.getObject("blob_id", UUID.class), blob(row)) == null,
                "select l.*, g.since <= now() - ? * interval '1 millisecond' as waited from (select * from gathered where tier_id = ? order by since limit ?) g "
                        + "cross join lateral (select blob_id, tier_id, pack_id, pos, length from location where blob_id = g.blob_id and tier_id = g.tier_id and state = 'l' and pack_id is null) l "
                        + "where not exists (select 1 from damage d where d.blob_id = g.blob_id and d.tier_id = g.tier_id and d.repaired is null)",
                longest.toMillis(),
                tier,
                READ);
        Map<Integer, List<Gathered>> byBucket = new LinkedHashMap<>();
        if (!blobs.isEmpty()) {
            for (Gathered one : versions(blobs)) {
                byBucket.computeIfAbsent(one.version().bucketId(), bucket -> new ArrayList<>())
                        .add(one);
            }
        }
        return byBucket;
    }

    /** What was sealed, moved away or collected meanwhile. */
    private void forget() {
        sql.update(
                "delete from gathered g where g.tier_id = ? and not exists (select 1 from location l where l.blob_id = g.blob_id and l.tier_id = g.tier_id "
                        + "and l.state in ('l', 'x', 'w') and l.pack_id is null)",
                tier);
    }

    private static Blob blob(ResultSet row) throws SQLException {
        return new Blob(
                row.getObject("blob_id", UUID.class), Versions.place(row).at(), row.getBoolean("waited"));
    }

    private List<Gathered> versions(Map<UUID, Blob> blobs) {
        UUID[] ids = blobs.keySet().toArray(UUID[]::new);
        Map<UUID, Gathered> whole = new LinkedHashMap<>();
        sql.list(
                row -> {
                    UUID id = row.getObject("used", UUID.class);
                    StoredVersion version = VersionRow.read(row);
                    Blob blob = blobs.get(id);
                    Gathered first = whole.get(id);
                    if (first != null) {
                        first.others().add(version);
                    } else if (blob != null) {
                        whole.put(id, new Gathered(version, List.of(blob.at()), new ArrayList<>(), blob.waited()));
                    }
                    return true;
                },
                "select v.used, " + VersionRow.COLUMNS
                        + " from (select t.id as used, w.* from unnest(?::uuid[]) as t (id) cross join lateral (select * from version where blob_id = t.id) w) v "
                        + "join bucket b on b.id = v.bucket_id order by v.bucket_id, v.key, v.seq",
                (Object) ids);
        List<Gathered> all = new ArrayList<>(whole.values());
        all.addAll(ofParts(ids, blobs));
        return all;
    }

    private record Part(UUID content, UUID blob) {}

    private List<Gathered> ofParts(UUID[] ids, Map<UUID, Blob> blobs) {
        Map<UUID, List<UUID>> parts = new LinkedHashMap<>();
        for (Part part : sql.list(
                row -> new Part(row.getObject("content_id", UUID.class), row.getObject("blob_id", UUID.class)),
                "with contents as materialized (select distinct p.content_id from unnest(?::uuid[]) as t (id) cross join lateral (select content_id from part where blob_id = t.id) p) "
                        + "select p.content_id, p.blob_id from contents c cross join lateral (select content_id, number, blob_id from part where content_id = c.content_id) p "
                        + "order by p.content_id, p.number",
                (Object) ids)) {
            parts.computeIfAbsent(part.content(), content -> new ArrayList<>()).add(part.blob());
        }
        parts.values().removeIf(of -> !blobs.keySet().containsAll(of));
        List<Gathered> all = new ArrayList<>();
        sql.list(
                row -> {
                    List<Blob> of = parts.getOrDefault(row.getObject("content", UUID.class), List.of()).stream()
                            .map(blobs::get)
                            .toList();
                    return all.add(new Gathered(
                            VersionRow.read(row),
                            of.stream().map(Blob::at).toList(),
                            List.of(),
                            of.stream().anyMatch(Blob::waited)));
                },
                "select v.content_id as content, " + VersionRow.COLUMNS
                        + " from (select w.* from unnest(?::uuid[]) as t (id) cross join lateral (select * from version where content_id = t.id) w) v "
                        + "join bucket b on b.id = v.bucket_id order by v.bucket_id, v.key, v.seq",
                (Object) parts.keySet().toArray(UUID[]::new));
        return all;
    }

    /**
     * From now on the blobs lie in the batch, those of them that still lay where they had gathered; and the batch is sealed. False where the claim is
     * another's: then nothing has changed.
     */
    boolean switched(BlobId batch, List<Location> sealed, SealingClaim claim) {
        UUID[] ids = sealed.stream().map(at -> NewVersion.uuid(at.blob())).toArray(UUID[]::new);
        return sql.inTransaction(c -> {
            if (!claim.held(c)) {
                return false;
            }
            // Blobs before their places, as everybody.
            Sql.list(c, row -> true, "select 1 from blob where id = any (?) order by id for share", (Object) ids);
            Sql.update(
                    c,
                    "update location l set pack_id = ?, pos = s.pos, verified_at = now() from unnest(?::uuid[], ?::bigint[]) as s (id, pos) "
                            + "where l.blob_id = s.id and l.tier_id = ? and l.state = 'l' and l.pack_id is null",
                    NewVersion.uuid(batch),
                    ids,
                    sealed.stream().map(Location::offset).toArray(Long[]::new),
                    tier);
            Sql.update(c, "delete from gathered where tier_id = ? and blob_id = any (?)", tier, (Object) ids);
            return Sql.update(
                            c,
                            "update batch set state = 's', changed = now(), blobs = ?, bytes = ? where tier_id = ? and id = ? and state = 'w'",
                            sealed.size(),
                            sealed.stream().mapToLong(Location::length).sum(),
                            tier,
                            NewVersion.uuid(batch))
                    == 1;
        });
    }
}
