package gedeon.storage.objects;

import gedeon.storage.namespace.NewVersion;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Damage as rows: each copy once until it is repaired. */
public final class JdbcDamages implements Copies.Damages {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDamages.class);

    private final Sql sql;

    public JdbcDamages(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void found(Place place, IOException how) {
        LOG.error("blob {} is damaged in tier {}: {}", place.blob(), place.tier(), how.getMessage());
        try {
            sql.update(
                    "insert into damage (blob_id, tier_id, reason) values (?, ?, ?) on conflict do nothing",
                    NewVersion.uuid(place.blob()),
                    place.tier(),
                    String.valueOf(how.getMessage()));
        } catch (Sql.Failed e) {
            LOG.warn("the damage is told here alone, the next reader tells it again: {}", e.getMessage());
        }
    }
}
