package gedeon.server.rest;

import gedeon.client.wire.AppliedBody;
import gedeon.client.wire.DriftBody;
import gedeon.client.wire.DriftItem;
import gedeon.client.wire.FindingBody;
import gedeon.client.wire.MendedBody;
import gedeon.client.wire.PlanBody;
import gedeon.client.wire.PlanVersionBody;
import gedeon.dmp.Drift;
import gedeon.dmp.Plan;
import gedeon.dmp.PlanCheck;
import gedeon.dmp.PlanVersion;
import gedeon.dmp.Plans;
import gedeon.kernel.ByteCount;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plans as they go over the wire. */
final class PlanBodies {
    private final Notebooks notebooks;

    PlanBodies(Notebooks notebooks) {
        this.notebooks = notebooks;
    }

    PlanBody plan(Plan plan, List<PlanVersion.Repair> mended, List<Plans.Applied> applied) {
        return new PlanBody(
                plan.id().toString(),
                plan.title(),
                notebooks.notebook(plan.notebook()).map(NotebookRow::name).orElse(null),
                plan.state().name().toLowerCase(Locale.ROOT),
                plan.version(),
                bytes(plan.planned()),
                mended(mended),
                applied.stream()
                        .map(one -> new AppliedBody(one.what(), one.before(), one.after()))
                        .toList());
    }

    static PlanVersionBody version(PlanVersion version) {
        return new PlanVersionBody(
                version.number(),
                version.label(),
                bytes(version.planned()),
                version.sha256().hex(),
                version.by(),
                version.at(),
                version.approvedBy(),
                version.approvedAt(),
                mended(version.mended()));
    }

    static DriftBody drift(Drift drift) {
        return new DriftBody(
                drift.plan().toString(),
                drift.items().stream()
                        .map(item -> new DriftItem(
                                item.output(),
                                item.commitment(),
                                item.promised(),
                                item.measured(),
                                item.unit(),
                                item.grade().name().toLowerCase(Locale.ROOT),
                                item.since(),
                                item.note()))
                        .toList());
    }

    static gedeon.client.wire.PlanCheck check(PlanCheck check) {
        return new gedeon.client.wire.PlanCheck(
                check.valid(),
                check.findings().stream()
                        .map(one -> new FindingBody(one.pointer(), one.code(), one.message(), one.remedy()))
                        .toList());
    }

    private static List<MendedBody> mended(List<PlanVersion.Repair> mended) {
        return mended.stream()
                .map(one -> new MendedBody(one.pointer(), one.what()))
                .toList();
    }

    private static @Nullable Long bytes(@Nullable ByteCount count) {
        return count == null ? null : count.value();
    }
}
