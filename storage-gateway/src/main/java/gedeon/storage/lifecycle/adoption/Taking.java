package gedeon.storage.lifecycle.adoption;

import gedeon.storage.Attributes;
import gedeon.storage.BlobId;
import gedeon.storage.ObjectKey;
import gedeon.storage.namespace.Arrival;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.Folder;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of a folder's files as it walks by them. All room is asked for before the first; five hundred files are one transaction, with the place up to which the
 * walk came: a kill leaves whole stretches, and whoever goes on begins behind them.
 */
final class Taking implements AutoCloseable {
    private static final int STRETCH = 500;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sql sql;
    private final AdoptionRows rows;
    private final AdoptionRows.Walked adoption;
    private final Bucket bucket;
    private final Folder folder;
    private final Namespace namespace;
    private final QuotaLedger ledger;
    private final Clock clock;
    private @Nullable FolderWalk walk;
    private byte @Nullable [] cursor;
    private QuotaLedger.@Nullable Reservation whole;

    Taking(
            Sql sql,
            AdoptionRows rows,
            AdoptionRows.Walked adoption,
            Bucket bucket,
            Folder folder,
            Namespace namespace,
            QuotaLedger ledger,
            Clock clock) {
        this.sql = sql;
        this.rows = rows;
        this.adoption = adoption;
        this.bucket = bucket;
        this.folder = folder;
        this.namespace = namespace;
        this.ledger = ledger;
        this.clock = clock;
        this.cursor = adoption.cursor();
    }

    /**
     * The next stretch.
     *
     * @return how many were walked by; 0 behind the last
     * @throws gedeon.storage.QuotaExceeded where there is no room for all that is still to come: nothing of this stretch is there then
     */
    int next() throws IOException {
        if (walk == null) {
            walk = new FolderWalk(folder, cursor);
        }
        List<FolderWalk.Entry> entries = new ArrayList<>();
        for (FolderWalk.Entry entry = walk.next(); entry != null; entry = walk.next()) {
            entries.add(entry);
            if (entries.size() == STRETCH) {
                break;
            }
        }
        // What was not there because nothing is mounted any more was not walked by.
        folder.requireThere();
        if (!entries.isEmpty()) {
            take(entries);
        }
        return entries.size();
    }

    /** Behind the last. */
    void ended() {
        if (!rows.walkEnded(adoption.tier(), cursor)) {
            throw overtaken();
        }
    }

    /** A file that becomes an object, and the row that spoke of its path. */
    private record Taken(
            AdoptedFile file, NewVersion version, @Nullable AdoptedFile before) {}

    private void take(List<FolderWalk.Entry> entries) throws IOException {
        Map<LeftOut, List<byte[]>> leftOut = new EnumMap<>(LeftOut.class);
        List<Taken> taken = decide(entries, leftOut);
        byte[] to = entries.getLast().path();
        if (taken.isEmpty()) {
            sql.inTransaction(c -> {
                advance(c, to, 0, 0, leftOut);
                return true;
            });
        } else {
            commit(taken, to, leftOut);
        }
        cursor = to;
    }

    private List<Taken> decide(List<FolderWalk.Entry> entries, Map<LeftOut, List<byte[]>> leftOut) {
        Map<String, AdoptedFile> known = rows.known(
                adoption.tier(), entries.stream().map(FolderWalk.Entry::path).toList());
        List<FolderWalk.Entry> wanted = new ArrayList<>();
        for (FolderWalk.Entry entry : entries) {
            LeftOut why = Survey.leftOut(entry, adoption.prefix());
            AdoptedFile before = known.get(AdoptionRows.letters(entry.path()));
            if (why == null && isNew(before, entry.look())) {
                if (adoption.mode() == Adoption.Mode.COMPARE) {
                    why = LeftOut.CAME;
                } else {
                    wanted.add(entry);
                }
            }
            if (why != null) {
                leftOut.computeIfAbsent(why, n -> new ArrayList<>()).add(entry.path());
            }
        }
        List<AdoptedFile> before = wanted.stream()
                .map(one -> known.get(AdoptionRows.letters(one.path())))
                .filter(Objects::nonNull)
                .toList();
        Map<String, String> etags = rows.etags(
                bucket.id(),
                before,
                before.stream().map(one -> key(one.path()).bytes()).toList());
        return wanted.stream()
                .map(one -> taken(one, known.get(AdoptionRows.letters(one.path())), etags))
                .toList();
    }

    private ObjectKey key(byte[] path) {
        return Naming.key(adoption.prefix(), path).orElseThrow();
    }

    /** Of what is an object already, only content that is certainly another: whether a file was merely touched is told by reading it. */
    private boolean isNew(@Nullable AdoptedFile before, AdoptedFile.Look look) {
        if (before == null) {
            return true;
        }
        if (adoption.mode() == Adoption.Mode.ADOPT) {
            return false;
        }
        if (before.state() == AdoptedFile.State.LEFT) {
            return !before.looksLike(look);
        }
        return adoption.mode() == Adoption.Mode.TAKE
                && (before.state() == AdoptedFile.State.CHANGED
                        || before.size() != look.size()
                        || !before.hashed() && !before.looksLike(look));
    }

    /** In the place of the version that the file was before, or of nothing: what somebody put there meanwhile stays. */
    private static ObjectStore.Conditions inPlaceOf(@Nullable AdoptedFile before, Map<String, String> etags) {
        String etag =
                before == null ? null : etags.get(NewVersion.uuid(before.blob()).toString());
        return etag == null ? new ObjectStore.Conditions(null, "*") : new ObjectStore.Conditions(etag, null);
    }

    private Taken taken(FolderWalk.Entry entry, @Nullable AdoptedFile before, Map<String, String> etags) {
        AdoptedFile.Look look = entry.look();
        BlobId blob = BlobId.next(clock);
        NewVersion version = new NewVersion(
                bucket,
                key(entry.path()),
                RANDOM.nextLong(),
                look.size(),
                Naming.etag(adoption.uuid(), entry.path(), look),
                null,
                List.of(),
                null,
                Attributes.NONE,
                new Place(adoption.tier(), new Location(blob, null, 0, look.size())),
                null,
                null,
                null,
                inPlaceOf(before, etags),
                Arrival.PUT,
                Instant.ofEpochSecond(0, look.modified()),
                null,
                null);
        return new Taken(
                new AdoptedFile(blob, entry.path(), look.size(), look.modified(), AdoptedFile.State.SEEN, null, null),
                version,
                before);
    }

    private QuotaLedger.Reservation room(Room need) {
        if (whole == null) {
            whole = ledger.reserve(adoption.notebook(), new Room(adoption.restBytes(), adoption.restFiles()));
        }
        return whole.room().covers(need) ? whole.split(need) : ledger.reserve(adoption.notebook(), need);
    }

    private record Done(Room used, Room replaced) {}

    private void commit(List<Taken> taken, byte[] to, Map<LeftOut, List<byte[]>> leftOut) {
        Room need = taken.stream().map(one -> Room.ofObject(one.file().size())).reduce(Room.NONE, Room::plus);
        try (QuotaLedger.Reservation room = room(need)) {
            Done done;
            try {
                done = sql.inTransaction(c -> commit(c, room.lease(), taken, to, leftOut));
            } catch (Sql.UnknownOutcome e) {
                // Neither settled nor released: what was not used goes back when the ledger compares itself with its
                // lease.
                room.settled(room.room());
                throw e;
            }
            room.settled(done.used());
            ledger.credited(adoption.notebook(), done.replaced());
        }
    }

    private Done commit(
            java.sql.Connection c,
            @Nullable UUID lease,
            List<Taken> taken,
            byte[] to,
            Map<LeftOut, List<byte[]>> leftOut)
            throws java.sql.SQLException {
        List<Namespace.Outcome> outcomes = namespace.commit(
                c, taken.stream().map(one -> one.version().under(lease)).toList());
        Map<LeftOut, List<byte[]>> out = new EnumMap<>(leftOut);
        List<AdoptedFile> stored = new ArrayList<>();
        List<UUID> before = new ArrayList<>();
        List<byte[]> refused = new ArrayList<>();
        Room used = Room.NONE;
        Room replaced = Room.NONE;
        for (int i = 0; i < taken.size(); i++) {
            Taken one = taken.get(i);
            if (outcomes.get(i).version() == null) {
                refused.add(one.file().path());
                continue;
            }
            stored.add(one.file());
            if (one.before() != null) {
                before.add(NewVersion.uuid(one.before().blob()));
            }
            used = used.plus(Room.ofObject(one.file().size()));
            replaced = replaced.plus(outcomes.get(i).replaced());
        }
        if (!refused.isEmpty()) {
            out.put(LeftOut.TAKEN, refused);
        }
        rows.insert(c, adoption.tier(), stored, before);
        advance(c, to, used.objects(), used.bytes(), out);
        return new Done(used, replaced);
    }

    private void advance(java.sql.Connection c, byte[] to, long files, long bytes, Map<LeftOut, List<byte[]>> leftOut)
            throws java.sql.SQLException {
        if (!rows.advance(c, adoption.tier(), new AdoptionRows.Step(cursor, to, files, bytes, leftOut))) {
            throw overtaken();
        }
    }

    private IllegalStateException overtaken() {
        return new IllegalStateException(
                "the folder " + folder.root() + " was walked by another process meanwhile; this one begins behind it");
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
    }
}
