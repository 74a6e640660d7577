package gedeon.metadata.intake;

import gedeon.metadata.Agents;
import gedeon.metadata.Instrument;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.Objects;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Agents in PostgreSQL. Each has an account of its own that holds the role AGENT on the instrument's notebook and nothing else. */
public final class JdbcAgents implements Agents {
    private static final Duration SILENCE = Duration.ofMinutes(15);
    private static final int MOST_MESSAGES = 20;
    private static final String SELECT =
            "select a.id as agent, a.bucket, a.hostname, a.version, a.last_seen, a.backlog, a.oldest_unsent, a.sent, a.disk, a.clock_skew_ms, "
                    + "a.messages, i.* from catalogue.agent a join catalogue.instrument i on i.id = a.instrument ";

    private final Sql sql;
    private final Codes codes;
    private final Notebooks notebooks;
    private final Objects objects;
    private final JdbcInstruments instruments;
    private final Clock clock;

    public JdbcAgents(
            Sql sql, Codes codes, Notebooks notebooks, Objects objects, JdbcInstruments instruments, Clock clock) {
        this.sql = sql;
        this.codes = codes;
        this.notebooks = notebooks;
        this.objects = objects;
        this.instruments = instruments;
        this.clock = clock;
    }

    @Override
    public Enrolled enrol(String code, String hostname, String os, String version) {
        Instrument instrument = codes.use(code).flatMap(instruments::find).orElseThrow(Refused::new);
        String bucket = objects.rawBucket(instrument.notebook())
                .orElseThrow(() -> new IllegalArgumentException("the notebook of instrument " + instrument.name()
                        + " has no raw-data bucket; an administrator must make one"));
        UUID id = UUID.randomUUID();
        // A crash between these steps leaves an account without an agent, which nobody can act by: its token was never
        // told.
        long account = notebooks.account("agent " + id, Principal.Kind.AGENT).id();
        notebooks.grant(account, Role.AGENT, new On.Notebook(instrument.notebook()));
        Notebooks.AccessKey key = notebooks.issueKey(account, instrument.notebook(), Role.AGENT);
        String token = notebooks.issueToken(account, "agent", null);
        sql.update(
                "insert into catalogue.agent (id, instrument, account, access_key, bucket, hostname, os, version, last_seen) values (?, ?, ?, ?, ?, ?, ?, ?, now())",
                id,
                instrument.id(),
                account,
                key.accessKey(),
                bucket,
                shortened(hostname),
                shortened(os),
                shortened(version));
        return new Enrolled(id, token, key.accessKey(), key.secretKey(), instrument, bucket);
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > 500 ? plain.substring(0, 500) : plain;
    }

    @Override
    public Optional<Agent> byAccount(long account) {
        return sql.one(this::agent, SELECT + "where a.account = ?", account);
    }

    @Override
    public void heartbeat(UUID agent, Heartbeat said) {
        long skew = Duration.between(clock.instant(), said.clock()).toMillis();
        sql.inTransaction(c -> Sql.update(
                c,
                "update catalogue.agent set last_seen = now(), backlog = ?, oldest_unsent = ?, sent = ?, disk = ?, clock_skew_ms = ?, version = ?, messages = ? where id = ?",
                said.backlog(),
                Rows.time(said.oldestUnsent()),
                said.sent(),
                said.disk(),
                skew,
                shortened(said.agentVersion()),
                c.createArrayOf(
                        "text",
                        said.messages().stream()
                                .limit(MOST_MESSAGES)
                                .map(JdbcAgents::shortened)
                                .toArray()),
                agent));
    }

    @Override
    public List<Agent> list(Set<Integer> visible) {
        return sql.inTransaction(c -> Sql.list(
                c,
                this::agent,
                SELECT + "where i.notebook = any (?) order by a.last_seen nulls first, a.id limit 10000",
                c.createArrayOf("int", visible.toArray())));
    }

    private Agent agent(ResultSet row) throws SQLException {
        Instant seen = Rows.instantOrNull(row, "last_seen");
        long backlog = row.getLong("backlog");
        Long skew = row.getObject("clock_skew_ms", Long.class);
        return new Agent(
                Rows.uuid(row, "agent"),
                JdbcInstruments.instrument(row),
                row.getString("bucket"),
                row.getString("hostname"),
                row.getString("version"),
                seen,
                backlog,
                Rows.instantOrNull(row, "oldest_unsent"),
                row.getLong("sent"),
                row.getObject("disk", Long.class),
                skew == null ? null : Duration.ofMillis(skew),
                List.of((String[]) row.getArray("messages").getArray()),
                state(seen, backlog, skew));
    }

    private State state(@Nullable Instant seen, long backlog, @Nullable Long skew) {
        if (seen != null && seen.plus(SILENCE).isBefore(clock.instant())) {
            return State.SILENT;
        }
        return skew == null ? State.NEW : backlog > 0 ? State.SENDING : State.IDLE;
    }
}
