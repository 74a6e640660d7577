package gedeon.storage.events;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import org.junit.jupiter.api.Test;

class JdbcOutboxTests {
    @Test
    void anEventThatCannotBeReadKeepsNoneBesideItWaiting() throws Exception {
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            int notebook = TestGateway.notebook(gateway, "n", 1 << 20).id();
            Bucket bucket = gateway.store().createBucket(notebook, "data", true);
            gateway.store().put(TestGateway.aPut(bucket, "a", new byte[10]));
            gateway.store().put(TestGateway.aPut(bucket, "b", new byte[10]));
            Sql sql = TestGateway.database(settings);
            sql.update(
                    "update outbox set body = '{\"no\": 1}' where id = (select min(id) from outbox where consumer = 'catalogue')");
            assertThat(gateway.outbox().claim("catalogue", 10))
                    .singleElement()
                    .satisfies(one -> assertThat(one.event().version().key()).isEqualTo(ObjectKey.of("b")));
            assertThat(sql.list(
                            row -> row.getString(1),
                            "select reason from outbox where consumer = 'catalogue' and reason is not null"))
                    .singleElement()
                    .asString()
                    .contains("cannot be read");
            assertThat(gateway.outbox().backlog("catalogue").waiting()).isEqualTo(2);
        }
    }
}
