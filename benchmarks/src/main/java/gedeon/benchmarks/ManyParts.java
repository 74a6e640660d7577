package gedeon.benchmarks;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/**
 * An S3 port whose uploads have more parts than anybody wants to send. Serves until its input ends, and does what stands on each line: {@code parts UPLOAD
 * COUNT} makes as many of part 1, in rows alone; {@code state} says how many blobs the tier holds and how many bytes the ledger is off.
 */
public final class ManyParts {
    private ManyParts() {}

    public static void main(String[] arguments) throws Exception {
        GatewaySettings settings = TestGateway.settings();
        MemoryTier tier = new MemoryTier();
        try (Gateway gateway = TestGateway.open(settings, tier)) {
            int notebook = TestGateway.notebook(gateway, "parts", 1L << 40).id();
            long account =
                    gateway.notebooks().account("ada", Principal.Kind.PERSON).id();
            AccessKey key = gateway.notebooks().issueKey(account, notebook, Role.OWNER);
            S3Service service = new S3Service(
                    gateway.store(),
                    gateway.glances(),
                    gateway.notebooks(),
                    gateway.rights(),
                    S3Options.DEFAULTS,
                    Clock.systemUTC());
            try (S3Server server = S3Server.start(service, "127.0.0.1", 0);
                    BufferedReader input =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                System.out.println(
                        "ready http://127.0.0.1:" + server.port() + " " + key.accessKey() + " " + key.secretKey());
                String line;
                while ((line = input.readLine()) != null) {
                    String[] words = line.split(" ");
                    if (words[0].equals("parts")) {
                        multiply(settings, notebook, UUID.fromString(words[1]), Integer.parseInt(words[2]));
                        System.out.println("parts");
                    } else {
                        System.out.println("state " + tier.blobs() + " "
                                + gateway.quotas().verify().size());
                    }
                }
            }
        }
    }

    private static void multiply(GatewaySettings settings, int notebook, UUID upload, int count) throws SQLException {
        try (Connection c = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
            c.createStatement().execute("set search_path = storage");
            c.setAutoCommit(false);
            try (PreparedStatement rows = c.prepareStatement("""
                    create temporary table more as
                    select i as number, gen_random_uuid() as id, p.content_id, p.size, p.md5, p.checksums, p.blob_id
                    from part p, generate_series(2, ?) i where p.content_id = ? and p.number = 1""")) {
                rows.setInt(1, count);
                rows.setObject(2, upload);
                rows.execute();
            }
            c.createStatement().execute("""
                            insert into blob (id, notebook, size)
                            select m.id, b.notebook, b.size from more m join blob b on b.id = m.blob_id;
                            insert into location (blob_id, tier_id, pack_id, pos, length)
                            select m.id, l.tier_id, l.pack_id, l.pos, l.length from more m join location l on l.blob_id = m.blob_id;
                            insert into part (content_id, number, size, blob_id, md5, checksums)
                            select content_id, number, size, id, md5, checksums from more;
                            with recursive up (kind, id, parent) as (
                                select kind, id, parent from quota where kind = 'n' and id = %d
                                union all select q.kind, q.id, q.parent from quota q join up on q.kind = 'u' and q.id = up.parent)
                            update quota q set used = q.used + case when q.kind = 'n' then (select sum(size) from more) else 0 end,
                                taken = q.taken + case when q.kind = 'u' then (select sum(size) from more) else 0 end from up where up.kind = q.kind and up.id = q.id;
                            drop table more""".formatted(notebook));
            c.commit();
            c.setAutoCommit(true);
            c.createStatement().execute("vacuum analyze part");
        }
    }
}
