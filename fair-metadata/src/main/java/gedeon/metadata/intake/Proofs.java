package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.StoredDigest;
import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.Intake;
import gedeon.metadata.Intake.Answer;
import gedeon.metadata.Intake.BrokenFile;
import gedeon.metadata.Intake.State;
import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.proof.Receipts;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far contents are on their way to a receipt, as rows. A claim is an end in time: what a killed process had taken comes back by itself. */
public final class Proofs {
    private static final int PAGE = 1000;
    private static final String CLAIM = "now() + interval '1 minute'";

    private final Sql sql;

    public Proofs(Sql sql) {
        this.sql = sql;
    }

    /**
     * A content that this process has for a minute.
     *
     * @param until by which it is known that nobody else took it meanwhile
     */
    record Claim(
            UUID dataset,
            int content,
            int notebook,
            String bucket,
            boolean read,
            @Nullable Long mark,
            int tries,
            OffsetDateTime until) {
        Claim renewed(OffsetDateTime later) {
            return new Claim(dataset, content, notebook, bucket, read, mark, tries, later);
        }
    }

    private static final String CLAIMED =
            " returning c.dataset, c.number, d.notebook, d.bucket, c.proving = 'journal' as read, c.journal_mark, c.proving_tries, c.proving_until";

    /** The one that waits longest for its turn. */
    Optional<Claim> next() {
        return sql.one(
                Proofs::claim,
                "update catalogue.content c set proving_until = " + CLAIM
                        + ", proving_tries = c.proving_tries + 1 from (select dataset, number from catalogue.content where proving in ('reading', 'journal') "
                        + "and proving_until <= now() order by proving_until limit 1 for update skip locked) due join catalogue.dataset d on d.id = due.dataset "
                        + "where c.dataset = due.dataset and c.number = due.number"
                        + CLAIMED);
    }

    /** That one, unless somebody is at it or it is done. */
    Optional<Claim> of(UUID dataset, int content) {
        return sql.one(
                Proofs::claim,
                "update catalogue.content c set proving_until = " + CLAIM
                        + ", proving_tries = c.proving_tries + 1 from catalogue.dataset d where c.dataset = ? and c.number = ? and d.id = c.dataset "
                        + "and c.proving in ('reading', 'journal') and c.proving_until <= now()"
                        + CLAIMED,
                dataset,
                content);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                Rows.uuid(row, "dataset"),
                row.getInt("number"),
                row.getInt("notebook"),
                row.getString("bucket"),
                row.getBoolean("read"),
                row.getObject("journal_mark", Long.class),
                row.getInt("proving_tries"),
                row.getObject("proving_until", OffsetDateTime.class));
    }

    /** Empty where another has it by now. */
    Optional<Claim> renew(Claim claim) {
        return sql.one(
                row -> claim.renewed(row.getObject(1, OffsetDateTime.class)),
                "update catalogue.content set proving_until = " + CLAIM
                        + " where dataset = ? and number = ? and proving_until = ? returning proving_until",
                claim.dataset(),
                claim.content(),
                claim.until());
    }

    /** Gives it to whoever comes next. @param reason why it could not go on; null where it went well */
    void release(Claim claim, double seconds, @Nullable String reason) {
        sql.update(
                "update catalogue.content set proving_until = now() + ? * interval '1 second', proving_reason = ?, "
                        + "proving_tries = case when ?::text is null then 0 else proving_tries end where dataset = ? and number = ? and proving_until = ?",
                seconds,
                reason,
                reason,
                claim.dataset(),
                claim.content(),
                claim.until());
    }

    /** A file that is still to be read again. */
    record Unread(String path, byte[] key, @Nullable String version, Digest declared) {}

    /** In the order of paths, behind one. */
    List<Unread> unread(Claim claim, String after, int limit) {
        return sql.list(
                row -> new Unread(
                        row.getString("path"),
                        row.getBytes("key"),
                        row.getString("version"),
                        Digest.sha256(row.getBytes("sha256"))),
                "select path, key, version, sha256 from catalogue.file f where dataset = ? and number = ? and path > ? and verified is null "
                        + "and not exists (select 1 from catalogue.broken_file b where b.dataset = f.dataset and b.number = f.number and b.path = f.path) "
                        + "order by path limit ?",
                claim.dataset(),
                claim.content(),
                after,
                limit);
    }

    /** Durable on return. @param cached whether one of them came out of this computer's memory */
    void looked(Claim claim, List<String> sound, List<BrokenFile> broken, boolean cached) {
        sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "update catalogue.file set verified = now() where dataset = ? and number = ? and path = any (?)",
                    claim.dataset(),
                    claim.content(),
                    c.createArrayOf("text", sound.toArray()));
            for (BrokenFile one : broken) {
                Sql.update(
                        c,
                        "insert into catalogue.broken_file (dataset, number, path, reason) values (?, ?, ?, ?) on conflict do nothing",
                        claim.dataset(),
                        claim.content(),
                        one.path(),
                        one.reason());
            }
            return cached
                    ? Sql.update(
                            c,
                            "update catalogue.content set past_cache = false where dataset = ? and number = ?",
                            claim.dataset(),
                            claim.content())
                    : 0;
        });
    }

    /** All of it was read again. @return whether its receipt is due; else it is broken, or another was quicker */
    boolean read(Claim claim, long mark) {
        return sql.inTransaction(c -> {
            List<Boolean> due = Sql.list(
                    c,
                    row -> row.getBoolean("due"),
                    "update catalogue.content c set proving = case when b.broken then 'broken' else 'journal' end, journal_mark = ?, "
                            + "broken_manifest = case when b.broken then manifest end, manifest = case when b.broken then null else manifest end "
                            + "from (select exists (select 1 from catalogue.broken_file where dataset = ? and number = ?) as broken) b "
                            + "where dataset = ? and number = ? and proving = 'reading' returning not b.broken as due",
                    mark,
                    claim.dataset(),
                    claim.content(),
                    claim.dataset(),
                    claim.content());
            DatasetRows.touch(c, claim.dataset());
            return due.contains(true);
        });
    }

    /** Signs it, in one transaction with the row: nobody else does so as well. */
    void sign(Claim claim, Receipts receipts, Instant now) {
        Stored stored = stored(claim);
        sql.inTransaction(c -> {
            List<Receipts.Statement> due = Sql.list(
                    c,
                    row -> statement(row, claim, stored, now),
                    "select d.name, d.source, i.name as instrument, c.manifest, c.past_cache from catalogue.content c join catalogue.dataset d on d.id = c.dataset "
                            + "join catalogue.instrument i on i.id = c.instrument where c.dataset = ? and c.number = ? and c.proving = 'journal' for update of c",
                    claim.dataset(),
                    claim.content());
            for (Receipts.Statement one : due) {
                Sql.update(
                        c,
                        "update catalogue.content set receipt = ?, proving = null, proving_until = null, proving_reason = null where dataset = ? and number = ?",
                        receipts.sign(one),
                        claim.dataset(),
                        claim.content());
                DatasetRows.touch(c, claim.dataset());
            }
            return due.size();
        });
    }

    private static Receipts.Statement statement(ResultSet row, Claim claim, Stored stored, Instant now)
            throws SQLException {
        return new Receipts.Statement(
                claim.dataset(),
                claim.content(),
                row.getString("instrument"),
                row.getString("source"),
                row.getString("name"),
                stored.files().count(),
                new ByteCount(stored.bytes()),
                Digest.sha256(row.getBytes("manifest")),
                stored.files().digest(),
                stored.first(),
                stored.last(),
                row.getBoolean("past_cache"),
                now);
    }

    private record Stored(StoredDigest files, long bytes, Instant first, Instant last) {}

    private record Line(
            String path, String key, @Nullable String version, long size, Digest sha256, Instant verified) {}

    private Stored stored(Claim claim) {
        StoredDigest files = new StoredDigest();
        long bytes = 0;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        String after = "";
        List<Line> page;
        do {
            page = sql.list(
                    row -> new Line(
                            row.getString("path"),
                            gedeon.storage.ObjectKey.of(row.getBytes("key")).toString(),
                            row.getString("version"),
                            row.getLong("size"),
                            Digest.sha256(row.getBytes("sha256")),
                            Rows.instant(row, "verified")),
                    "select path, key, version, size, sha256, verified from catalogue.file where dataset = ? and number = ? and path > ? order by path limit ?",
                    claim.dataset(),
                    claim.content(),
                    after,
                    PAGE);
            for (Line one : page) {
                files.add(one.path(), one.key(), one.version(), one.size(), one.sha256(), one.verified());
                bytes += one.size();
                first = one.verified().isBefore(first) ? one.verified() : first;
                last = one.verified().isAfter(last) ? one.verified() : last;
                after = one.path();
            }
        } while (page.size() == PAGE);
        return new Stored(files, bytes, first, last);
    }

    /** The same versions as in the content before, of which it is known that they are what was declared, are not read once more. */
    static void inherit(Connection c, UUID dataset, int number) throws SQLException {
        int inherited = Sql.update(
                c,
                "update catalogue.file f set verified = o.verified from catalogue.file o where f.dataset = ? and f.number = ? and o.dataset = f.dataset and o.number = f.number - 1 "
                        + "and o.path = f.path and o.key = f.key and o.version = f.version and o.size = f.size and o.sha256 = f.sha256 and o.verified is not null",
                dataset,
                number);
        if (inherited > 0) {
            Sql.update(
                    c,
                    "update catalogue.content c set past_cache = o.past_cache from catalogue.content o where c.dataset = ? and c.number = ? and o.dataset = c.dataset and o.number = c.number - 1",
                    dataset,
                    number);
        }
    }

    /** How a content stands. */
    Optional<Answer> standing(int instrument, UUID dataset, int content) {
        return sql.inTransaction(
                c -> standing(c, "c.instrument = ? and c.dataset = ? and c.number = ?", instrument, dataset, content));
    }

    /** The newest content of an acquisition. */
    Optional<Answer> standing(int instrument, String source, String name) {
        return sql.inTransaction(c -> standing(
                c,
                "c.instrument = ? and (c.dataset, c.number) in (select id, content from catalogue.dataset where instrument = ? and source = ? and name = ? and state <> 'deleted')",
                instrument,
                instrument,
                source,
                name));
    }

    /** The content that this manifest became; one that was found broken is none. */
    Optional<Answer> told(int instrument, Digest manifest) {
        return sql.inTransaction(c -> told(c, instrument, manifest));
    }

    static Optional<Answer> told(Connection c, int instrument, Digest manifest) throws SQLException {
        return standing(c, "c.instrument = ? and c.manifest = ?", instrument, manifest.bytes());
    }

    private record Row(UUID dataset, int content, @Nullable String receipt, boolean broken) {}

    private static Optional<Answer> standing(Connection c, String which, @Nullable Object... values)
            throws SQLException {
        List<Row> rows = Sql.list(
                c,
                row -> new Row(
                        Rows.uuid(row, "dataset"),
                        row.getInt("number"),
                        row.getString("receipt"),
                        row.getBoolean("broken")),
                "select c.dataset, c.number, c.receipt, coalesce(c.proving = 'broken', false) as broken from catalogue.content c where "
                        + which,
                values);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Row row = rows.getFirst();
        State state = row.receipt() != null ? State.RECEIVED : row.broken() ? State.BROKEN : State.VERIFYING;
        return Optional.of(new Answer(
                row.dataset(), row.content(), state, row.receipt(), row.broken() ? broken(c, row) : List.of()));
    }

    private static List<BrokenFile> broken(Connection c, Row row) throws SQLException {
        return Sql.list(
                c,
                file -> new BrokenFile(file.getString("path"), file.getString("reason")),
                "select path, reason from catalogue.broken_file where dataset = ? and number = ? order by path limit ?",
                row.dataset(),
                row.content(),
                Intake.MOST_BROKEN);
    }

    /** Versions of which it is known that they are not what this manifest says of them, by path. */
    List<String> brokenVersions(int instrument, Digest manifest) {
        return sql.list(
                row -> row.getString("path") + '\0' + row.getString("version"),
                "select f.path, coalesce(f.version, '') as version from catalogue.content c join catalogue.broken_file b on b.dataset = c.dataset and b.number = c.number "
                        + "join catalogue.file f on f.dataset = b.dataset and f.number = b.number and f.path = b.path where c.instrument = ? and c.broken_manifest = ?",
                instrument,
                manifest.bytes());
    }

    Intake.Waiting waiting() {
        return sql.one(
                        row -> new Intake.Waiting(row.getLong(1), Duration.ofMillis(row.getLong(2))),
                        "select count(*), coalesce((extract(epoch from now() - min(received)) * 1000)::bigint, 0) from "
                                + "(select received from catalogue.content where proving in ('reading', 'journal') limit ?) w",
                        Intake.Waiting.MOST)
                .orElse(Intake.Waiting.NOTHING);
    }

    int tellBroken(Consumer<AcquisitionBroken> to) {
        List<AcquisitionBroken> untold = new ArrayList<>(sql.list(
                row -> new AcquisitionBroken(
                        Rows.uuid(row, "dataset"),
                        row.getInt("number"),
                        row.getInt("notebook"),
                        row.getString("instrument"),
                        row.getString("name"),
                        row.getLong("files"),
                        row.getString("first")),
                "select c.dataset, c.number, d.notebook, i.name as instrument, d.name, "
                        + "(select count(*) from catalogue.broken_file b where b.dataset = c.dataset and b.number = c.number) as files, "
                        + "(select b.path || ' ' || b.reason from catalogue.broken_file b where b.dataset = c.dataset and b.number = c.number order by b.path limit 1) as first "
                        + "from catalogue.content c join catalogue.dataset d on d.id = c.dataset join catalogue.instrument i on i.id = c.instrument "
                        + "where c.proving = 'broken' and not c.broken_told order by c.received limit 100"));
        for (AcquisitionBroken one : untold) {
            to.accept(one);
            sql.update(
                    "update catalogue.content set broken_told = true where dataset = ? and number = ?",
                    one.dataset(),
                    one.content());
        }
        return untold.size();
    }
}
