package gedeon.storage.lifecycle.fixity;

import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.lifecycle.fixity.Lost.Content;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Readmission;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Shelves;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.Tiers;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What audits put aside, for a person who looks at it: shown by what the headers say, given back to the versions that name it or that its header tells of, or
 * deleted for good.
 *
 * <p>As an audit does, each act holds a row of places for the blob while it moves bytes, so that no copy of it begins there meanwhile. Killed half way it leaves
 * the bytes aside, or on their shelf, from where the next audit puts them aside again; the row of what was put aside goes last.
 */
public final class LostAndFound {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sql sql;
    private final Tiers tiers;
    private final Readmission readmission;

    public LostAndFound(Sql sql, Tiers tiers, Readmission readmission) {
        this.sql = sql;
        this.tiers = tiers;
        this.readmission = readmission;
    }

    /** What was asked cannot be done with it; the message says why, and what can. */
    public static final class Stays extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stays(String message) {
            super(message);
        }
    }

    /** How something was put back. */
    public enum PutBack {
        /** A version or a part names it: it is read again. */
        NAMED,
        /** Nothing named it: a new version was made, as its header says. */
        NEW_VERSION
    }

    private record Row(BlobId blob, Instant found, Instant changed) {}

    /**
     * In the order of their ids.
     *
     * @param after the last of the page before; null for the first
     * @throws gedeon.storage.tier.TierOffline where the tier does not answer
     */
    public List<Lost> page(short tier, @Nullable BlobId after, int limit) throws IOException {
        List<Row> rows = sql.list(
                row -> new Row(
                        id(row.getObject("blob_id", UUID.class)),
                        row.getObject("found", OffsetDateTime.class).toInstant(),
                        row.getObject("changed", OffsetDateTime.class).toInstant()),
                "select blob_id, found, changed from lost_and_found where tier_id = ? and blob_id > ? order by blob_id limit ?",
                tier,
                NewVersion.uuid(after == null ? new BlobId(0, 0) : after),
                limit);
        Set<UUID> named = named(rows.stream().map(Row::blob).toList());
        Shelves shelves = rows.isEmpty() ? null : shelves(tiers.of(tier));
        List<Lost> page = new ArrayList<>();
        for (Row row : rows) {
            Optional<Holdings.Held> held = shelves == null ? Optional.empty() : anywhere(shelves, row.blob());
            page.add(new Lost(
                    row.blob(),
                    row.found(),
                    row.changed(),
                    named.contains(NewVersion.uuid(row.blob())),
                    held.map(LostAndFound::content).orElse(null)));
        }
        return page;
    }

    private Set<UUID> named(List<BlobId> blobs) {
        return new HashSet<>(sql.list(
                row -> row.getObject(1, UUID.class),
                "select t.id from unnest(?::uuid[]) as t (id) where exists (select 1 from version v where v.blob_id = t.id) "
                        + "or exists (select 1 from part p where p.blob_id = t.id)",
                (Object) blobs.stream().map(NewVersion::uuid).toArray(UUID[]::new)));
    }

    private static BlobId id(UUID uuid) {
        return new BlobId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private static Shelves shelves(Tier tier) {
        return tier.shelves().orElseThrow(() -> new Stays("nothing is ever put aside in this tier"));
    }

    /** Aside, or on its shelf again where somebody was killed. */
    private static Optional<Holdings.Held> anywhere(Shelves shelves, BlobId blob) throws IOException {
        Optional<Holdings.Held> aside = shelves.aside(blob);
        return aside.isPresent() ? aside : shelves.held(blob);
    }

    /** As far as it is not sealed. */
    private static Content content(Holdings.Held held) {
        try {
            JsonNode all = JSON.readTree(held.metadata());
            JsonNode notebook = all.get("notebook");
            JsonNode bucket = all.get("bucket");
            JsonNode key = all.get("key");
            return new Content(
                    held.at().length(),
                    held.encrypted(),
                    notebook == null ? null : notebook.asInt(),
                    held.encrypted() || bucket == null ? null : bucket.asString(),
                    held.encrypted() || key == null
                            ? null
                            : ObjectKey.of(Base64.getDecoder().decode(key.asString())));
        } catch (JacksonException | IllegalArgumentException e) {
            return new Content(held.at().length(), held.encrypted(), null, null, null);
        }
    }

    private boolean known(short tier, BlobId blob) {
        return sql.one(
                        row -> true,
                        "select 1 from lost_and_found where tier_id = ? and blob_id = ?",
                        tier,
                        NewVersion.uuid(blob))
                .isPresent();
    }

    /**
     * Puts it where it lay, and gives it to whom it belongs.
     *
     * @return empty where nothing of that id was put aside
     * @throws Stays where nothing names it and its header does not tell of a version that could be made; it is aside still
     */
    public Optional<PutBack> putBack(short id, BlobId blob) throws IOException {
        if (!known(id, blob)) {
            return Optional.empty();
        }
        Tier tier = tiers.of(id);
        Shelves shelves = shelves(tier);
        Holdings.Held held = anywhere(shelves, blob)
                .orElseThrow(
                        () -> new Stays(
                                "blob " + blob
                                        + " is not in lost+found, or its header is not what was written; look there by hand, and delete it here"));
        boolean named = !named(List.of(blob)).isEmpty();
        if (lives(id, blob)) {
            if (shelves.aside(blob).isPresent()) {
                throw new Stays("blob " + blob + " lies in the tier beside what was put aside; delete this one");
            }
            forget(id, blob);
            return Optional.of(PutBack.NAMED);
        }
        OffsetDateTime mine = claim(id, blob);
        try {
            shelves.putBack(blob);
            if (named) {
                if (!new FoundAgain(sql, tier, id, tiers.recall(id).isPresent()).give(held, mine)) {
                    shelves.setAside(new Rest(blob, null, held.at().blob().begun()));
                    throw new Stays("blob " + blob + " is not what was written: its trailer does not hold");
                }
                forget(id, blob);
                return Optional.of(PutBack.NAMED);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Stays("another file of blob " + blob + " lies on its shelf; run an audit first");
        } finally {
            release(id, blob, mine);
        }
        return Optional.of(newVersion(id, shelves, held));
    }

    private PutBack newVersion(short id, Shelves shelves, Holdings.Held held) throws IOException {
        BlobId blob = held.at().blob();
        Readmission.Outcome outcome = readmission.readmit(id, held);
        if (outcome.readmitted()) {
            // While it was read nothing named it, so that an audit may have put it aside again; now none does.
            if (shelves.held(blob).isEmpty() && shelves.aside(blob).isPresent()) {
                shelves.putBack(blob);
            }
            forget(id, blob);
            return PutBack.NEW_VERSION;
        }
        OffsetDateTime mine = claim(id, blob);
        try {
            shelves.setAside(new Rest(blob, null, blob.begun()));
        } finally {
            release(id, blob, mine);
        }
        throw new Stays("blob " + blob + " stays aside: " + outcome.why());
    }

    /**
     * Deletes it for good.
     *
     * @return whether anything of that id was put aside
     * @throws Stays where a version or a part names it that lies nowhere else
     */
    public boolean delete(short id, BlobId blob) throws IOException {
        if (!known(id, blob)) {
            return false;
        }
        boolean elsewhere = sql.one(
                        row -> true,
                        "select 1 from location where blob_id = ? and state = 'l' limit 1",
                        NewVersion.uuid(blob))
                .isPresent();
        if (!elsewhere && !named(List.of(blob)).isEmpty()) {
            throw new Stays("a version names blob " + blob + ", and it lies nowhere else; put it back");
        }
        shelves(tiers.of(id)).deleteAside(blob);
        forget(id, blob);
        return true;
    }

    private boolean lives(short tier, BlobId blob) {
        return sql.one(
                        row -> true,
                        "select 1 from location where blob_id = ? and tier_id = ? and state <> 'a'",
                        NewVersion.uuid(blob),
                        tier)
                .isPresent();
    }

    private OffsetDateTime claim(short tier, BlobId blob) {
        return sql.one(
                        row -> row.getObject(1, OffsetDateTime.class),
                        "insert into location as l (blob_id, tier_id, pos, length, state, claimed_until) values (?, ?, 0, 0, 'a', now() + interval '10 minutes') "
                                + "on conflict (blob_id, tier_id) do update set claimed_until = excluded.claimed_until "
                                + "where l.state = 'a' and (l.claimed_until is null or l.claimed_until < now()) returning claimed_until",
                        NewVersion.uuid(blob),
                        tier)
                .orElseThrow(() ->
                        new Stays("an audit or somebody else is at blob " + blob + "; repeat this in ten minutes"));
    }

    private void release(short tier, BlobId blob, OffsetDateTime mine) {
        sql.update(
                "delete from location where blob_id = ? and tier_id = ? and state = 'a' and claimed_until = ?",
                NewVersion.uuid(blob),
                tier,
                mine);
    }

    private void forget(short tier, BlobId blob) {
        sql.update("delete from lost_and_found where tier_id = ? and blob_id = ?", tier, NewVersion.uuid(blob));
    }
}
