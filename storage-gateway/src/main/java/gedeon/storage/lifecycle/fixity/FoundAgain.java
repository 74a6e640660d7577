package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.HeaderRows;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.StorageClasses;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives blobs their place back that a version or a part names, that lie in a tier, and of which no row says so: the tier was away when the namespace was made
 * again. Header and trailer are read and checked before; bytes are looked at by whoever reads them, and by the next round of fixity.
 */
final class FoundAgain {
    private static final Logger LOG = LoggerFactory.getLogger(FoundAgain.class);

    private static final String NAMED =
            "(exists (select 1 from version v where v.blob_id = t.id) or exists (select 1 from part p where p.blob_id = t.id))";

    private final Sql sql;
    private final Tier tier;
    private final short id;
    private final boolean archive;

    /** @param archive whether the tier is read after a restore only */
    FoundAgain(Sql sql, Tier tier, short id, boolean archive) {
        this.sql = sql;
        this.tier = tier;
        this.id = id;
        this.archive = archive;
    }

    /** Those that a version or a part names, and of which no row says that they lie in this tier. */
    Set<BlobId> missingHere(Collection<BlobId> blobs) {
        return missing(blobs, "l.tier_id = " + id + " and l.state <> 'a'");
    }

    /** Those that a version or a part names, and of which no row says that they lie anywhere. */
    Set<BlobId> missingEverywhere(Collection<BlobId> blobs) {
        return missing(blobs, "l.state not in ('a', 'r')");
    }

    /** Places are asked first: they lie by blobs, where names are looked for in each bucket's part of the tables. */
    private Set<BlobId> missing(Collection<BlobId> blobs, String there) {
        UUID[] placeless = sql.list(
                        row -> row.getObject(1, UUID.class),
                        "select t.id from unnest(?::uuid[]) as t (id) where not exists (select 1 from location l where l.blob_id = t.id and "
                                + there + ")",
                        (Object) blobs.stream().map(NewVersion::uuid).toArray(UUID[]::new))
                .toArray(UUID[]::new);
        if (placeless.length == 0) {
            return Set.of();
        }
        return new HashSet<>(sql.list(
                row -> {
                    UUID one = row.getObject(1, UUID.class);
                    return new BlobId(one.getMostSignificantBits(), one.getLeastSignificantBits());
                },
                "select t.id from unnest(?::uuid[]) as t (id) where " + NAMED,
                (Object) placeless));
    }

    /**
     * Its place is known on return, where it is true of it; a row that is there already stays as it is.
     *
     * @return false where header or trailer are not what was written, or nothing names it any more
     */
    boolean give(Holdings.Held held) throws IOException {
        return give(held, null);
    }

    /** @param mine until when its place is held by who gives it back; null where nobody holds it */
    boolean give(Holdings.Held held, @Nullable OffsetDateTime mine) throws IOException {
        Location at = held.at();
        try {
            tier.ends(at);
        } catch (DamagedBlock | NoSuchFileException e) {
            LOG.warn("blob {} in tier {} is not what was written and gets no row: {}", at.blob(), id, e.getMessage());
            return false;
        }
        return sql.inTransaction(c -> named(c, held, mine));
    }

    private boolean named(Connection c, Holdings.Held held, @Nullable OffsetDateTime mine) throws SQLException {
        UUID blob = NewVersion.uuid(held.at().blob());
        Set<StorageClasses.User> users = StorageClasses.users(c, blob);
        StorageClasses.lock(c, users);
        if (Sql.list(c, row -> true, "select 1 from (select ?::uuid as id) t where " + NAMED, blob)
                .isEmpty()) {
            return false;
        }
        Sql.update(
                c,
                "insert into blob (" + HeaderRows.COLUMNS + ") select " + HeaderRows.VALUES
                        + " from (select ?::uuid as blob, ?::bigint as length, ?::boolean as encrypted, ?::jsonb as metadata) h on conflict do nothing",
                blob,
                held.at().length(),
                held.encrypted(),
                new String(held.metadata(), StandardCharsets.UTF_8));
        if (!placed(c, blob, held.at(), mine)) {
            return false;
        }
        // Whoever took its last user away meanwhile may have found no row to collect: looked at once more, after the
        // grace.
        Sql.update(c, "insert into garbage (blob_id) values (?) on conflict do nothing", blob);
        if (archive) {
            Sql.update(
                    c,
                    "update blob b set archived = true where b.id = ? and not exists (select 1 from location l where l.blob_id = b.id and l.state = 'l' and l.tier_id <> ?)",
                    blob,
                    id);
        } else {
            Sql.update(c, "update blob set archived = false where id = ? and archived", blob);
        }
        StorageClasses.refresh(c, users);
        return true;
    }

    /** False where somebody else is about to put it aside. */
    private boolean placed(Connection c, UUID blob, Location at, @Nullable OffsetDateTime mine) throws SQLException {
        BlobId pack = at.pack();
        Sql.update(
                c,
                "insert into location as l (blob_id, tier_id, pack_id, pos, length) values (?, ?, ?, ?, ?) on conflict (blob_id, tier_id) do update set state = 'l', "
                        + "pack_id = excluded.pack_id, pos = excluded.pos, length = excluded.length, claimed_until = null "
                        + "where l.state = 'a' and (l.claimed_until is null or l.claimed_until < now() or l.claimed_until = ?)",
                blob,
                id,
                pack == null ? null : NewVersion.uuid(pack),
                at.offset(),
                at.length(),
                mine);
        if (Sql.list(
                        c,
                        row -> true,
                        "select 1 from location where blob_id = ? and tier_id = ? and state = 'a'",
                        blob,
                        id)
                .contains(true)) {
            return false;
        }
        if (archive && pack == null) {
            Sql.update(
                    c,
                    "insert into gathered (tier_id, blob_id, bytes) values (?, ?, ?) on conflict do nothing",
                    id,
                    blob,
                    at.length());
        }
        if (pack != null) {
            Sql.update(c, "delete from retired_pack where tier_id = ? and pack_id = ?", id, NewVersion.uuid(pack));
        }
        return true;
    }
}
