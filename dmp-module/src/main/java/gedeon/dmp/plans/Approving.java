package gedeon.dmp.plans;

import gedeon.dmp.Output;
import gedeon.dmp.Plan;
import gedeon.dmp.PlanChanged;
import gedeon.dmp.PlannedSum;
import gedeon.dmp.Plans.Applied;
import gedeon.dmp.Plans.Approval;
import gedeon.dmp.RoomNotAllowed;
import gedeon.kernel.ByteCount;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Approval in two transactions, with the ledger's own between them: the decision and what it wants of the quota are written first, then the
 * quota is set, then the wish is marked as done. Dying after the first leaves a plan in force and a wish; approving again does the rest. The
 * quota never moves without a decision behind it (docs/decisions/0002-plan-approval-sets-quota.md).
 */
public final class Approving {
    private static final Applied ENCRYPTION = new Applied("encryption", "off", "on");

    private final Sql sql;
    private final PlanRows rows;
    private final Quotas quotas;
    private final Notebooks notebooks;
    private final Clock clock;

    public Approving(Sql sql, PlanRows rows, Quotas quotas, Notebooks notebooks, Clock clock) {
        this.sql = sql;
        this.rows = rows;
        this.quotas = quotas;
        this.notebooks = notebooks;
        this.clock = clock;
    }

    private record Wish(long id, ByteCount room) {}

    Approval preview(UUID id) {
        Plan plan = rows.required(id);
        ByteCount wanted = sql.inTransaction(c -> wanted(c, plan));
        ByteCount limit = limit(plan);
        List<Applied> applied = new ArrayList<>();
        if (wanted != null && !wanted.equals(limit)) {
            applied.add(quota(limit, wanted));
        }
        if (mustBeEncrypted(plan, plan.version())) {
            applied.add(ENCRYPTION);
        }
        return new Approval(plan, applied);
    }

    /** Whether the plan has personal or sensitive data, and the notebook does not encrypt yet. */
    private boolean mustBeEncrypted(Plan plan, int version) {
        return rows.outputs(plan.id(), version).stream()
                        .map(Output::commitments)
                        .anyMatch(said -> "yes".equals(said.personalData()) || "yes".equals(said.sensitiveData()))
                && !notebooks
                        .notebook(plan.notebook())
                        .map(NotebookRow::encrypted)
                        .orElse(true);
    }

    Approval approve(UUID id, @Nullable Integer expected, String by, boolean maySetRoom) {
        int notebook = rows.required(id).notebook();
        sql.<@Nullable Void>inTransaction(c -> {
            PlanRows.lock(c, notebook);
            decide(c, PlanRows.required(c, id), expected, by, maySetRoom);
            return null;
        });
        List<Applied> applied = sql.inTransaction(c -> {
            PlanRows.lock(c, notebook);
            return settle(c, PlanRows.required(c, id));
        });
        Plan inForce = rows.required(id);
        if (mustBeEncrypted(inForce, inForce.measuredVersion())) {
            // Asked of the plan in force each time, so that approving again does what a death left undone. Never taken
            // back by a plan.
            notebooks.setEncrypted(notebook, true);
            applied.add(ENCRYPTION);
        }
        return new Approval(rows.required(id), applied);
    }

    private void decide(Connection c, Plan plan, @Nullable Integer expected, String by, boolean maySetRoom)
            throws SQLException {
        if (expected != null && plan.version() != expected) {
            throw new PlanChanged(plan.title(), plan.version(), expected);
        }
        ByteCount wanted = wanted(c, plan);
        ByteCount limit = limit(plan);
        boolean moves = wanted != null && !wanted.equals(limit);
        if (wanted != null && moves && !maySetRoom) {
            throw new RoomNotAllowed(notebook(plan), limit, wanted);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (plan.state() != Plan.State.APPROVED) {
            Integer before = plan.approvedVersion();
            Sql.update(
                    c,
                    "update plans.plan_version set approved_by = ?, approved_at = ? where plan = ? and number = ?",
                    by,
                    now.atOffset(ZoneOffset.UTC),
                    plan.id(),
                    plan.version());
            Sql.update(
                    c,
                    "update plans.plan set state = 'approved', approved_version = version, modified = ? where id = ?",
                    now.atOffset(ZoneOffset.UTC),
                    plan.id());
            PlanRows.record(
                    c,
                    plan,
                    "approval",
                    before == null ? null : before.toString(),
                    String.valueOf(plan.version()),
                    by,
                    now,
                    "applied");
        }
        if (wanted != null) {
            boolean wished = wish(c, plan, wanted, now);
            if (moves && !wished) {
                PlanRows.record(c, plan, "quota", limit.toString(), wanted.toString(), by, now, null);
            }
        }
    }

    /** Whether the room is wished already. Older wishes for another room are void. */
    private static boolean wish(Connection c, Plan plan, ByteCount wanted, Instant now) throws SQLException {
        Sql.update(
                c,
                "update plans.act set outcome = 'superseded', settled = ? where notebook = ? and outcome is null and not (plan = ? and after = ?)",
                now.atOffset(ZoneOffset.UTC),
                plan.notebook(),
                plan.id(),
                wanted.toString());
        return !wishes(c, plan).isEmpty();
    }

    private static List<Wish> wishes(Connection c, Plan plan) throws SQLException {
        return Sql.list(
                c,
                row -> new Wish(row.getLong(1), ByteCount.of(Long.parseLong(row.getString(2)))),
                "select id, after from plans.act where notebook = ? and plan = ? and outcome is null order by id",
                plan.notebook(),
                plan.id());
    }

    private List<Applied> settle(Connection c, Plan plan) throws SQLException {
        List<Applied> applied = new ArrayList<>();
        for (Wish wish : wishes(c, plan)) {
            ByteCount limit = limit(plan);
            if (!limit.equals(wish.room())) {
                quotas.setLimit(new Scope.OfNotebook(plan.notebook()), wish.room());
                applied.add(quota(limit, wish.room()));
            }
            Sql.update(
                    c,
                    "update plans.act set outcome = 'applied', settled = ? where id = ?",
                    clock.instant().atOffset(ZoneOffset.UTC),
                    wish.id());
        }
        return applied;
    }

    /** The room that the notebook's plans promise once this version is in force; null where this version names no size. */
    private static @Nullable ByteCount wanted(Connection c, Plan plan) throws SQLException {
        ByteCount own = plan.planned();
        return own == null
                ? null
                : PlannedSum.plus(own, PlannedSum.of(PlanRows.promisedByOthers(c, plan.notebook(), plan.id())));
    }

    private ByteCount limit(Plan plan) {
        return quotas.quota(new Scope.OfNotebook(plan.notebook())).limit();
    }

    private String notebook(Plan plan) {
        return notebooks.notebook(plan.notebook()).map(NotebookRow::name).orElse(String.valueOf(plan.notebook()));
    }

    private static Applied quota(ByteCount before, ByteCount after) {
        return new Applied("quota", before.toString(), after.toString());
    }
}
