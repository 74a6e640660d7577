package gedeon.storage.processes;

import gedeon.kernel.ByteCount;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Quota;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.JdbcNotebooks;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.quota.QuotaSettings;
import gedeon.storage.quota.jdbc.Allocations;
import gedeon.storage.quota.jdbc.JdbcQuotas;
import gedeon.storage.sql.Sql;

/** What several processes share, seen from beside: notebooks are made and the ledger is read without being a process of the gateway oneself. */
public final class Lab {
    private static final String UNIT = "lab";

    private final Sql sql;
    private final Quotas quotas;
    private final Notebooks notebooks;

    /** @param settings of a database that is migrated */
    public Lab(GatewaySettings settings) {
        this.sql = TestGateway.database(settings);
        Allocations allocations = new Allocations(null, () -> new ByteCount(Long.MAX_VALUE));
        this.quotas = new JdbcQuotas(sql, allocations, QuotaSettings.DEFAULTS);
        this.notebooks = new JdbcNotebooks(sql, new Secrets(settings.masterKey()), allocations);
    }

    /** A notebook and a key of its owner. */
    public record Group(int notebook, AccessKey key) {}

    public Group group(String name, long limit) {
        if (notebooks.unit(UNIT).isEmpty()) {
            notebooks.createUnit(UNIT, null, null);
        }
        int notebook = notebooks
                .createNotebook(name, UNIT, new ByteCount(limit), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        long account = notebooks.account("ada", Principal.Kind.PERSON).id();
        return new Group(notebook, notebooks.issueKey(account, notebook, Role.OWNER));
    }

    public Quota quota(Group group) {
        return quotas.quota(new Scope.OfNotebook(group.notebook()));
    }

    public long used(Group group) {
        return quota(group).used().value();
    }

    public Quotas quotas() {
        return quotas;
    }

    public Sql sql() {
        return sql;
    }
}
