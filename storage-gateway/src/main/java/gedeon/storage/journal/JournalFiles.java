package gedeon.storage.journal;

import gedeon.storage.tier.Annals;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.jdbc.JdbcTiers;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of the journal that this process adds to: in the nearest tier that takes it, a new one when it is long or old. For one thread at a time. */
final class JournalFiles {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);

    private final JdbcTiers tiers;
    private final String writer;
    private final JournalSettings settings;
    private final Clock clock;
    private int number;
    private short tier;
    private String name = "";
    private long size;
    private long begun;

    JournalFiles(JdbcTiers tiers, UUID writer, JournalSettings settings, Clock clock) {
        this.tiers = tiers;
        this.writer = writer.toString().substring(0, 8);
        this.settings = settings;
        this.clock = clock;
    }

    /** Durable in one tier on return. @throws IOException where none takes it */
    void append(byte[] lines) throws IOException {
        IOException failed = null;
        for (short id : tiers.nearest()) {
            try {
                Optional<Annals> annals = tiers.of(id).annals();
                if (annals.isPresent()) {
                    annals.get().append(nameIn(id), lines);
                    size += lines.length;
                    return;
                }
            } catch (IOException e) {
                LOG.warn("tier {} takes no journal now: {}", id, e.getMessage());
                failed = failed == null ? e : failed;
                name = "";
            }
        }
        throw failed == null ? new TierOffline("no tier keeps a journal") : failed;
    }

    private String nameIn(short id) {
        boolean old = System.nanoTime() - begun > settings.age().toNanos();
        if (name.isEmpty() || id != tier || size > settings.segment() || old) {
            name = Names.segment(clock.millis(), writer, ++number);
            tier = id;
            size = 0;
            begun = System.nanoTime();
        }
        return name;
    }
}
