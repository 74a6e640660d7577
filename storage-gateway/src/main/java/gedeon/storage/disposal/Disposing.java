package gedeon.storage.disposal;

import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.namespace.Namespace;
import gedeon.storage.namespace.Versions;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.sql.Sql;
import java.time.Duration;

/** The parts of disposal, put together; closing ends what works in the background. */
public final class Disposing implements AutoCloseable {
    private final DisposalJob job;
    private final DisposalRequests requests;
    private final Waste waste;
    private final Marks marks;
    private final Tombstones tombstones;
    private final DisposalActs acts;

    /** @param told and @param grace see {@link DisposalJob} */
    public Disposing(
            Sql sql,
            Sql told,
            QuotaLedger ledger,
            Namespace namespace,
            JdbcOutbox outbox,
            Ties ties,
            DisposalSettings settings,
            Duration grace) {
        Resolving resolving = new Resolving(new Versions(sql));
        Previews previews = new Previews(sql, new Judgement(ties, settings), resolving);
        this.job = new DisposalJob(sql, told, ledger, namespace, ties, settings, grace);
        this.requests = new DisposalRequests(sql, job, previews, resolving, settings);
        this.waste = new Waste(sql, requests, job, previews, resolving);
        this.marks = new Marks(sql);
        this.tombstones = new Tombstones(sql);
        this.acts = new DisposalActs(sql, outbox);
    }

    public DisposalRequests requests() {
        return requests;
    }

    public Waste waste() {
        return waste;
    }

    public Marks marks() {
        return marks;
    }

    public Tombstones tombstones() {
        return tombstones;
    }

    public DisposalActs acts() {
        return acts;
    }

    /** Does what is due now; the housekeeping does the same by itself. */
    public void round() {
        job.round();
    }

    @Override
    public void close() {
        job.close();
    }
}
