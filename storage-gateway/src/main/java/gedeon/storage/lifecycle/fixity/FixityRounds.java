package gedeon.storage.lifecycle.fixity;

import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each round of fixity that ended, for good: a row in the transaction that ends it, with a digest in which stands that of the tier's round before. A row that was
 * changed or taken out from between others is seen. That the last ones were taken away is seen by who kept a digest: each is told in the log and in the outbox.
 */
public final class FixityRounds {
    /** Of the outbox. */
    public static final String CONSUMER = "fixity";

    private static final String COLUMNS =
            "tier_id, tier, number, job, began, ended, copies, bytes, damaged, missing, repaired, lost, encode(previous, 'hex') as previous, encode(digest, 'hex') as digest";
    private static final int STRETCH = 1000;

    private final Sql sql;
    private final JdbcOutbox outbox;

    public FixityRounds(Sql sql, JdbcOutbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** Nobody else ends a round of the tier meanwhile: the row of its job is the transaction's. */
    static void write(Connection c, short tier, StorageJob job) throws SQLException {
        Instant ended = one(c, row -> instant(row, 1), "select now()");
        Instant said = job.roundBegan();
        Instant began = said == null ? ended : said;
        UUID uuid = one(c, row -> row.getObject(1, UUID.class), "select uuid from tier where id = ?", tier);
        List<EndedRound> last = Sql.list(
                c,
                FixityRounds::read,
                "select " + COLUMNS + " from fixity_round where tier_id = ? order by number desc limit 1",
                tier);
        OffsetDateTime since = (last.isEmpty() ? began : last.getFirst().ended()).atOffset(ZoneOffset.UTC);
        EndedRound round = one(
                        c,
                        row -> new EndedRound(
                                uuid,
                                last.isEmpty() ? 1 : last.getFirst().number() + 1,
                                job.id(),
                                began,
                                ended,
                                job.done(),
                                job.roundBytes(),
                                row.getLong("damaged"),
                                row.getLong("missing"),
                                row.getLong("repaired"),
                                row.getLong("lost"),
                                last.isEmpty()
                                        ? EndedRound.BEFORE_THE_FIRST
                                        : last.getFirst().digest(),
                                ""),
                        "select f.damaged, f.missing, "
                                + "(select count(*) from damage where tier_id = ? and repaired >= ? and reason not like '%(gone since)') as repaired, "
                                + "(select count(*) from (select blob_id from damage where tier_id = ? and repaired is null limit "
                                + Damages.MOST
                                + ") d where not exists (select 1 from location l where l.blob_id = d.blob_id and l.tier_id <> ? and l.state = 'l')) as lost "
                                + "from (select count(*) filter (where not missing) as damaged, count(*) filter (where missing) as missing "
                                + "from damage where tier_id = ? and found >= ?) f",
                        tier,
                        since,
                        tier,
                        tier,
                        tier,
                        since)
                .sealed();
        Sql.update(
                c,
                "insert into fixity_round (tier_id, number, tier, job, began, ended, copies, bytes, damaged, missing, repaired, lost, previous, digest) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, decode(?, 'hex'), decode(?, 'hex'))",
                tier,
                round.number(),
                uuid,
                round.job(),
                began.atOffset(ZoneOffset.UTC),
                ended.atOffset(ZoneOffset.UTC),
                round.copies(),
                round.bytes(),
                round.damaged(),
                round.missing(),
                round.repaired(),
                round.lost(),
                round.previous(),
                round.digest());
        Sql.update(
                c,
                "insert into outbox (consumer, event, body, change) values (?, 'FixityRoundEnded', jsonb_build_object('tier', ?::int, 'number', ?::bigint), nextval('seq'))",
                CONSUMER,
                (int) tier,
                round.number());
    }

    private static <T> T one(Connection c, Sql.RowReader<T> reader, String statement, @Nullable Object... values)
            throws SQLException {
        return Sql.list(c, reader, statement, values).getFirst();
    }

    /** Those that ended last, the newest first. */
    public List<EndedRound> newest(int most) {
        return sql.list(
                FixityRounds::read,
                "select " + COLUMNS + " from fixity_round order by ended desc, tier_id desc, number desc limit ?",
                most);
    }

    /**
     * Of one tier.
     *
     * @param rounds of it that there are
     * @param broken the first that is not what was written, or does not follow on what is before it; null where all is whole
     */
    public record Chain(UUID tier, long rounds, @Nullable Long broken) {}

    /** Makes each digest again: costs all rounds that there are. */
    public List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (short tier : sql.list(row -> row.getShort(1), "select distinct tier_id from fixity_round order by 1")) {
            chains.add(chain(tier));
        }
        return chains;
    }

    private Chain chain(short tier) {
        long rounds = 0;
        long before = 0;
        String digest = EndedRound.BEFORE_THE_FIRST;
        UUID uuid = null;
        Long broken = null;
        List<EndedRound> stretch = after(tier, 0);
        while (!stretch.isEmpty()) {
            for (EndedRound round : stretch) {
                uuid = uuid == null ? round.tier() : uuid;
                if (broken == null
                        && !(round.follows(before, digest) && round.tier().equals(uuid))) {
                    broken = round.number();
                }
                before = round.number();
                digest = round.digest();
                rounds++;
            }
            stretch = after(tier, before);
        }
        return new Chain(uuid == null ? new UUID(0, 0) : uuid, rounds, broken);
    }

    private List<EndedRound> after(short tier, long number) {
        return sql.list(
                FixityRounds::read,
                "select " + COLUMNS + " from fixity_round where tier_id = ? and number > ? order by number limit ?",
                tier,
                number,
                STRETCH);
    }

    /** Hands over what ended since, at least once each; returns how many. */
    public int deliver(Consumer<EndedRound> to) {
        return outbox.deliver(CONSUMER, row -> {
            JsonNode body = JsonMapper.shared().readTree(row.body());
            sql.one(
                            FixityRounds::read,
                            "select " + COLUMNS + " from fixity_round where tier_id = ? and number = ?",
                            (short) body.path("tier").asInt(),
                            body.path("number").asLong())
                    .ifPresent(to);
        });
    }

    private static EndedRound read(ResultSet row) throws SQLException {
        return new EndedRound(
                row.getObject("tier", UUID.class),
                row.getLong("number"),
                row.getLong("job"),
                instant(row, row.findColumn("began")),
                instant(row, row.findColumn("ended")),
                row.getLong("copies"),
                row.getLong("bytes"),
                row.getLong("damaged"),
                row.getLong("missing"),
                row.getLong("repaired"),
                row.getLong("lost"),
                row.getString("previous"),
                row.getString("digest"));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
