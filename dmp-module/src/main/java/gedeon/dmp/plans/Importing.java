package gedeon.dmp.plans;

import gedeon.dmp.Output;
import gedeon.dmp.Plan;
import gedeon.dmp.PlanChanged;
import gedeon.dmp.PlanUnusable;
import gedeon.dmp.PlanVersion;
import gedeon.dmp.PlannedSum;
import gedeon.dmp.Plans.Imported;
import gedeon.dmp.exchange.madmp.MadmpReader;
import gedeon.dmp.exchange.madmp.MadmpUnreadable;
import gedeon.kernel.ByteCount;
import gedeon.storage.sql.Sql;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a document as a plan's next version, or as the first of a new one. */
public final class Importing {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_OUTPUTS = 10_000;
    private static final int MOST_NAME = 1000;

    private final Sql sql;
    private final Clock clock;
    private final MadmpReader reader = new MadmpReader();

    public Importing(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** A document that was read, before it is known whose version it is. */
    private record Incoming(
            byte[] original,
            byte[] sha256,
            JsonNode document,
            List<PlanVersion.Repair> mended,
            List<Output> outputs,
            String by,
            @Nullable String label) {
        String title() {
            String title = document.at("/dmp/title").asString("").strip();
            return title.isEmpty() ? "untitled" : title;
        }

        /** The author's identifier; a document without one is known by its bytes. */
        String identity() {
            JsonNode id = document.at("/dmp/dmp_id");
            String identifier = id.path("identifier").asString("").strip();
            return identifier.isEmpty()
                    ? "sha256:" + HexFormat.of().formatHex(sha256)
                    : id.path("type").asString("other").toLowerCase(Locale.ROOT) + ":" + identifier;
        }

        @Nullable ByteCount planned() {
            List<@Nullable ByteCount> volumes = new ArrayList<>();
            outputs.forEach(output -> volumes.add(output.planned()));
            return PlannedSum.of(volumes);
        }
    }

    Imported importPlan(int notebook, byte[] document, String by, @Nullable Integer expected, @Nullable String label) {
        Incoming incoming = read(document, by, label);
        try {
            return sql.inTransaction(c -> keep(c, notebook, incoming, expected));
        } catch (Sql.Failed e) {
            if (e.state().startsWith("22")) {
                throw new PlanUnusable("the plan holds a text or number that cannot be kept: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private Incoming read(byte[] document, String by, @Nullable String label) {
        try {
            MadmpReader.Read read = reader.read(document);
            List<Output> outputs = Outputs.of(read.plan());
            if (outputs.size() > MOST_OUTPUTS) {
                throw new PlanUnusable("/dmp/dataset has " + outputs.size() + " entries; a plan has at most "
                        + MOST_OUTPUTS + ", so group them");
            }
            Incoming incoming = new Incoming(
                    document.clone(),
                    sha256(document),
                    read.plan(),
                    read.mended().stream()
                            .map(one -> new PlanVersion.Repair(one.pointer(), one.what()))
                            .toList(),
                    outputs,
                    by,
                    label);
            if (incoming.identity().length() > MOST_NAME) {
                throw new PlanUnusable("/dmp/dmp_id/identifier has more than " + MOST_NAME + " characters; shorten it");
            }
            return incoming;
        } catch (MadmpUnreadable e) {
            throw new PlanUnusable(String.valueOf(e.getMessage()), e);
        }
    }

    private Imported keep(Connection c, int notebook, Incoming incoming, @Nullable Integer expected)
            throws SQLException {
        PlanRows.lock(c, notebook);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Plan> known = PlanRows.byIdentity(c, notebook, incoming.identity());
        if (known.isEmpty()) {
            UUID id = UUID.randomUUID();
            Sql.update(
                    c,
                    "insert into plans.plan (id, notebook, identity, title, state, version, created, modified) values (?, ?, ?, ?, 'draft', 1, ?, ?)",
                    id,
                    notebook,
                    incoming.identity(),
                    incoming.title(),
                    now.atOffset(ZoneOffset.UTC),
                    now.atOffset(ZoneOffset.UTC));
            return version(c, id, 1, incoming, now);
        }
        Plan plan = known.get();
        if (expected != null && plan.version() != expected) {
            throw new PlanChanged(plan.title(), plan.version(), expected);
        }
        PlanVersion newest = PlanRows.version(c, plan.id(), plan.version());
        if (MessageDigest.isEqual(newest.sha256().bytes(), incoming.sha256())) {
            return new Imported(plan, newest, false);
        }
        int next = plan.version() + 1;
        Sql.update(
                c,
                "update plans.plan set title = ?, version = ?, state = case when approved_version is null then 'draft' else 'amended' end, modified = ? where id = ?",
                incoming.title(),
                next,
                now.atOffset(ZoneOffset.UTC),
                plan.id());
        return version(c, plan.id(), next, incoming, now);
    }

    private static Imported version(Connection c, UUID id, int number, Incoming incoming, Instant now)
            throws SQLException {
        ByteCount planned = incoming.planned();
        Sql.update(
                c,
                "insert into plans.plan_version (plan, number, label, original, sha256, document, mended, planned_bytes, document_modified, by_name, at) "
                        + "values (?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?, ?)",
                id,
                number,
                incoming.label(),
                incoming.original(),
                incoming.sha256(),
                JSON.writeValueAsString(incoming.document()),
                JSON.writeValueAsString(incoming.mended()),
                planned == null ? null : planned.value(),
                modified(incoming.document()),
                incoming.by(),
                now.atOffset(ZoneOffset.UTC));
        int position = 0;
        for (Output output : incoming.outputs()) {
            ByteCount bytes = output.planned();
            Sql.update(
                    c,
                    "insert into plans.output (plan, version, position, key, title, type, planned_bytes, complete, commitments) values (?, ?, ?, ?, ?, ?, ?, ?, ?::json)",
                    id,
                    number,
                    position++,
                    output.key(),
                    output.title(),
                    output.type(),
                    bytes == null ? null : bytes.value(),
                    output.complete(),
                    JSON.writeValueAsString(output.commitments()));
        }
        Plan plan = PlanRows.required(c, id);
        PlanRows.record(
                c,
                plan,
                "import",
                number == 1 ? null : String.valueOf(number - 1),
                String.valueOf(number),
                incoming.by(),
                now,
                "applied");
        return new Imported(plan, PlanRows.version(c, id, number), true);
    }

    private static @Nullable OffsetDateTime modified(JsonNode document) {
        try {
            String text = document.at("/dmp/modified").asString("");
            OffsetDateTime modified = text.isEmpty() ? null : OffsetDateTime.parse(text);
            return modified == null || modified.getYear() > 9999 || modified.getYear() < 0 ? null : modified;
        } catch (DateTimeException e) {
            return null; // the validator names it
        }
    }

    private static byte[] sha256(byte[] document) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(document);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
