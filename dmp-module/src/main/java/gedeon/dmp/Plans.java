package gedeon.dmp;

import gedeon.dmp.exchange.madmp.MadmpReader;
import gedeon.storage.notebooks.Notebooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The plans of notebooks. A plan is known by its {@code dmp_id} within a notebook: importing it again adds a version. Versions are never
 * changed. At most one version of a plan is in force, the one approved last; a newer draft beside it binds nothing.
 *
 * <p>Acts on the plans of one notebook run one after the other, whatever the number of processes. Everything is durable on return. A plan
 * that does not exist throws {@link Notebooks.Unknown}. Rights are the caller's to ask.
 */
public interface Plans {
    /** The largest document that is read. */
    int MOST_BYTES = MadmpReader.MOST_BYTES;

    /**
     * Reads a maDMP document of any version and keeps it, byte for byte and as read. The same bytes as the newest version change nothing,
     * so a repeated request is harmless.
     *
     * @param expected the newest version that the caller saw, or null; another throws {@link PlanChanged}
     * @param label what people call this version ("initial", "mid-term"), or null
     * @throws PlanUnusable where it is no plan; the message has line and column where the JSON is broken
     */
    Imported importPlan(int notebook, byte[] document, String by, @Nullable Integer expected, @Nullable String label);

    Optional<Plan> plan(UUID plan);

    /** Plans of these notebooks in the order they came, after a {@link Plan#seq}. */
    List<Plan> plans(Set<Integer> notebooks, long after, int limit);

    /** All versions, oldest first. */
    List<PlanVersion> versions(UUID plan);

    /** What a version promises, in the document's order; empty where there is no such version. */
    List<Output> outputs(UUID plan, int version);

    /** What approving the newest version would change. Changes nothing. */
    Approval preview(UUID plan);

    /**
     * Puts the newest version in force and sets the notebook's quota to exactly the volume that the notebook's plans in force promise.
     * Plans that name no size leave the quota alone. Repeatable: what is approved and applied already changes nothing. The decision is
     * durable before the quota is touched; a process that dies in between leaves a plan in force whose room is not set, which drift shows
     * and the same approval repeated mends.
     *
     * @param expected as in {@link #importPlan}
     * @param maySetRoom whether {@code by} may set the notebook's quota; where not and the quota would change, {@link RoomNotAllowed} and
     *     nothing is approved
     */
    Approval approve(UUID plan, @Nullable Integer expected, String by, boolean maySetRoom);

    /**
     * Holds the version in force (the newest, where none is) against the ledger now, keeps the evaluation and tells since when each thing
     * has drifted.
     */
    Drift drift(UUID plan);

    /** The evaluation that was the newest at that time; empty where there was none yet. */
    Optional<Drift> driftAt(UUID plan, Instant at);

    /** Evaluates every plan in force, so that drift has a beginning even where nobody looks. Returns how many. */
    int evaluateAll();

    /**
     * The document as maDMP, always valid in the version asked for.
     *
     * @param version of the plan, or null for the newest
     * @param standard {@code 1.2}, {@code 1.1} or {@code 1.0}
     * @throws PlanUnusable where the standard wants what only the author can say, naming the first gap
     */
    byte[] export(UUID plan, @Nullable Integer version, String standard);

    /** Holds a document, as it stands, against a version of the standard. Broken JSON is a finding. */
    PlanCheck check(byte[] document, String standard);

    /** @param created whether a version was added */
    record Imported(Plan plan, PlanVersion version, boolean created) {}

    /** @param applied what was changed, or would be */
    record Approval(Plan plan, List<Applied> applied) {
        public Approval {
            applied = List.copyOf(applied);
        }
    }

    /** @param what {@code quota}: before and after in bytes */
    record Applied(String what, String before, String after) {}
}
