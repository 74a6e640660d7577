package gedeon.storage.journal.rebuild;

import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.journal.JournalLines;
import gedeon.storage.tier.Annals;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the lines of journals into {@code rebuild_line}; a file that several tiers have is read once, where it is longest. */
final class JournalReading {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReading.class);

    private final Connection c;
    private final JournalLines lines;
    private final Map<String, Long> read = new HashMap<>();
    private long loaded;
    private long broken;
    private long sealed;

    JournalReading(Connection c, KeyProvider keys) {
        this.c = c;
        this.lines = new JournalLines(keys);
    }

    long loaded() {
        return loaded;
    }

    /** Lines that were cut or changed. */
    long broken() {
        return broken;
    }

    /** Lines whose key is not here. */
    long sealed() {
        return sealed;
    }

    int files() {
        return read.size();
    }

    /** When the last snapshot was begun; 1970 where there is none. */
    Instant snapshot() {
        return JournalLines.snapshot(read.keySet()).orElse(Instant.EPOCH);
    }

    void load(Annals annals) throws IOException, SQLException {
        for (Annals.Entry file : annals.list()) {
            Long before = read.get(file.name());
            if (before == null || before < file.size()) {
                read.put(file.name(), file.size());
                if (!file.name().endsWith(".done")) {
                    load(annals, file.name());
                }
            }
        }
    }

    private void load(Annals annals, String name) throws IOException, SQLException {
        try (InputStream raw = new BufferedInputStream(annals.read(name), 1 << 16);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                CopyRows rows = new CopyRows(c, "rebuild_line", "line")) {
            JournalLines.Read all = lines.read(in, rows::row);
            loaded += rows.end();
            broken += all.broken();
            sealed += all.sealed();
        } catch (EOFException | ZipException e) {
            LOG.warn("{} of the journal ends too early or is damaged: {}", name, e.getMessage());
            broken++;
        }
    }
}
