package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.extraction.Extraction;
import gedeon.metadata.extraction.Extraction.Extracted;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has datasets read that wait for it, the oldest first. A claim is a row in state {@code running} with an end, so that what a killed process had taken comes back by
 * itself; what was taken three times without an answer is failed. What the store could not give is read again after a while that doubles, {@value #TRIES} times at most. A
 * result is kept only where the content is still the one that was read.
 */
public final class Readings {
    private static final int ATTEMPTS = 3;
    private static final int TRIES = 10;
    private static final long FIRST_PAUSE = 10;
    private static final int MOST_FILES = 20_000;

    private final Sql sql;
    private final Objects objects;
    private final Extraction extraction;

    public Readings(Sql sql, Objects objects, Extraction extraction) {
        this.sql = sql;
        this.objects = objects;
        this.extraction = extraction;
    }

    /** Reads one dataset; false where none waits. */
    public boolean readOne() throws InterruptedException {
        Optional<Claim> claimed = claim();
        if (claimed.isEmpty()) {
            return false;
        }
        Claim claim = claimed.get();
        Extracted extracted = claim.abandoned() && claim.attempts() > (claim.reason() == null ? ATTEMPTS : TRIES)
                ? new Extracted(
                        Extraction.State.FAILED,
                        null,
                        null,
                        null,
                        "reading it ended without an answer after " + (claim.attempts() - 1) + " tries",
                        List.of())
                : extraction.extract(material(claim));
        if (extracted.state() == Extraction.State.LATER && claim.attempts() < TRIES) {
            again(claim, extracted);
        } else {
            Extracted settled = extracted.state() == Extraction.State.LATER ? failed(extracted) : extracted;
            sql.inTransaction(c -> DatasetRows.read(c, claim.dataset(), claim.content(), settled));
        }
        return true;
    }

    /** It waits with the reason for all to see, 10 s, 20 s, 40 s, … and 85 minutes before the last try. */
    private void again(Claim claim, Extracted extracted) {
        sql.inTransaction(c -> Sql.update(
                c,
                "update catalogue.dataset set extraction = 'waiting', extraction_reason = ?, "
                        + "extraction_until = now() + ? * interval '1 second' where id = ? and content = ? and extraction = 'running'",
                extracted.reason(),
                FIRST_PAUSE << (claim.attempts() - 1),
                claim.dataset(),
                claim.content()));
    }

    private static Extracted failed(Extracted later) {
        return new Extracted(
                Extraction.State.FAILED,
                later.type(),
                later.reader(),
                later.version(),
                later.reason() + " It was tried " + TRIES + " times.",
                later.fields());
    }

    private Optional<Claim> claim() {
        return sql.one(
                row -> new Claim(
                        Rows.uuid(row, "id"),
                        row.getInt("content"),
                        row.getString("name"),
                        row.getInt("notebook"),
                        row.getString("bucket"),
                        row.getInt("extraction_attempts"),
                        row.getString("before").equals("running"),
                        row.getString("extraction_reason"),
                        row.getString("source_kind")),
                "update catalogue.dataset d set extraction = 'running', extraction_until = now() + interval '5 minutes', extraction_attempts = extraction_attempts + 1 "
                        + "from (select id, extraction as before from catalogue.dataset where extraction in ('waiting', 'running') and (extraction_until is null or extraction_until < now()) "
                        + "order by created limit 1 for update skip locked) due where d.id = due.id returning d.id, d.content, d.name, d.notebook, d.bucket, d.extraction_attempts, due.before, d.extraction_reason, "
                        + "(select kind from catalogue.source s where s.instrument = d.instrument and s.name = d.source) as source_kind");
    }

    private StoredMaterial material(Claim claim) {
        List<StoredMaterial.Stored> files = sql.list(
                row -> new StoredMaterial.Stored(
                        row.getString("path"),
                        ObjectKey.of(row.getBytes("key")),
                        row.getString("version"),
                        new ByteCount(row.getLong("size"))),
                "select path, key, version, size from catalogue.file where dataset = ? and number = ? order by path limit ?",
                claim.dataset(),
                claim.content(),
                MOST_FILES);
        return new StoredMaterial(
                claim.name(), "FOLDER".equals(claim.sourceKind()), files, objects, claim.notebook(), claim.bucket());
    }

    private record Claim(
            UUID dataset,
            int content,
            String name,
            int notebook,
            String bucket,
            int attempts,
            boolean abandoned,
            @Nullable String reason,
            @Nullable String sourceKind) {}
}
