package gedeon.storage.namespace;

import gedeon.storage.Gateway;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class JdbcNamespaceTests extends NamespaceContract {
    private static Gateway gateway;
    private static int notebook;
    private static int names;

    @BeforeAll
    static void open() {
        gateway = TestGateway.open();
        notebook = TestGateway.notebook(gateway, "n", 1L << 40).id();
    }

    @AfterAll
    static void close() throws Exception {
        gateway.close();
    }

    @Override
    protected ObjectStore store() {
        return gateway.store();
    }

    @Override
    protected Bucket bucket(boolean versioned) {
        return gateway.store().createBucket(notebook, "bucket-" + names++, versioned);
    }

    @Override
    protected long used() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value();
    }
}
