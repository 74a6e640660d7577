package gedeon.metadata.intake;

import gedeon.metadata.Agents.Agent;
import gedeon.metadata.LocalCopies;
import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.ObjectKey;
import gedeon.storage.Verifications;
import gedeon.storage.Verifications.Named;
import gedeon.storage.VersionId;
import gedeon.storage.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asked of the catalogue's rows and of storage, a page of files at a time. */
public final class JdbcLocalCopies implements LocalCopies {
    private static final int PAGE = 1000;

    private final Sql sql;
    private final Verifications verifications;
    private final Receipts receipts;

    public JdbcLocalCopies(Sql sql, Verifications verifications, Receipts receipts) {
        this.sql = sql;
        this.verifications = verifications;
        this.receipts = receipts;
    }

    private record Held(UUID dataset, int content, int notebook, String bucket) {}

    private record File(String path, Named named, boolean verified) {}

    @Override
    public Optional<String> doubts(Agent agent, String source, String name, String receipt) {
        if (!receipts.verifies(receipt)) {
            return Optional.of("the receipt was not signed by this server, or was changed since");
        }
        Optional<Held> held = sql.one(
                row -> new Held(
                        Rows.uuid(row, "id"), row.getInt("content"), row.getInt("notebook"), row.getString("bucket")),
                "select d.id, d.content, d.notebook, d.bucket from catalogue.dataset d join catalogue.content c on c.dataset = d.id and c.number = d.content "
                        + "where d.instrument = ? and d.source = ? and d.name = ? and d.state <> 'deleted' and c.receipt = ?",
                agent.instrument().id(),
                source,
                name,
                receipt);
        if (held.isEmpty()) {
            return Optional.of(
                    "the receipt is not the one of what is current here; there is a newer one, or it is gone");
        }
        return doubts(held.get());
    }

    private Optional<String> doubts(Held held) {
        String after = "";
        List<File> page;
        do {
            page = page(held, after);
            List<Named> named = new ArrayList<>();
            for (File file : page) {
                if (!file.verified()) {
                    return Optional.of(
                            file.path() + " was not read again since it was stored: its receipt is older than that");
                }
                named.add(file.named());
                after = file.path();
            }
            List<Named> unsound = verifications.unsound(held.notebook(), held.bucket(), named);
            if (!unsound.isEmpty()) {
                return Optional.of(
                        unsound.getFirst().key() + " is gone, damaged, or was not verified where it lies now");
            }
        } while (page.size() == PAGE);
        return Optional.empty();
    }

    private List<File> page(Held held, String after) {
        return sql.list(
                row -> new File(
                        row.getString("path"),
                        new Named(ObjectKey.of(row.getBytes("key")), version(row.getString("version"))),
                        row.getBoolean("verified")),
                "select path, key, version, verified is not null as verified from catalogue.file where dataset = ? and number = ? and path > ? order by path limit ?",
                held.dataset(),
                held.content(),
                after,
                PAGE);
    }

    private static @Nullable VersionId version(@Nullable String text) {
        return text == null ? null : VersionId.parse(text).orElse(null);
    }

    @Override
    public void freed(Agent agent, String source, String name, String receipt) {
        boolean known = sql.inTransaction(c -> {
            List<UUID> freed = Sql.list(
                    c,
                    row -> Rows.uuid(row, "dataset"),
                    "update catalogue.content c set freed = coalesce(c.freed, now()) from catalogue.dataset d "
                            + "where d.instrument = ? and d.source = ? and d.name = ? and c.dataset = d.id and c.receipt = ? returning c.dataset",
                    agent.instrument().id(),
                    source,
                    name,
                    receipt);
            for (UUID dataset : freed) {
                DatasetRows.touch(c, dataset);
            }
            return !freed.isEmpty();
        });
        if (!known) {
            throw new IllegalArgumentException(
                    "no acquisition " + name + " of source " + source + " has that receipt; nothing was noted");
        }
    }
}
