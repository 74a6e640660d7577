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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has gathered in an archive, by the versions that it is content of. */
final class GatheredRows {
    private static final int READ = 20_000;
    private static final int CONTENTS = 8;

    /** Where a blob of {@code g} lies to be sealed; nowhere where it is damaged, sealed, or went away. */
    private static final String SEALABLE =
            "select blob_id, tier_id, pack_id, pos, length from location where blob_id = g.blob_id and tier_id = g.tier_id and state = 'l' and pack_id is null "
                    + "and not exists (select 1 from damage d where d.blob_id = g.blob_id and d.tier_id = g.tier_id and d.repaired is null)";

    private static final Comparator<Gathered> BY_KEY = Comparator.comparing(
                    (Gathered one) -> one.version().key().bytes(), Arrays::compareUnsigned)
            .thenComparing(one -> one.version().version().seq());

    private final Sql sql;
    private final short tier;
    private final int most;

    GatheredRows(Sql sql, short tier) {
        this(sql, tier, READ);
    }

    /** @param most how many blobs are looked at together */
    GatheredRows(Sql sql, short tier, int most) {
        this.sql = sql;
        this.tier = tier;
        this.most = most;
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

    /** @param blob null where it cannot be sealed: damaged, or not there */
    private record Row(
            OffsetDateTime since, UUID id, @Nullable Blob blob) {}

    /**
     * By bucket, in the order of keys. Those that came first, as many as fit in memory; content of which a part is missing or damaged waits, and hides nothing that
     * came behind it. So does what could not be sealed a while ago.
     */
    Map<Integer, List<Gathered>> byBucket(Duration longest) {
        forget();
        Map<Integer, List<Gathered>> byBucket = new LinkedHashMap<>();
        Set<UUID> contents = new HashSet<>();
        int found = 0;
        Row last = new Row(Instant.EPOCH.atOffset(ZoneOffset.UTC), new UUID(0, 0), null);
        List<Row> page;
        do {
            page = page(longest, last);
            for (Gathered one : versions(longest, page, contents)) {
                found += one.blobs().size();
                byBucket.computeIfAbsent(one.version().bucketId(), bucket -> new ArrayList<>())
                        .add(one);
            }
            last = page.isEmpty() ? last : page.getLast();
        } while (page.size() == most && found < most);
        byBucket.values().forEach(all -> all.sort(BY_KEY));
        return byBucket;
    }

    private List<Row> page(Duration longest, Row behind) {
        return sql.list(
                row -> {
                    UUID id = row.getObject("gathered", UUID.class);
                    return new Row(
                            row.getObject("since", OffsetDateTime.class),
                            id,
                            row.getObject("blob_id") == null ? null : blob(row));
                },
                "select g.blob_id as gathered, g.since, l.*, g.since <= now() - ? * interval '1 millisecond' as waited from (select * from gathered where tier_id = ? "
                        + "and (since, blob_id) > (?, ?) and (again is null or again <= now()) order by since, blob_id limit ?) g left join lateral ("
                        + SEALABLE
                        + ") l on true order by g.since, g.blob_id",
                longest.toMillis(),
                tier,
                behind.since(),
                behind.id(),
                most);
    }

    /** What was sealed, moved away or collected meanwhile. */
    private void forget() {
        sql.unhurried()
                .update(
                        "delete from gathered g where g.tier_id = ? and not exists (select 1 from location l where l.blob_id = g.blob_id and l.tier_id = g.tier_id "
                                + "and l.state in ('l', 'x', 'w') and l.pack_id is null)",
                        tier);
    }

    private static Blob blob(ResultSet row) throws SQLException {
        return new Blob(
                row.getObject("blob_id", UUID.class), Versions.place(row).at(), row.getBoolean("waited"));
    }

    /** @param contents that were looked at before, or are now */
    private List<Gathered> versions(Duration longest, List<Row> page, Set<UUID> contents) {
        Map<UUID, Blob> blobs = new HashMap<>();
        for (Row row : page) {
            if (row.blob() != null) {
                blobs.put(row.id(), row.blob());
            }
        }
        UUID[] ids = blobs.keySet().toArray(UUID[]::new);
        if (ids.length == 0) {
            return List.of();
        }
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
        List<UUID> touched = sql
                .list(
                        row -> row.getObject(1, UUID.class),
                        "select distinct p.content_id from unnest(?::uuid[]) as t (id) cross join lateral (select content_id from part where blob_id = t.id) p",
                        (Object) ids)
                .stream()
                .filter(contents::add)
                .toList();
        for (int from = 0; from < touched.size(); from += CONTENTS) {
            all.addAll(ofParts(longest, touched.subList(from, Math.min(touched.size(), from + CONTENTS))));
        }
        return all;
    }

    /** Contents all of whose parts can be sealed, wherever among what has gathered these are. */
    private List<Gathered> ofParts(Duration longest, List<UUID> contents) {
        Map<UUID, List<Blob>> parts = new HashMap<>();
        Set<UUID> waiting = new HashSet<>();
        sql.list(
                row -> {
                    UUID content = row.getObject("content_id", UUID.class);
                    return row.getObject("blob_id") == null
                            ? waiting.add(content)
                            : parts.computeIfAbsent(content, n -> new ArrayList<>())
                                    .add(blob(row));
                },
                "select p.content_id, l.*, coalesce((select since <= now() - ? * interval '1 millisecond' from gathered where tier_id = g.tier_id and blob_id = g.blob_id), false) as waited "
                        + "from unnest(?::uuid[]) as t (id) cross join lateral (select content_id, number, blob_id from part where content_id = t.id) p "
                        + "cross join lateral (select ?::smallint as tier_id, p.blob_id) g left join lateral ("
                        + SEALABLE
                        + ") l on true order by p.content_id, p.number",
                longest.toMillis(),
                contents.toArray(UUID[]::new),
                tier);
        parts.keySet().removeAll(waiting);
        List<Gathered> all = new ArrayList<>();
        sql.list(
                row -> {
                    List<Blob> of = parts.getOrDefault(row.getObject("content", UUID.class), List.of());
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
                    "update location l set pack_id = ?, pos = s.pos, batched = true, verified_at = now() from unnest(?::uuid[], ?::bigint[]) as s (id, pos) "
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
