package gedeon.metadata.intake;

import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.Agents.Agent;
import gedeon.metadata.Datasets.NewLink;
import gedeon.metadata.Intake;
import gedeon.metadata.Manifest;
import gedeon.metadata.Source;
import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.Things;
import gedeon.metadata.catalogue.DatasetRows;
import gedeon.metadata.catalogue.DatasetRows.FileRow;
import gedeon.metadata.catalogue.Ids;
import gedeon.metadata.catalogue.Links;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.Encryption;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.Seals;
import gedeon.storage.StoredVersion;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Manifests in, datasets and receipts out. */
public final class JdbcIntake implements Intake {
    /** Acquisitions up to this size are read again while the agent waits for its answer. */
    private static final ByteCount AT_ONCE = new ByteCount(64L << 20);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sql sql;
    private final Objects objects;
    private final Seals seals;
    private final Things things;
    private final JdbcInstruments instruments;
    private final Proofs proofs;
    private final Proving proving;
    private final Ids ids;
    private final Clock clock;
    private final Runnable arrived;
    private final Runnable unproved;

    /**
     * @param arrived called after each commit: there is something to read
     * @param unproved called where a receipt is due that did not come at once
     */
    public JdbcIntake(
            Sql sql,
            Objects objects,
            Seals seals,
            Things things,
            JdbcInstruments instruments,
            Proofs proofs,
            Proving proving,
            Clock clock,
            Runnable arrived,
            Runnable unproved) {
        this.sql = sql;
        this.objects = objects;
        this.seals = seals;
        this.things = things;
        this.instruments = instruments;
        this.proofs = proofs;
        this.proving = proving;
        this.ids = new Ids(clock);
        this.clock = clock;
        this.arrived = arrived;
        this.unproved = unproved;
    }

    @Override
    public Answer accept(Agent agent, Manifest manifest) throws IOException, InterruptedException {
        Digest digest = manifest.digest();
        int instrument = agent.instrument().id();
        Answer answer = proofs.told(instrument, digest).orElse(null);
        if (answer == null) {
            Source source = instruments.sources(instrument).stream()
                    .filter(one -> one.name().equals(manifest.source()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no source \"" + manifest.source()
                            + "\" on instrument " + agent.instrument().name() + "; fetch the sources again"));
            requireNotBroken(instrument, manifest, digest);
            List<FileRow> files = stored(agent, source, manifest);
            List<Prepared> prepared = prepare(agent, source, manifest);
            answer = sql.inTransaction(c -> commit(c, agent, manifest, digest, files, prepared));
            arrived.run();
        }
        if (answer.state() == State.VERIFYING && manifest.bytes().compareTo(AT_ONCE) <= 0) {
            proving.proveNow(answer.dataset(), answer.content(), PATIENCE);
            answer = standing(agent, answer.dataset(), answer.content()).orElse(answer);
        }
        if (answer.state() == State.VERIFYING) {
            unproved.run();
        }
        return answer;
    }

    @Override
    public Optional<Answer> standing(Agent agent, UUID dataset, int content) {
        return proofs.standing(agent.instrument().id(), dataset, content);
    }

    @Override
    public Optional<Answer> standing(Agent agent, String source, String name) {
        return proofs.standing(agent.instrument().id(), source, name);
    }

    @Override
    public Waiting waiting() {
        return proofs.waiting();
    }

    @Override
    public int tellBroken(Consumer<AcquisitionBroken> to) {
        return proofs.tellBroken(to);
    }

    /** Told again with versions that were read already, and are not what was declared: they would be read in vain. */
    private void requireNotBroken(int instrument, Manifest manifest, Digest digest) {
        Set<String> broken = new HashSet<>(proofs.brokenVersions(instrument, digest));
        if (!broken.isEmpty()) {
            for (Manifest.File file : manifest.files()) {
                String version = file.version();
                if (version != null && broken.contains(file.path() + '\0' + version)) {
                    throw unusable(manifest, file, "is stored, and not as it was on the instrument", "send it again");
                }
            }
        }
    }

    /** Each file as stored; refused where one is not, or differs. */
    private List<FileRow> stored(Agent agent, Source source, Manifest manifest) {
        List<FileRow> rows = new ArrayList<>(manifest.files().size());
        for (Manifest.File file : manifest.files()) {
            if (!file.key().startsWith(source.prefix())) {
                throw unusable(
                        manifest,
                        file,
                        "lies outside the source's prefix " + source.prefix(),
                        "check the agent's configuration");
            }
            StoredVersion version = StoredFiles.find(
                            objects,
                            agent.instrument().notebook(),
                            agent.bucket(),
                            ObjectKey.of(file.key()),
                            file.version())
                    .orElseThrow(() -> unusable(manifest, file, "is not stored", "send it again"));
            if (!version.size().equals(file.size())) {
                throw unusable(
                        manifest,
                        file,
                        "has " + version.size().value() + " bytes here, "
                                + file.size().value() + " on the instrument",
                        "send it again");
            }
            Digest stored = version.sha256();
            if (stored != null && !stored.equals(file.sha256())) {
                throw unusable(manifest, file, "has another SHA-256 here than on the instrument", "send it again");
            }
            if (version.attributes().encryption() instanceof Encryption.OwnersKey) {
                throw unusable(
                        manifest,
                        file,
                        "is encrypted with a key that this server does not keep, so nobody here can verify it",
                        "send it without a key of your own");
            }
            rows.add(new FileRow(
                    file.path(),
                    version.key().bytes(),
                    version.isNull() ? null : version.version().toString(),
                    version.size().value(),
                    file.sha256().bytes(),
                    file.modified()));
        }
        return rows;
    }

    private static IllegalArgumentException unusable(
            Manifest manifest, Manifest.File file, String what, String remedy) {
        return new IllegalArgumentException(
                "acquisition " + manifest.name() + ": " + file.path() + " " + what + "; " + remedy);
    }

    /** A link and what it points to; those that name nothing known are left out, for data is never refused for want of an owner. */
    private List<Prepared> prepare(Agent agent, Source source, Manifest manifest) {
        int notebook = agent.instrument().notebook();
        List<Prepared> all = new ArrayList<>();
        all.add(new Prepared(
                new NewLink("usedInstrument", "instrument", agent.instrument().name(), "agent", null),
                new Links.Target(
                        "instrument",
                        Integer.toString(agent.instrument().id()),
                        agent.instrument().name())));
        Thing software = things.named(
                new Thing.Draft(ThingKind.SOFTWARE, null, "gedeon-agent", agent.version(), null, null, null, null));
        all.add(prepared("usedSoftware", software, "agent"));
        String experiment = manifest.experiment();
        if (experiment != null) {
            things.find(ThingKind.EXPERIMENT, notebook, experiment)
                    .ifPresent(thing -> all.add(prepared("isPartOf", thing, "agent")));
        } else if (source.experiment() != null) {
            things.find(ThingKind.EXPERIMENT, notebook, source.experiment())
                    .ifPresent(thing -> all.add(prepared("isPartOf", thing, "source")));
        }
        if (manifest.operator() != null) {
            things.find(ThingKind.PERSON, notebook, manifest.operator())
                    .ifPresent(thing -> all.add(prepared("wasMadeBy", thing, "agent")));
        }
        return all;
    }

    private static Prepared prepared(String relation, Thing thing, String origin) {
        return new Prepared(
                new NewLink(relation, thing.kind().word(), thing.label(), origin, null),
                new Links.Target(thing.kind().word(), Long.toString(thing.id()), thing.label()));
    }

    private record Prepared(NewLink link, Links.Target target) {}

    private Answer commit(
            Connection c, Agent agent, Manifest manifest, Digest digest, List<FileRow> files, List<Prepared> prepared)
            throws SQLException {
        int instrument = agent.instrument().id();
        // The same acquisition told twice at once: the second waits here, then finds the first.
        Sql.list(
                c,
                row -> true,
                "select pg_advisory_xact_lock(hashtextextended(?, ?))",
                manifest.source() + '/' + manifest.name(),
                (long) instrument);
        Optional<Answer> known = Proofs.told(c, instrument, digest);
        if (known.isPresent()) {
            return known.get();
        }
        Instant now = clock.instant();
        Told told = dataset(c, agent, manifest, files.size(), now);
        Sql.update(
                c,
                "insert into catalogue.content (dataset, number, instrument, manifest, rule, confidence, provisional, started, finished, operator, agent, received, proving, proving_until) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reading', now())",
                told.dataset(),
                told.number(),
                instrument,
                digest.bytes(),
                manifest.verdict().rule(),
                manifest.verdict().confidence(),
                manifest.verdict().provisional(),
                Rows.time(manifest.started()),
                Rows.time(manifest.finished()),
                manifest.operator(),
                agent.id(),
                Rows.time(now));
        DatasetRows.files(c, told.dataset(), told.number(), files);
        if (told.number() > 1) {
            Proofs.inherit(c, told.dataset(), told.number());
        }
        Sql.update(
                c,
                "insert into catalogue.activity (id, dataset, number, type, started, ended) values (?, ?, ?, 'acquisition', ?, ?)",
                ids.next(),
                told.dataset(),
                told.number(),
                Rows.time(manifest.started()),
                Rows.time(manifest.finished()));
        for (Prepared one : prepared) {
            Links.insert(c, told.dataset(), one.link(), one.target());
        }
        Sql.update(
                c,
                "update catalogue.instrument set last_acquisition = greatest(last_acquisition, ?) where id = ?",
                Rows.time(manifest.finished()),
                instrument);
        DatasetRows.due(c, told.dataset());
        if (told.sealed()) {
            seals.due(c, told.dataset());
        }
        return new Answer(told.dataset(), told.number(), State.VERIFYING, null, List.of());
    }

    /** A new dataset, or the next content of the one that this acquisition became before. */
    private Told dataset(Connection c, Agent agent, Manifest manifest, int files, Instant now) throws SQLException {
        UUID fresh = ids.next();
        return Sql.list(
                        c,
                        row -> new Told(Rows.uuid(row, "id"), row.getInt("content"), row.getBoolean("sealed")),
                        "insert into catalogue.dataset as d (id, notebook, name, kind, bucket, instrument, source, bytes, files, created) values (?, ?, ?, 'raw', ?, ?, ?, ?, ?, ?) "
                                + "on conflict (instrument, source, name) where instrument is not null do update set content = d.content + 1, bytes = excluded.bytes, "
                                + "files = excluded.files, state = case when d.state = 'deleted' then 'draft' else d.state end, revision = d.revision + 1, extraction = 'waiting', extraction_attempts = 0, extraction_until = null "
                                + "returning id, content, state = 'sealed' as sealed",
                        fresh,
                        agent.instrument().notebook(),
                        manifest.name(),
                        agent.bucket(),
                        agent.instrument().id(),
                        manifest.source(),
                        manifest.bytes().value(),
                        files,
                        Rows.time(now))
                .getFirst();
    }

    private record Told(UUID dataset, int number, boolean sealed) {}
}
