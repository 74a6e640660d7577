package gedeon.storage.objects;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Damage as rows: each copy once until it is repaired. */
public final class JdbcDamages implements Copies.Damages {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDamages.class);

    private static final long QUIET_NANOS = 10_000_000_000L;

    private final Sql sql;
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - QUIET_NANOS);
    private final AtomicLong untold = new AtomicLong();

    public JdbcDamages(Sql sql) {
        this.sql = sql;
    }

    /** A disk that dies is told of every ten seconds, not once a blob: the rows have each. */
    private void log(Place place, IOException how) {
        long last = logged.get();
        long now = System.nanoTime();
        if (now - last >= QUIET_NANOS && logged.compareAndSet(last, now)) {
            LOG.error(
                    "blob {} is damaged in tier {}: {}; {} more since the last such line",
                    place.blob(),
                    place.tier(),
                    how.getMessage(),
                    untold.getAndSet(0));
        } else {
            untold.incrementAndGet();
        }
    }

    @Override
    public void found(Place place, IOException how) {
        BlobId pack = place.at().pack();
        try {
            int told = sql.update(
                    "insert into damage (blob_id, tier_id, reason, missing) select blob_id, tier_id, ?, ? from location where blob_id = ? and tier_id = ? and state in ('l', 'x') "
                            + "and pos = ? and pack_id is not distinct from ?::uuid on conflict do nothing",
                    String.valueOf(how.getMessage()),
                    how instanceof NoSuchFileException,
                    NewVersion.uuid(place.blob()),
                    place.tier(),
                    place.at().offset(),
                    pack == null ? null : NewVersion.uuid(pack));
            if (told > 0) {
                log(place, how);
            }
        } catch (Sql.Failed e) {
            LOG.warn("the damage is told here alone, the next reader tells it again: {}", e.getMessage());
        }
    }
}
