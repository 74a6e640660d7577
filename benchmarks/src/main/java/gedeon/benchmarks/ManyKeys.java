package gedeon.benchmarks;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import gedeon.storage.tier.memory.MemoryTier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;

/**
 * An S3 port over namespaces that would take hours to fill by uploads: rows are written, no bytes. Serves until its input ends. Bucket {@code flat} has a
 * million keys, {@code folders} a thousand prefixes of a thousand keys, {@code old} ten keys with 10,000 old versions each and ten with one.
 */
public final class ManyKeys {
    private ManyKeys() {}

    public static void main(String[] arguments) throws Exception {
        int keys = Integer.parseInt(arguments[0]);
        GatewaySettings settings = TestGateway.settings();
        try (Gateway gateway = TestGateway.open(settings, new MemoryTier())) {
            int notebook = TestGateway.notebook(gateway, "many", 1L << 40).id();
            long account =
                    gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
            AccessKey key = gateway.notebooks().issueKey(account, notebook, Role.OWNER);
            Bucket flat = gateway.store().createBucket(notebook, "flat", false);
            Bucket folders = gateway.store().createBucket(notebook, "folders", false);
            Bucket old = gateway.store().createBucket(notebook, "old", true);
            try (Connection c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
                c.createStatement().execute("set search_path = storage");
                fill(c, flat, keys, "'run-' || lpad(i::text, 12, '0') || '.raw'");
                fill(
                        c,
                        folders,
                        keys,
                        "'run-' || lpad((i / 1000)::text, 6, '0') || '/' || lpad((i % 1000)::text, 6, '0')");
                fill(c, old, 20, "'key-' || lpad(i::text, 4, '0')");
                try (PreparedStatement versions = c.prepareStatement(
                        "insert into version (bucket_id, key, seq, nonce, is_null, size, etag, change) select ?, convert_to('key-' || lpad(k::text, 4, '0'), 'UTF8'), "
                                + "nextval('seq'), 0, false, 1, 'd41d8cd98f00b204e9800998ecf8427e', 0 from generate_series(0, 9) k, generate_series(1, 10000)")) {
                    versions.setInt(1, old.id());
                    versions.execute();
                }
                c.createStatement()
                        .execute(
                                "update current h set seq = (select max(seq) from version v where v.bucket_id = h.bucket_id and v.key = h.key) where bucket_id = "
                                        + old.id());
                c.createStatement().execute("vacuum analyze");
            }
            S3Service service = new S3Service(
                    gateway.store(),
                    gateway.glances(),
                    gateway.notebooks(),
                    gateway.rights(),
                    S3Options.DEFAULTS,
                    Clock.systemUTC());
            try (S3Server server = S3Server.start(service, "127.0.0.1", 0)) {
                System.out.println(
                        "ready http://127.0.0.1:" + server.port() + " " + key.accessKey() + " " + key.secretKey());
                while (System.in.read() >= 0) {
                    // Until the one who asked goes away.
                }
            }
        }
    }

    private static void fill(Connection c, Bucket bucket, int keys, String name) throws SQLException {
        String rows = " from (select ?::int as b, convert_to(" + name
                + ", 'UTF8') as k, nextval('seq') as s from generate_series(0, ? - 1) i) r";
        for (String table : new String[] {
            "insert into version (bucket_id, key, seq, nonce, is_null, size, etag, change) select b, k, s, 0, false, 1, 'd41d8cd98f00b204e9800998ecf8427e', s",
            "insert into current (bucket_id, key, seq, size, etag, modified) select b, k, s, 1, 'd41d8cd98f00b204e9800998ecf8427e', now()"
        }) {
            try (PreparedStatement insert = c.prepareStatement(table + rows)) {
                insert.setInt(1, bucket.id());
                insert.setInt(2, keys);
                insert.execute();
            }
        }
    }
}
