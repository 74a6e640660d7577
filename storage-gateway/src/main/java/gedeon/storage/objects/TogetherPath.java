package gedeon.storage.objects;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Committer;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Many small objects as one act: room for all is promised before any is read; their bytes are written and then synced, by one sync where they share packs; their
 * versions are committed in one transaction. Until that nothing of it is named or counted, and what fails takes back what it wrote.
 */
final class TogetherPath {
    private final QuotaLedger ledger;
    private final Committer committer;
    private final WritePath writes;

    TogetherPath(QuotaLedger ledger, Committer committer, WritePath writes) {
        this.ledger = ledger;
        this.committer = committer;
        this.writes = writes;
    }

    /**
     * @param early asked before anything is written
     * @return their versions, in the order in which the objects came
     */
    List<StoredVersion> put(Together together, Consumer<List<Put>> early) throws IOException {
        try (QuotaLedger.Reservation room =
                ledger.admit(together.claim(), together.bucket().notebook(), together.room())) {
            List<Put> puts = together.puts();
            early.accept(puts);
            List<NewVersion> versions = write(puts, room);
            try {
                return commit(versions, room, together.room());
            } catch (RuntimeException e) {
                versions.forEach(version -> writes.discard(Objects.requireNonNull(version.place()), e));
                throw e;
            }
        }
    }

    /** Durable on return. */
    private List<NewVersion> write(List<Put> puts, QuotaLedger.Reservation room) throws IOException {
        List<WritePath.Staged> staged = new ArrayList<>(puts.size());
        List<NewVersion> versions = new ArrayList<>(puts.size());
        try {
            try {
                for (Put put : puts) {
                    versions.add(stage(put, room, staged));
                }
                for (WritePath.Staged one : staged) {
                    one.pending().await();
                }
            } finally {
                close(staged);
            }
        } catch (IOException | RuntimeException e) {
            // No transaction has heard of any of them.
            staged.forEach(one -> writes.takeBack(one.written().place(), e));
            throw e;
        }
        return versions;
    }

    private NewVersion stage(Put put, QuotaLedger.Reservation room, List<WritePath.Staged> staged) throws IOException {
        long nonce = WritePath.nonce();
        try {
            WritePath.Staged one = writes.stage(put, put.encryption(), room, WritePath.identity(nonce));
            staged.add(one);
            return WritePath.version(put, nonce, one.written()).in(room);
        } catch (Refusal refused) {
            throw refused.about(put.key());
        }
    }

    private static void close(List<WritePath.Staged> staged) throws IOException {
        IOException failed = null;
        for (WritePath.Staged one : staged) {
            try {
                one.pending().close();
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private List<StoredVersion> commit(List<NewVersion> versions, QuotaLedger.Reservation room, Room counted) {
        List<StoredVersion> stored;
        Room replaced = Room.NONE;
        try {
            List<Namespace.Outcome> outcomes = committer.commit(versions);
            for (Namespace.Outcome one : outcomes) {
                replaced = replaced.plus(one.replaced());
            }
            stored = outcomes.stream()
                    .map(one -> Objects.requireNonNull(one.version()))
                    .toList();
        } catch (QuotaLedger.NotKept other) {
            // What came beside this took what was reserved, or it ended: more is sent than was declared.
            try (QuotaLedger.Reservation more = ledger.reserve(room.notebook(), counted)) {
                return commit(versions.stream().map(version -> version.in(more)).toList(), more, counted);
            }
        } catch (Sql.UnknownOutcome e) {
            // One transaction: the fate of the first is that of all.
            stored = versions.stream()
                    .map(version -> writes.ask(version, room, counted))
                    .toList();
        }
        room.settled(counted);
        ledger.credited(room.notebook(), replaced);
        return stored;
    }
}
