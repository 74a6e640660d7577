package gedeon.cli.demo;

import gedeon.client.wire.NewNotebook;
import gedeon.client.wire.NewUnit;
import gedeon.client.wire.NotebookBody;
import gedeon.client.wire.PlanBody;
import gedeon.client.wire.QuotaBody;
import java.time.temporal.ChronoUnit;

/** A unit, a notebook, and the plan that gives the notebook its room. */
final class RoomSteps {
    private static final long FIRST_ROOM = 10_000_000;

    private final Stage stage;

    RoomSteps(Stage stage) {
        this.stage = stage;
    }

    NotebookBody notebook() {
        stage.narrator().step("demo.notebook");
        stage.server().createUnit(new NewUnit(Stage.UNIT, null, null));
        NotebookBody notebook =
                stage.server().createNotebook(new NewNotebook(Stage.NOTEBOOK, Stage.UNIT, FIRST_ROOM, null));
        stage.narrator()
                .line(
                        "demo.notebook.made",
                        Stage.UNIT,
                        notebook.name(),
                        notebook.rawBucket(),
                        stage.narrator().size(notebook.limit()));
        return notebook;
    }

    PlanBody plan() {
        stage.narrator().step("demo.plan");
        String created = stage.now().truncatedTo(ChronoUnit.SECONDS).toString();
        PlanBody plan = stage.server().importPlan(Stage.NOTEBOOK, DemoPlan.madmp(created, stage.plannedBytes()));
        QuotaBody before = stage.server().quota(Stage.NOTEBOOK);
        PlanBody approved = stage.server().approvePlan(plan.id(), false);
        QuotaBody quota = stage.server().quota(Stage.NOTEBOOK);
        DemoFailure.unless(
                quota.limit() == stage.plannedBytes(),
                "approving the plan should set the quota to " + stage.plannedBytes() + " bytes, it is "
                        + quota.limit());
        stage.narrator().line("demo.plan.approved", String.valueOf(plan.title()), approved.state());
        stage.narrator()
                .line("demo.plan.quota", before.limit(), stage.narrator().size(quota.limit()));
        return approved;
    }

    void reality(PlanBody plan) {
        stage.narrator().step("demo.reality");
        stage.server()
                .drift(plan.id())
                .items()
                .forEach(item -> stage.narrator()
                        .line(
                                "demo.reality.item",
                                item.output(),
                                item.commitment(),
                                String.valueOf(item.promised()),
                                String.valueOf(item.measured()),
                                item.unit() == null ? "" : item.unit(),
                                item.grade()));
    }
}
