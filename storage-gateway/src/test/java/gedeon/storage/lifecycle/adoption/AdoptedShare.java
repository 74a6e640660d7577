package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.Digest;
import gedeon.storage.Await;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.adopted.RawPaths;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A folder of somebody else beside a gateway with several tiers. What is counted of its files is what is there, after each test. */
abstract class AdoptedShare extends SeveralTiers {
    static final Instant OLD = Instant.parse("2019-03-04T05:06:07.123456789Z");
    /** At which nothing is hashed within a test. */
    static final long STANDING_STILL = 1;

    Path share;

    @BeforeEach
    final void makeShare() throws IOException {
        share = Files.createDirectories(folder.toRealPath().resolve("nfs/share"));
    }

    @AfterEach
    final void requireTrueCounts() {
        assertThat(miscounted()).isEmpty();
    }

    /** Where what is counted of files is not what their rows say, both as of one moment. */
    List<String> miscounted() {
        return sql.list(
                row -> "tier %d, state %s: counted %d, there %d"
                        .formatted(row.getInt(1), row.getString(2), row.getLong(3), row.getLong(4)),
                "select tier_id, state, coalesce(c.files, 0), coalesce(r.files, 0) from "
                        + "(select tier_id, state, sum(files)::bigint as files from adoption_count group by 1, 2) c full join "
                        + "(select tier_id, state, count(*) as files from adopted_file where not past group by 1, 2) r using (tier_id, state) "
                        + "where coalesce(c.files, 0) <> coalesce(r.files, 0)");
    }

    Adoptions.Asked asked(String into, String prefix) {
        return asked(share, into, prefix);
    }

    Adoptions.Asked asked(Path what, String into, String prefix, Path... own) {
        return new Adoptions.Asked(what, notebook, "n", into, prefix, List.of(own));
    }

    TierRow begin(String into, String prefix, long rate) throws IOException {
        gateway.adoptions().begin(asked(into, prefix), rate, "ada");
        return gateway.adoptions().of(share).orElseThrow();
    }

    Adoption adopt(String into, String prefix, long rate) throws IOException {
        TierRow tier = begin(into, prefix, rate);
        Await.until(() -> adoption(tier).ended() != null);
        return adoption(tier);
    }

    Adoption again(TierRow tier, boolean take) {
        gateway.adoptions().again(tier, take, 0, null);
        Await.until(() -> {
            gateway.adoptions().ensureJobs();
            return adoption(tier).ended() != null;
        });
        return adoption(tier);
    }

    StorageJob job(TierRow tier) {
        return gateway.tiering().jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.ADOPTION
                        && Short.valueOf(tier.id()).equals(job.tier()))
                .findFirst()
                .orElseThrow();
    }

    Adoption adoption(TierRow tier) {
        return gateway.adoptions().find(tier.id()).orElseThrow();
    }

    void file(String name, byte[] body) {
        file(name.getBytes(StandardCharsets.UTF_8), body);
    }

    /** As somebody wrote it long ago. */
    void file(byte[] name, byte[] body) {
        try {
            Path file = RawPaths.under(share, name);
            Files.createDirectories(file.getParent());
            Files.write(file, body);
            Files.setLastModifiedTime(file, FileTime.from(OLD));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As somebody writes it now. */
    void write(String name, byte[] body) throws IOException {
        Files.write(share.resolve(name), body, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    static long bytes(Map<String, byte[]> bodies) {
        return bodies.values().stream().mapToLong(body -> body.length).sum();
    }

    static Digest sha256(byte[] body) throws Exception {
        return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(body));
    }

    /** Whoever says how far a walk is waits until this one lets go. */
    Connection heldUp() throws SQLException {
        sql.update(
                "create or replace function held_up() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$");
        sql.update(
                "create or replace trigger held_up before update of cursor on adoption for each row execute function held_up()");
        Connection held = sql.connection();
        held.setAutoCommit(false);
        Sql.list(held, row -> true, "select pg_advisory_xact_lock(4711)");
        return held;
    }

    boolean waits(TierRow tier) {
        return adoption(tier).taken() == 0
                && sql.one(
                                row -> true,
                                "select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted")
                        .isPresent();
    }
}
