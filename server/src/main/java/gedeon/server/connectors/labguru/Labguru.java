package gedeon.server.connectors.labguru;

import gedeon.metadata.Instruments;
import gedeon.metadata.Things;
import gedeon.server.connectors.PublicAddresses;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors to Labguru: made by an administrator, read on demand and by themselves. Rights are the caller's to ask. */
public final class Labguru {
    private static final Logger LOG = LoggerFactory.getLogger(Labguru.class);

    /** How long a run waits for the one before it. */
    private static final Duration QUEUE = Duration.ofSeconds(10);

    /** What was changed so shortly before a run may have come in late: the next run looks again. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final Sql sql;
    private final Connectors connectors;
    private final Things things;
    private final Instruments instruments;
    private final Pages pages;
    private final ActiveTokens tokens;
    private final PublicAddresses addresses;
    private final LabguruSettings settings;
    private final Clock clock;

    Labguru(
            Sql sql,
            Connectors connectors,
            Things things,
            Instruments instruments,
            Pages pages,
            ActiveTokens tokens,
            PublicAddresses addresses,
            LabguruSettings settings,
            Clock clock) {
        this.sql = sql;
        this.connectors = connectors;
        this.things = things;
        this.instruments = instruments;
        this.pages = pages;
        this.tokens = tokens;
        this.addresses = addresses;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes a connector that feeds {@code notebook}. Name, address and notebook of an existing one with another token give it that token.
     *
     * @throws Notebooks.NameTaken where the name stands for another address or notebook
     * @throws IllegalArgumentException where name, address or token cannot be used
     */
    public void create(String name, String url, String token, int notebook) {
        ServerAddress address = ServerAddress.of(url);
        try {
            addresses.resolve(address.host());
        } catch (PublicAddresses.Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (UnknownHostException e) {
            LOG.info("{} is not known now; the first run will tell", address.host());
        }
        connectors.put(Connector.named(name), address, new Token(token), notebook, clock.instant());
    }

    /**
     * Reads what is new or changed. One run of a connector at a time; a second waits a little.
     *
     * @throws Notebooks.Unknown where there is no such connector
     * @throws LabguruBusy where another run does not end
     * @throws LabguruFailed where Labguru does not let itself be read
     */
    public Synced sync(String name) {
        try (Turn turn = Turn.take(sql, existing(name), QUEUE)) {
            Objects.requireNonNull(turn);
            return run(existing(name));
        }
    }

    private Connector existing(String name) {
        return connectors.find(name).orElseThrow(() -> new Notebooks.Unknown("connector", name));
    }

    /** Names of connectors whose time has come. */
    List<String> due() {
        return connectors.due(
                clock.instant().minus(settings.every().multipliedBy(9).dividedBy(10)));
    }

    private Synced run(Connector connector) {
        Token token = connectors.token(connector);
        String ticket = UUID.randomUUID().toString();
        tokens.put(ticket, token);
        Instant start = clock.instant();
        try {
            return new Run(connector, token, ticket, start).read();
        } catch (LabguruFailed e) {
            String message = token.mask(connector.address() + ": " + e.getMessage());
            connectors.ran(connector, start, false, message);
            throw e.passing() ? LabguruFailed.forNow(message) : LabguruFailed.forGood(message);
        } finally {
            tokens.remove(ticket);
        }
    }

    /** One pass over all lists. */
    private final class Run {
        private final Connector connector;
        private final String ticket;
        private final Instant start;
        private final boolean full;
        private final Token token;
        private final Bounds bounds;
        private final Problems problems;
        private final Keeper keeper;
        private final Map<Kind, Long> kept = new EnumMap<>(Kind.class);
        private final Map<Kind, Instant> since = new EnumMap<>(Kind.class);
        private boolean whole = true;

        Run(Connector connector, Token token, String ticket, Instant start) {
            this.connector = connector;
            this.ticket = ticket;
            this.start = start;
            this.full = connector.lastFull() == null
                    || !start.isBefore(connector.lastFull().plus(settings.fullEvery()));
            this.token = token;
            this.bounds = Bounds.of(settings, clock);
            this.problems = new Problems(token);
            this.keeper = new Keeper(things, instruments, connector, problems);
        }

        Synced read() {
            since.putAll(connector.since());
            for (Kind kind : Kind.values()) {
                try {
                    read(kind);
                } catch (LabguruFailed e) {
                    if (kind == Kind.EXPERIMENTS) {
                        throw e; // nothing goes without these
                    }
                    whole &= kind == Kind.PERSONS; // a list that most tokens may not see
                    problems.add(kind.word(), String.valueOf(e.getMessage()));
                }
            }
            connectors.ran(connector, start, full && whole, problems.line());
            problems.all().forEach(problem -> LOG.warn("connector {}: {}", connector.name(), problem));
            return new Synced(
                    kept.getOrDefault(Kind.EXPERIMENTS, 0L),
                    kept.getOrDefault(Kind.PROTOCOLS, 0L),
                    kept.getOrDefault(Kind.INSTRUMENTS, 0L),
                    kept.getOrDefault(Kind.PERSONS, 0L),
                    since.values().stream().max(Instant::compareTo).orElse(null),
                    problems.all());
        }

        private void read(Kind kind) {
            Instant known = full ? null : connector.since().get(kind);
            Reading reading = new Reading(kind, connector, ticket, token, known, keeper, problems, bounds);
            pages.read(reading);
            kept.put(kind, reading.kept());
            if (!reading.whole()) {
                whole = false; // the lists tell no order: what was not seen may be older than what was
                return;
            }
            reading.newest().ifPresent(newest -> {
                Instant latest = start.minus(OVERLAP);
                Instant upTo = newest.isAfter(latest) ? latest : newest;
                since.put(kind, upTo);
                connectors.readUpTo(connector, kind, upTo);
            });
        }
    }
}
