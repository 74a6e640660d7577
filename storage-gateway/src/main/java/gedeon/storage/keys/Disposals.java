package gedeon.storage.keys;

import gedeon.kernel.ByteCount;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.namespace.Locks;
import gedeon.storage.objects.Refusal;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Destroys keys. While it decides and while it destroys, no version of the notebook is committed, put under retention or held: the transaction holds the
 * notebook's row, so that no bucket is made, no part committed and no blob rewritten, and all its buckets. Writes of the notebook wait for that long: what
 * grows with the notebook is counted before.
 */
final class Disposals {
    private final Sql sql;
    private final KeyProvider keys;

    Disposals(Sql sql, KeyProvider keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /** Keeps everything of the notebook as it is until the transaction ends. */
    static void hold(Connection c, int notebook) throws SQLException {
        Sql.list(c, row -> true, "select 1 from notebook where id = ? for update", notebook);
        Locks.buckets(c, Sql.list(c, row -> row.getInt(1), "select id from bucket where notebook = ?", notebook));
    }

    /** Returns what was counted before, and the keys that were destroyed. @throws Refusal LOCKED */
    Disposal destroy(int notebook, boolean bypass, long account, String reason) {
        Disposal counted = preview(notebook);
        if (!counted.allowed(bypass)) {
            throw refused(counted);
        }
        return sql.inTransaction(c -> {
            hold(c, notebook);
            Locked locked = Locked.now(c, notebook);
            if (locked.stands(bypass)) {
                throw new Refusal(
                        Refusal.Reason.LOCKED,
                        "the keys of the notebook are not destroyed: meanwhile a version came under retention or on hold; "
                                + "look at what it would destroy again");
            }
            List<KeyRef> living = living(notebook);
            for (KeyRef ref : living) {
                destroy(c, ref, account, reason);
            }
            return counted.of(living);
        });
    }

    /** One that is destroyed already: does nothing. The row first: where the commit fails after the key is gone, the key is gone, and destroying again writes the row. */
    void destroy(Connection c, KeyRef ref, @Nullable Long account, String reason) throws SQLException {
        if (!alive(ref)) {
            return;
        }
        Sql.update(
                c,
                "insert into key_disposal (notebook, key_name, key_generation, account, reason) values (?, ?, ?, ?, ?)",
                ref.key().notebook(),
                ref.key().name(),
                ref.generation(),
                account,
                reason);
        try {
            keys.destroy(ref);
        } catch (IOException e) {
            throw new UncheckedIOException(ref + " could not be destroyed; nothing was", e);
        }
    }

    private boolean alive(KeyRef ref) {
        try {
            return keys.alive(ref);
        } catch (IOException e) {
            throw new UncheckedIOException(ref + " cannot be looked at; nothing was destroyed", e);
        }
    }

    private static Refusal refused(Disposal disposal) {
        String why = disposal.compliance() > 0
                ? disposal.compliance() + " versions are under COMPLIANCE retention; wait until it is over"
                : disposal.held() > 0
                        ? disposal.held() + " versions are on legal hold; lift the holds first"
                        : disposal.governance()
                                + " versions are under GOVERNANCE retention; whoever has the right to bypass it may";
        return new Refusal(Refusal.Reason.LOCKED, "the keys of the notebook are not destroyed: " + why);
    }

    private List<KeyRef> living(int notebook) {
        try {
            return keys.keys(notebook).stream()
                    .filter(one -> one.destroyed() == null)
                    .map(KeyProvider.Generation::ref)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of the notebook cannot be listed", e);
        }
    }

    /** Reads every version of the notebook, and holds nothing. */
    Disposal preview(int notebook) {
        List<KeyRef> living = living(notebook);
        return sql.unhurried()
                .one(
                        row -> new Disposal(
                                notebook,
                                living,
                                row.getLong("versions"),
                                new ByteCount(row.getLong("bytes")),
                                row.getLong("customers"),
                                row.getLong("compliance"),
                                row.getLong("held"),
                                row.getLong("governance")),
                        """
                        select count(*) filter (where own) as versions, coalesce(sum(v.size) filter (where own), 0) as bytes,
                            count(*) filter (where v.encryption like 'SSE-C/%') as customers,
                            count(*) filter (where v.lock_mode = 'COMPLIANCE' and v.retain_until > now()) as compliance,
                            count(*) filter (where v.legal_hold) as held,
                            count(*) filter (where v.lock_mode = 'GOVERNANCE' and v.retain_until > now()) as governance
                        from bucket b join lateral (
                            select size, encryption, lock_mode, retain_until, legal_hold, coalesce(encryption not like 'SSE-C/%', false) as own
                            from version where bucket_id = b.id) v on true
                        where b.notebook = ?""",
                        notebook)
                .orElseThrow();
    }
}
