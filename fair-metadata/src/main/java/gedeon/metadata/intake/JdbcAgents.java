package gedeon.metadata.intake;

import gedeon.metadata.AgentSilence;
import gedeon.metadata.Agents;
import gedeon.metadata.Instrument;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.Objects;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Agents in PostgreSQL. Each has an account of its own that holds the role AGENT on the instrument's notebook and nothing else. */
public final class JdbcAgents implements Agents {
    private static final int MOST_MESSAGES = 20;
    private static final int MOST_RULES = 100;
    private static final String SELECT =
            "select a.id as agent, a.bucket, a.hostname, a.version, a.last_seen, a.backlog, a.oldest_unsent, a.sent, a.disk, a.clock_skew_ms, "
                    + "a.messages, a.enrolled, a.leaving, a.silence_told, "
                    + "a.newest_unsent, a.says_settings, a.says_rules, a.says_paused, a.rescanned, i.* from catalogue.agent a join catalogue.instrument i on i.id = a.instrument ";

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
                "insert into catalogue.agent (id, instrument, account, access_key, bucket, hostname, os, version, enrolled, last_seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                instrument.id(),
                account,
                key.accessKey(),
                bucket,
                shortened(hostname),
                shortened(os),
                shortened(version),
                Rows.time(clock.instant()),
                Rows.time(clock.instant()));
        return new Enrolled(id, token, key.accessKey(), key.secretKey(), instrument, bucket);
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > 500 ? plain.substring(0, 500) : plain;
    }

    @Override
    public Optional<Agent> byAccount(long account) {
        return sql.one(JdbcAgents::read, SELECT + "where a.account = ?", account).stream()
                .flatMap(one -> judged(List.of(one)).stream())
                .findFirst();
    }

    @Override
    public void heartbeat(UUID agent, Heartbeat said) {
        Instant now = clock.instant();
        long skew = Duration.between(now, said.clock()).toMillis();
        Says says = said.says();
        sql.inTransaction(c -> {
            boolean hour = Sql.update(
                            c,
                            "insert into catalogue.agent_hour (agent, hour) values (?, ?) on conflict do nothing",
                            agent,
                            Rows.time(now.truncatedTo(ChronoUnit.HOURS)))
                    == 1;
            if (hour) {
                Sql.update(
                        c,
                        "delete from catalogue.agent_hour where agent = ? and hour < ?",
                        agent,
                        Rows.time(now.minus(Presence.KEPT)));
            }
            return Sql.update(
                    c,
                    "update catalogue.agent set last_seen = ?, backlog = ?, oldest_unsent = ?, sent = ?, disk = ?, clock_skew_ms = ?, version = ?, messages = ?, leaving = ?, newest_unsent = ?, says_settings = ?, says_rules = ?, says_paused = ?, rescanned = coalesce(?, rescanned) where id = ?",
                    Rows.time(now),
                    said.backlog(),
                    Rows.time(said.oldestUnsent()),
                    said.sent(),
                    said.disk(),
                    skew,
                    shortened(said.agentVersion()),
                    texts(c, said.messages(), MOST_MESSAGES),
                    said.leaving(),
                    Rows.time(says.newestUnsent()),
                    says.settings(),
                    texts(c, says.rules(), MOST_RULES),
                    says.paused(),
                    says.rescanned(),
                    agent);
        });
    }

    private static Array texts(Connection c, List<String> texts, int most) throws SQLException {
        return c.createArrayOf(
                "text", texts.stream().limit(most).map(JdbcAgents::shortened).toArray());
    }

    @Override
    public Optional<Agent> find(UUID id) {
        return sql.one(JdbcAgents::read, SELECT + "where a.id = ?", id).stream()
                .flatMap(one -> judged(List.of(one)).stream())
                .findFirst();
    }

    /** Of one instrument, as they stand. */
    List<Agent> of(int instrument) {
        return judged(sql.list(JdbcAgents::read, SELECT + "where a.instrument = ?", instrument));
    }

    /** Hours in which one of them at least lived. */
    Set<Instant> hours(List<Agent> agents) {
        Set<Instant> hours = new HashSet<>();
        lived(agents.stream().map(Agent::id).collect(Collectors.toSet()))
                .values()
                .forEach(hours::addAll);
        return hours;
    }

    @Override
    public List<Agent> list(Set<Integer> visible) {
        return judged(sql.inTransaction(c -> Sql.list(
                c,
                JdbcAgents::read,
                SELECT + "where i.notebook = any (?) order by a.last_seen nulls first, a.id limit 10000",
                c.createArrayOf("int", visible.toArray()))));
    }

    @Override
    public int tellSilences(Consumer<AgentSilence> to) {
        List<Read> all = sql.list(
                JdbcAgents::read,
                SELECT + "where a.silence_told is not null or not a.leaving and a.last_seen < ?",
                Rows.time(clock.instant().minus(Presence.SILENCE)));
        List<Agent> now = judged(all);
        int told = 0;
        for (int i = 0; i < all.size(); i++) {
            Agent agent = now.get(i);
            Instant before = all.get(i).told();
            Instant seen = agent.lastSeen();
            if (seen == null) {
                continue;
            }
            boolean silent = agent.state() == State.SILENT;
            if (before != null && !(silent && before.equals(seen))) {
                to.accept(new AgentSilence(agent, before, true));
                sql.update("update catalogue.agent set silence_told = null where id = ?", agent.id());
                told++;
            } else if (silent && before == null) {
                to.accept(new AgentSilence(agent, seen, false));
                sql.update("update catalogue.agent set silence_told = ? where id = ?", Rows.time(seen), agent.id());
                told++;
            }
        }
        return told;
    }

    /** What the row says. @param agent in the state of one that was heard just now */
    private record Read(
            Agent agent,
            Instant enrolled,
            boolean leaving,
            @Nullable Instant told) {}

    private static Read read(ResultSet row) throws SQLException {
        long backlog = row.getLong("backlog");
        Long skew = row.getObject("clock_skew_ms", Long.class);
        Agent agent = new Agent(
                Rows.uuid(row, "agent"),
                JdbcInstruments.instrument(row),
                row.getString("bucket"),
                row.getString("hostname"),
                row.getString("version"),
                Rows.instantOrNull(row, "last_seen"),
                backlog,
                Rows.instantOrNull(row, "oldest_unsent"),
                row.getLong("sent"),
                row.getObject("disk", Long.class),
                skew == null ? null : Duration.ofMillis(skew),
                List.of((String[]) row.getArray("messages").getArray()),
                skew == null ? State.NEW : backlog > 0 ? State.SENDING : State.IDLE,
                new Says(
                        row.getObject("says_settings", Integer.class),
                        List.of((String[]) row.getArray("says_rules").getArray()),
                        row.getObject("says_paused", Boolean.class),
                        row.getLong("rescanned"),
                        Rows.instantOrNull(row, "newest_unsent")));
        return new Read(
                agent,
                Rows.instant(row, "enrolled"),
                row.getBoolean("leaving"),
                Rows.instantOrNull(row, "silence_told"));
    }

    /** Hours are read of those alone that say nothing. */
    private List<Agent> judged(List<Read> all) {
        Instant now = clock.instant();
        Set<UUID> quiet = all.stream()
                .filter(one -> !one.leaving() && quiet(one.agent(), now))
                .map(one -> one.agent().id())
                .collect(Collectors.toSet());
        Map<UUID, Set<Instant>> lived = quiet.isEmpty() ? Map.of() : lived(quiet);
        return all.stream().map(one -> judged(one, lived, now)).toList();
    }

    private static boolean quiet(Agent agent, Instant now) {
        Instant seen = agent.lastSeen();
        return seen != null && seen.plus(Presence.SILENCE).isBefore(now);
    }

    private static Agent judged(Read one, Map<UUID, Set<Instant>> lived, Instant now) {
        Agent agent = one.agent();
        Instant seen = agent.lastSeen();
        if (one.leaving()) {
            return agent.in(State.OFF);
        }
        if (seen == null || !quiet(agent, now)) {
            return agent;
        }
        Presence presence =
                new Presence(one.enrolled(), seen, lived.getOrDefault(agent.id(), Set.of()), ZoneId.systemDefault());
        return agent.in(presence.silent(now) ? State.SILENT : State.OFF);
    }

    private Map<UUID, Set<Instant>> lived(Set<UUID> agents) {
        Map<UUID, Set<Instant>> lived = new HashMap<>();
        sql.inTransaction(c -> Sql.list(
                c,
                row -> lived.computeIfAbsent(Rows.uuid(row, "agent"), agent -> new HashSet<>())
                        .add(Rows.instant(row, "hour")),
                "select agent, hour from catalogue.agent_hour where agent = any (?)",
                c.createArrayOf("uuid", agents.toArray())));
        return lived;
    }
}
