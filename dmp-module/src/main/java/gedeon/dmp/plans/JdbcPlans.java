package gedeon.dmp.plans;

import gedeon.dmp.Drift;
import gedeon.dmp.Output;
import gedeon.dmp.Plan;
import gedeon.dmp.PlanCheck;
import gedeon.dmp.PlanVersion;
import gedeon.dmp.Plans;
import gedeon.dmp.live.Evaluations;
import gedeon.dmp.live.Facts;
import gedeon.dmp.live.Measure;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The port, on rows. */
public final class JdbcPlans implements Plans {
    private final PlanRows rows;
    private final Importing importing;
    private final Approving approving;
    private final Evaluations evaluations;
    private final Quotas quotas;
    private final Notebooks notebooks;
    private final Clock clock;
    private final Checking checking = new Checking();

    public JdbcPlans(
            PlanRows rows,
            Importing importing,
            Approving approving,
            Evaluations evaluations,
            Quotas quotas,
            Notebooks notebooks,
            Clock clock) {
        this.rows = rows;
        this.importing = importing;
        this.approving = approving;
        this.evaluations = evaluations;
        this.quotas = quotas;
        this.notebooks = notebooks;
        this.clock = clock;
    }

    @Override
    public Imported importPlan(
            int notebook, byte[] document, String by, @Nullable Integer expected, @Nullable String label) {
        return importing.importPlan(notebook, document, by, expected, label);
    }

    @Override
    public Optional<Plan> plan(UUID plan) {
        return rows.plan(plan);
    }

    @Override
    public List<Plan> plans(Set<Integer> of, long after, int limit) {
        return rows.plans(of, after, limit);
    }

    @Override
    public List<PlanVersion> versions(UUID plan) {
        return rows.versions(rows.required(plan).id());
    }

    @Override
    public List<Output> outputs(UUID plan, int version) {
        return rows.outputs(rows.required(plan).id(), version);
    }

    @Override
    public Approval preview(UUID plan) {
        return approving.preview(plan);
    }

    @Override
    public Approval approve(UUID plan, @Nullable Integer expected, String by, boolean maySetRoom) {
        return approving.approve(plan, expected, by, maySetRoom);
    }

    @Override
    public Drift drift(UUID id) {
        Plan plan = rows.required(id);
        int version = plan.measuredVersion();
        Facts facts = new Facts(
                notebooks.notebook(plan.notebook()).map(NotebookRow::name).orElse(String.valueOf(plan.notebook())),
                rows.outputs(id, version),
                rows.promisedByOthers(plan),
                plan.approvedVersion() != null,
                quotas.quota(new Scope.OfNotebook(plan.notebook())),
                LocalDate.now(clock),
                LocalDate.ofInstant(rows.imported(id, version), clock.getZone()));
        return evaluations.keep(id, version, clock.instant().truncatedTo(ChronoUnit.MICROS), Measure.items(facts));
    }

    @Override
    public Optional<Drift> driftAt(UUID plan, Instant at) {
        return evaluations.at(rows.required(plan).id(), at);
    }

    @Override
    public int evaluateAll() {
        List<UUID> all = rows.inForce();
        all.forEach(this::drift);
        return all.size();
    }

    @Override
    public byte[] export(UUID id, @Nullable Integer version, String standard) {
        Plan plan = rows.required(id);
        int number = version == null ? plan.version() : version;
        String document = rows.document(id, number)
                .orElseThrow(() -> new Notebooks.Unknown("version " + number + " of plan", id.toString()));
        return checking.write(document, standard);
    }

    @Override
    public PlanCheck check(byte[] document, String standard) {
        return checking.check(document, standard);
    }
}
