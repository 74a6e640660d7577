package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import gedeon.storage.events.JdbcOutbox;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Who did what with waste and disposals: a row that stays and one of the outbox, in the transaction of the act. */
public final class DisposalActs {
    /** Of the outbox. */
    public static final String CONSUMER = "disposals";

    private static final String SELECT =
            "select d.notebook, n.name as notebook_name, d.bucket, d.disposal, d.act, a.name as by_name, d.at, d.words, d.versions, d.bytes "
                    + "from disposal_act d join notebook n on n.id = d.notebook left join account a on a.id = d.account ";

    private final Sql sql;
    private final JdbcOutbox outbox;

    public DisposalActs(Sql sql, JdbcOutbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** What an act is about. @param disposal null for marks */
    record About(int notebook, String bucket, @Nullable Long disposal) {}

    /** @param account null where nobody did it by hand */
    static void note(
            Connection c,
            About about,
            DisposalNotice.Act act,
            @Nullable Long account,
            String words,
            long versions,
            long bytes)
            throws SQLException {
        Sql.update(
                c,
                "with noted as (insert into disposal_act (notebook, bucket, disposal, act, account, words, versions, bytes) values (?, ?, ?, ?, ?, ?, ?, ?) returning id) "
                        + "insert into outbox (consumer, event, body, change) select ?, 'Disposal', jsonb_build_object('act', noted.id), nextval('seq') from noted",
                about.notebook(),
                about.bucket(),
                about.disposal(),
                act.name(),
                account,
                words,
                versions,
                bytes,
                CONSUMER);
    }

    /** Of a notebook, the last first. */
    public List<DisposalNotice> ofNotebook(int notebook, int most) {
        return sql.list(DisposalActs::read, SELECT + "where d.notebook = ? order by d.id desc limit ?", notebook, most);
    }

    /** Of one disposal, the first first. */
    public List<DisposalNotice> ofDisposal(long disposal) {
        return sql.list(DisposalActs::read, SELECT + "where d.disposal = ? order by d.id", disposal);
    }

    /** Hands over what was done since, at least once each; returns how many. */
    public int deliver(Consumer<DisposalNotice> to) {
        return outbox.deliver(
                CONSUMER,
                row -> find(JsonMapper.shared().readTree(row.body()).path("act").asLong())
                        .ifPresent(to));
    }

    private Optional<DisposalNotice> find(long id) {
        return sql.one(DisposalActs::read, SELECT + "where d.id = ?", id);
    }

    private static DisposalNotice read(ResultSet row) throws SQLException {
        return new DisposalNotice(
                row.getInt("notebook"),
                row.getString("notebook_name"),
                row.getString("bucket"),
                row.getObject("disposal", Long.class),
                DisposalNotice.Act.valueOf(row.getString("act")),
                row.getString("by_name"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("words"),
                row.getLong("versions"),
                new ByteCount(row.getLong("bytes")));
    }
}
