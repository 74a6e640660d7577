package gedeon.dmp.plans;

import gedeon.dmp.Output;
import gedeon.dmp.Plan;
import gedeon.dmp.PlanVersion;
import gedeon.dmp.PlannedSum;
import gedeon.kernel.ByteCount;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of plans, versions and outputs as values. */
public final class PlanRows {
    private static final int LOCKS = 0x706c616e;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<PlanVersion.Repair>> REPAIRS = new TypeReference<>() {};
    private static final String PLAN =
            "select p.id, p.seq, p.notebook, p.title, p.state, p.version, p.approved_version, v.planned_bytes, p.created, p.modified "
                    + "from plans.plan p join plans.plan_version v on v.plan = p.id and v.number = p.version ";
    private static final String VERSION =
            "select number, label, mended::text as mended, planned_bytes, sha256, by_name, at, approved_by, approved_at from plans.plan_version ";

    private final Sql sql;

    public PlanRows(Sql sql) {
        this.sql = sql;
    }

    /** Until the transaction ends, nobody else acts on this notebook's plans. */
    static void lock(Connection c, int notebook) throws SQLException {
        Sql.list(c, row -> true, "select 1 from pg_advisory_xact_lock(?, ?)", LOCKS, notebook);
    }

    Optional<Plan> plan(UUID id) {
        return sql.one(PlanRows::plan, PLAN + "where p.id = ?", id);
    }

    Plan required(UUID id) {
        return plan(id).orElseThrow(() -> unknown(id));
    }

    static Plan required(Connection c, UUID id) throws SQLException {
        return Sql.list(c, PlanRows::plan, PLAN + "where p.id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    static Optional<Plan> byIdentity(Connection c, int notebook, String identity) throws SQLException {
        return Sql.list(c, PlanRows::plan, PLAN + "where p.notebook = ? and p.identity = ?", notebook, identity)
                .stream()
                .findFirst();
    }

    private static Notebooks.Unknown unknown(UUID id) {
        return new Notebooks.Unknown("plan", id.toString());
    }

    List<Plan> plans(Set<Integer> notebooks, long after, int limit) {
        return sql.list(
                PlanRows::plan,
                PLAN + "where p.notebook = any(?) and p.seq > ? order by p.seq limit ?",
                notebooks.stream().mapToInt(Integer::intValue).toArray(),
                after,
                limit);
    }

    List<UUID> inForce() {
        return sql.list(
                row -> row.getObject(1, UUID.class),
                "select id from plans.plan where approved_version is not null order by seq");
    }

    List<PlanVersion> versions(UUID plan) {
        return sql.list(PlanRows::version, VERSION + "where plan = ? order by number", plan);
    }

    static PlanVersion version(Connection c, UUID plan, int number) throws SQLException {
        return Sql.list(c, PlanRows::version, VERSION + "where plan = ? and number = ?", plan, number)
                .getFirst();
    }

    /** The document in 1.2 form; empty where there is no such version. */
    Optional<String> document(UUID plan, int number) {
        return sql.one(
                row -> row.getString(1),
                "select document::text from plans.plan_version where plan = ? and number = ?",
                plan,
                number);
    }

    /** When a version came. */
    Instant imported(UUID plan, int number) {
        return sql.one(
                        row -> instant(row, "at"),
                        "select at from plans.plan_version where plan = ? and number = ?",
                        plan,
                        number)
                .orElseThrow(() -> unknown(plan));
    }

    List<Output> outputs(UUID plan, int version) {
        return sql.list(
                row -> new Output(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        bytes(row, "planned_bytes"),
                        row.getBoolean(5),
                        JSON.readValue(row.getString(6), Output.Commitments.class)),
                "select key, title, type, planned_bytes, complete, commitments::text from plans.output where plan = ? and version = ? order by position",
                plan,
                version);
    }

    /** What the versions in force of a notebook's other plans promise, one by one. */
    static List<ByteCount> promisedByOthers(Connection c, int notebook, UUID but) throws SQLException {
        return Sql.list(
                c,
                row -> ByteCount.of(row.getLong(1)),
                "select v.planned_bytes from plans.plan p join plans.plan_version v on v.plan = p.id and v.number = p.approved_version "
                        + "where p.notebook = ? and p.id <> ? and v.planned_bytes is not null",
                notebook,
                but);
    }

    /** The same, summed; null where none names a size. */
    @Nullable ByteCount promisedByOthers(Plan plan) {
        return sql.inTransaction(c -> PlannedSum.of(promisedByOthers(c, plan.notebook(), plan.id())));
    }

    static void record(
            Connection c,
            Plan plan,
            String what,
            @Nullable String before,
            @Nullable String after,
            String by,
            Instant at,
            @Nullable String outcome)
            throws SQLException {
        OffsetDateTime now = at.atOffset(ZoneOffset.UTC);
        Sql.update(
                c,
                "insert into plans.act (plan, version, notebook, what, before, after, by_name, at, outcome, settled) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                plan.id(),
                plan.version(),
                plan.notebook(),
                what,
                before,
                after,
                by,
                now,
                outcome,
                outcome == null ? null : now);
    }

    private static Plan plan(ResultSet row) throws SQLException {
        return new Plan(
                row.getObject("id", UUID.class),
                row.getLong("seq"),
                row.getInt("notebook"),
                row.getString("title"),
                Plan.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("version"),
                row.getObject("approved_version", Integer.class),
                bytes(row, "planned_bytes"),
                instant(row, "created"),
                instant(row, "modified"));
    }

    private static PlanVersion version(ResultSet row) throws SQLException {
        OffsetDateTime approved = row.getObject("approved_at", OffsetDateTime.class);
        return new PlanVersion(
                row.getInt("number"),
                row.getString("label"),
                JSON.readValue(row.getString("mended"), REPAIRS),
                bytes(row, "planned_bytes"),
                Digest.of(DigestAlgorithm.SHA256, row.getBytes("sha256")),
                row.getString("by_name"),
                instant(row, "at"),
                row.getString("approved_by"),
                approved == null ? null : approved.toInstant());
    }

    private static @Nullable ByteCount bytes(ResultSet row, String column) throws SQLException {
        Long value = row.getObject(column, Long.class);
        return value == null ? null : ByteCount.of(value);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
