package gedeon.dmp;

import static gedeon.dmp.TestPlans.aPlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a request costs does not grow with the plans of others: no statement reads through a table. */
class PlanStatementsTests {
    @Test
    void everyStatementFindsItsRowsByAnIndex() {
        try (PlansBench bench = new PlansBench(Clock.systemUTC())) {
            byOthers(bench);
            Plan plan = bench.plans
                    .importPlan(bench.notebook, aPlan("1", 5000), "aude", null, null)
                    .plan();
            bench.plans.importPlan(bench.notebook, aPlan("1", 6000), "aude", null, null);
            bench.plans.importPlan(bench.notebook, aPlan("2", 7), "aude", null, null);
            bench.plans.preview(plan.id());
            bench.plans.approve(plan.id(), null, "director", true);
            bench.plans.plan(plan.id());
            bench.plans.plans(Set.of(bench.notebook), 0, 100);
            bench.plans.versions(plan.id());
            bench.plans.outputs(plan.id(), 1);
            bench.plans.export(plan.id(), null, "1.2");
            bench.plans.drift(plan.id());
            bench.plans.driftAt(plan.id(), Clock.systemUTC().instant());
            List<String> looked = bench.statements.stream()
                    .filter(statement -> statement.matches("(?s)(select|update|insert).*plans\\..*"))
                    .toList();
            assertThat(looked).hasSizeGreaterThan(30);
            for (String statement : looked) {
                assertThat(explained(bench, statement)).as(statement).doesNotContain("Seq Scan");
            }
            assertThat(explained(bench, "select 1 from plans.act where by_name = 'nobody'"))
                    .as("the test can fail")
                    .contains("Seq Scan");
        }
    }

    private static String explained(PlansBench bench, String statement) {
        return String.join(
                "\n",
                bench.sql.list(
                        row -> row.getString(1),
                        "explain "
                                + statement
                                        .replace("any(?)", "any('{" + bench.notebook + "}')")
                                        .replace("?", "''")));
    }

    private static void byOthers(PlansBench bench) {
        for (String rows : List.of("""
                insert into plans.plan (id, notebook, identity, title, state, version, approved_version, created, modified)
                select gen_random_uuid(), 100000 + n % 500, 'url:' || n, 'Plan ' || n, 'approved', 1, 1, now(), now() from generate_series(1, 20000) n""", """
                insert into plans.plan_version (plan, number, original, sha256, document, mended, planned_bytes, by_name, at)
                select id, 1, '', '', '{}', '[]', 5, 'x', now() from plans.plan""", """
                insert into plans.output (plan, version, position, key, title, complete, commitments)
                select id, 1, position, 'k' || position, 't', true, '{}' from plans.plan, generate_series(0, 3) position""", """
                insert into plans.act (plan, version, notebook, what, by_name, at, outcome)
                select id, 1, notebook, what, 'x', now(), case when seq % 100 > 0 then 'applied' end from plans.plan, unnest(array['import', 'quota']) what""", """
                insert into plans.evaluation (plan, version, at, items)
                select id, 1, now() - n * interval '1 hour', '[]' from plans.plan, generate_series(1, 5) n""")) {
            bench.sql.update(rows);
        }
        bench.sql.update("analyze");
    }
}
