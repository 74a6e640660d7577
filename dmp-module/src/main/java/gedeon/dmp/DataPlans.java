package gedeon.dmp;

import gedeon.dmp.live.Evaluations;
import gedeon.dmp.plans.Approving;
import gedeon.dmp.plans.Importing;
import gedeon.dmp.plans.JdbcPlans;
import gedeon.dmp.plans.PlanRows;
import gedeon.storage.Quotas;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import gedeon.storage.sql.Unhurried;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Plans on PostgreSQL, assembled without a framework. */
public final class DataPlans {
    private DataPlans() {}

    /**
     * Migrates the schema {@code plans} and opens. The source's connections must be in auto-commit; it stays the caller's to close.
     */
    public static Plans open(DataSource source, Quotas quotas, Notebooks notebooks, Clock clock) {
        Flyway.configure()
                .dataSource(Unhurried.of(source))
                .schemas("plans")
                .locations("classpath:db/plans")
                .load()
                .migrate();
        return of(source, quotas, notebooks, clock);
    }

    /** On a database that is migrated. */
    static Plans of(DataSource source, Quotas quotas, Notebooks notebooks, Clock clock) {
        Sql sql = new Sql(source);
        PlanRows rows = new PlanRows(sql);
        return new JdbcPlans(
                rows,
                new Importing(sql, clock),
                new Approving(sql, rows, quotas, notebooks, clock),
                new Evaluations(sql),
                quotas,
                notebooks,
                clock);
    }
}
