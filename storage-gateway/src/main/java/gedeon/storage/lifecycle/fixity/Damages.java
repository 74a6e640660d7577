package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.VersionId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.Versions;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of damage. */
public final class Damages {
    /** Open ones that are counted: a count that reaches it says "or more". */
    public static final int MOST = 100_000;

    private final Sql sql;

    public Damages(Sql sql) {
        this.sql = sql;
    }

    /**
     * How much of it there is.
     *
     * @param open not repaired yet, counted up to {@link #MOST} of all tiers together: a disk that dies makes millions
     * @param lost of them, without any other copy
     */
    public record Sum(long open, long lost, long repaired) {
        /** Of several tiers together. */
        public static Sum of(Collection<Sum> tiers) {
            long open = 0;
            long lost = 0;
            long repaired = 0;
            for (Sum one : tiers) {
                open += one.open();
                lost += one.lost();
                repaired += one.repaired();
            }
            return new Sum(open, lost, repaired);
        }
    }

    /** Costs what is open, however much was repaired before. */
    public Sum sum() {
        return Sum.of(byTier().values());
    }

    /** By the ids of tiers; a tier without any is not named. */
    public Map<Short, Sum> byTier() {
        Map<Short, Sum> sums = new HashMap<>();
        sql.list(
                row -> sums.put(row.getShort(1), new Sum(row.getLong(2), row.getLong(3), row.getLong(4))) == null,
                "select tier_id, coalesce(o.open, 0), coalesce(o.lost, 0), coalesce(r.copies, 0) from "
                        + "(select tier_id, count(*) as open, count(*) filter (where not exists "
                        + "(select 1 from location l where l.blob_id = d.blob_id and l.tier_id <> d.tier_id and l.state = 'l')) as lost "
                        + "from (select * from damage where repaired is null limit " + MOST
                        + ") d group by tier_id) o full join "
                        + "(select tier_id, sum(copies)::bigint as copies from damage_repaired group by tier_id) r using (tier_id)");
        return sums;
    }

    /** A version whose content is, or holds, a blob. */
    public record Use(BlobId blob, int notebook, String bucket, ObjectKey key, VersionId version) {}

    /** Who uses these blobs; at most so many versions of each. */
    public List<Use> uses(List<BlobId> blobs, int each) {
        UUID[] ids = blobs.stream().map(NewVersion::uuid).distinct().toArray(UUID[]::new);
        return sql.list(
                Damages::use,
                "select u.used, b.notebook, b.name, u.key, u.seq, u.nonce from unnest(?::uuid[]) as t (id) cross join lateral (select t.id as used, w.* from "
                        + "((select bucket_id, key, seq, nonce from version where blob_id = t.id limit ?) union all "
                        + "(select v.bucket_id, v.key, v.seq, v.nonce from (select distinct content_id from part where blob_id = t.id) p "
                        + "join version v on v.content_id = p.content_id limit ?)) w limit ?) u join bucket b on b.id = u.bucket_id",
                ids,
                each,
                each,
                each);
    }

    private static Use use(ResultSet row) throws SQLException {
        UUID blob = row.getObject("used", UUID.class);
        return new Use(
                new BlobId(blob.getMostSignificantBits(), blob.getLeastSignificantBits()),
                row.getInt("notebook"),
                row.getString("name"),
                ObjectKey.of(new String(row.getBytes("key"), StandardCharsets.UTF_8)),
                new VersionId(row.getLong("seq"), row.getLong("nonce")));
    }

    /** The newest first, what is not repaired before what is. */
    public List<Damage> list(int limit) {
        return sql.list(
                Damages::read,
                "select d.*, (select count(*) from location l where l.blob_id = d.blob_id and l.tier_id <> d.tier_id and l.state = 'l') as others "
                        + "from ((select * from damage where repaired is null order by found desc limit ?) union all "
                        + "(select * from damage where repaired is not null order by found desc limit ?)) d order by d.repaired is null desc, d.found desc limit ?",
                limit,
                limit,
                limit);
    }

    /** Of what is not repaired: what is lost first, then the newest. Looks at the newest 10,000 at most. */
    public List<Damage> worst(int limit) {
        return sql.list(
                Damages::read,
                "select * from (select d.*, (select count(*) from location l where l.blob_id = d.blob_id and l.tier_id <> d.tier_id and l.state = 'l') as others "
                        + "from (select * from damage where repaired is null order by found desc limit 10000) d) w order by others > 0, found desc limit ?",
                limit);
    }

    private static Damage read(ResultSet row) throws SQLException {
        UUID blob = row.getObject("blob_id", UUID.class);
        return new Damage(
                new BlobId(blob.getMostSignificantBits(), blob.getLeastSignificantBits()),
                row.getShort("tier_id"),
                instant(row.getObject("found", OffsetDateTime.class)),
                row.getString("reason"),
                row.getObject("repaired") == null ? null : instant(row.getObject("repaired", OffsetDateTime.class)),
                row.getInt("others"));
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    /** A place in the order in which damage was found. */
    record At(OffsetDateTime found, UUID blob, short tier) {
        static final At FIRST = new At(Instant.EPOCH.atOffset(ZoneOffset.UTC), new UUID(0, 0), (short) 0);
        static final At LAST =
                new At(OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), new UUID(0, 0), (short) 0);
    }

    /** @param place of a copy that can be repaired: another one lives; null where none does, or this one is not there any more */
    record Open(@Nullable Place place, At at) {}

    /**
     * What is open, in the order in which it was found. Costs what it looks at, however much there is.
     *
     * @param after behind which
     * @param upTo and this one at most
     * @param limit how many are looked at
     */
    List<Open> open(At after, At upTo, int limit) {
        return sql.list(
                row -> new Open(row.getBoolean("repairable") ? Versions.place(row) : null, at(row)),
                "select d.*, l.pack_id, l.pos, l.length, l.pos is not null and exists (select 1 from location o where o.blob_id = d.blob_id and o.tier_id <> d.tier_id and o.state = 'l') "
                        + "as repairable from (select found, blob_id, tier_id from damage where repaired is null and (found, blob_id, tier_id) > (?, ?, ?) "
                        + "and (found, blob_id, tier_id) <= (?, ?, ?) order by found, blob_id, tier_id limit ?) d "
                        + "left join lateral (select * from location where blob_id = d.blob_id and tier_id = d.tier_id and state in ('l', 'x') limit 1) l on true "
                        + "order by d.found, d.blob_id, d.tier_id",
                after.found(),
                after.blob(),
                after.tier(),
                upTo.found(),
                upTo.blob(),
                upTo.tier(),
                limit);
    }

    private static At at(ResultSet row) throws SQLException {
        return new At(
                row.getObject("found", OffsetDateTime.class),
                row.getObject("blob_id", UUID.class),
                row.getShort("tier_id"));
    }

    /**
     * Forgets what is open of blobs that went away, and of copies that were moved meanwhile: among so many behind a place, or from the first on where there is none
     * behind it.
     *
     * @return the last that was looked at
     */
    At forgetGone(At after, int limit) {
        Optional<At> last = last(after, limit);
        At from = after;
        if (last.isEmpty()) {
            from = At.FIRST;
            last = last(from, limit);
        }
        if (last.isEmpty()) {
            return At.FIRST;
        }
        At to = last.get();
        // One range of the index and one look for each: as a join it would be one with all places that there are.
        List<At> gone = sql.list(
                Damages::at,
                "select p.* from (select found, blob_id, tier_id from damage where repaired is null and (found, blob_id, tier_id) > (?, ?, ?) "
                        + "and (found, blob_id, tier_id) <= (?, ?, ?) order by found, blob_id, tier_id limit ?) p left join lateral "
                        + "(select true as there from location where blob_id = p.blob_id and tier_id = p.tier_id and state in ('l', 'x', 'w') limit 1) l on true "
                        + "where l.there is null",
                from.found(),
                from.blob(),
                from.tier(),
                to.found(),
                to.blob(),
                to.tier(),
                limit);
        for (At one : gone) {
            sql.update(
                    "update damage d set repaired = now(), reason = reason || ' (gone since)' where d.blob_id = ? and d.tier_id = ? and d.repaired is null "
                            + "and not exists (select 1 from location l where l.blob_id = d.blob_id and l.tier_id = d.tier_id and l.state in ('l', 'x', 'w'))",
                    one.blob(),
                    one.tier());
        }
        return to;
    }

    private Optional<At> last(At after, int limit) {
        return sql.one(
                Damages::at,
                "select * from (select found, blob_id, tier_id from damage where repaired is null and (found, blob_id, tier_id) > (?, ?, ?) "
                        + "order by found, blob_id, tier_id limit ?) d order by found desc, blob_id desc, tier_id desc limit 1",
                after.found(),
                after.blob(),
                after.tier(),
                limit);
    }
}
