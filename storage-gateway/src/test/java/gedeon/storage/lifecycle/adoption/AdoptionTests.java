package gedeon.storage.lifecycle.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.kernel.ByteCount;
import gedeon.storage.Await;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaExceeded;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A folder of somebody else is taken in place and proven. */
class AdoptionTests extends AdoptedShare {
    @Test
    void aFolderWithOddNamesIsReadThroughTheStoreAndHashed() throws Exception {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            bodies.put("run " + i % 7 + "/scan-" + i + ".raw", random(i * 13));
        }
        bodies.put("été/Größe/测试.d/a", random(300_000));
        bodies.put("what?/#1%20+&=;.txt", random(7));
        bodies.put("line\nbreak", random(8));
        bodies.put(" .. ", random(9));
        bodies.put("large", random(1_000_003));
        bodies.forEach((name, body) -> file(name.getBytes(StandardCharsets.UTF_8), body));
        file(new byte[] {'c', 'a', 'f', (byte) 0xe9}, random(10));
        file(
                ("d".repeat(200) + "/").repeat(5).concat("too-long".repeat(4)).getBytes(StandardCharsets.US_ASCII),
                random(11));
        Files.writeString(share.resolveSibling("secret"), "not yours");
        Files.createSymbolicLink(share.resolve("link"), share.resolveSibling("secret"));
        Files.createSymbolicLink(share.resolve("up"), Path.of(".."));
        new ProcessBuilder("mkfifo", share.resolve("pipe").toString()).start().waitFor();

        Survey survey = gateway.adoptions().survey(asked("data", "in/"));
        assertThat(survey.files()).isEqualTo(bodies.size());
        assertThat(survey.bytes()).isEqualTo(bytes(bodies));
        assertThat(survey.leftOut())
                .containsOnly(
                        Map.entry(LeftOut.LINK, 2L), Map.entry(LeftOut.SPECIAL, 1L), Map.entry(LeftOut.UNNAMEABLE, 2L));
        assertThat(survey.examples()).contains(new Survey.Example(LeftOut.LINK, "up"));
        assertThat(survey.quota()).isNull();
        assertThat(gateway.tiers().all()).hasSize(3);

        Adoption done = adopt("data", "in/", 0);
        assertThat(done.taken()).isEqualTo(bodies.size());
        assertThat(done.takenBytes()).isEqualTo(bytes(bodies));
        assertThat(done.hashed()).isEqualTo(bodies.size());
        assertThat(done.leftOut()).isEqualTo(survey.leftOut());
        for (Map.Entry<String, byte[]> one : bodies.entrySet()) {
            StoredVersion version = found("in/" + one.getKey());
            assertThat(read(version)).isEqualTo(one.getValue());
            assertThat(version.created()).isEqualTo(OLD.truncatedTo(ChronoUnit.MICROS));
            assertThat(version.etag()).matches("[0-9a-f]{32}-1");
            assertThat(version.sha256()).isEqualTo(sha256(one.getValue()));
        }
        StoredVersion large = found("in/large");
        try (InputStream in = gateway.store().read(large, 262_140, 500_000)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(java.util.Arrays.copyOfRange(bodies.get("large"), 262_140, 762_140));
        }
        assertThat(gateway.quotas().quota(new Scope.OfNotebook(notebook)).used().value())
                .isEqualTo(bytes(bodies));
        assertThat(gateway.damages().sum().open()).isZero();
        assertThat(gateway.outbox().claim("catalogue", 1000)).hasSize(bodies.size());
    }

    @Test
    void theEtagIsTheSameBeforeAndAfterHashing() throws Exception {
        file("one", random(1000));
        TierRow tier = begin("data", "", 0);
        Await.until(() -> adoption(tier).walked());
        String before = found("one").etag();
        Await.until(() -> adoption(tier).ended() != null);
        assertThat(found("one").etag()).isEqualTo(before);
        assertThat(found("one").sha256()).isEqualTo(sha256(random(1000)));
    }

    @Test
    void withoutRoomForAllOfItNothingIsThere() throws Exception {
        for (int i = 0; i < 5; i++) {
            file("f" + i, random(1000));
        }
        Scope scope = new Scope.OfNotebook(notebook);
        gateway.quotas().change(scope, QuotaChange.limit(new ByteCount(4999)));
        Survey survey = gateway.adoptions().survey(asked("data", ""));
        assertThat(survey.quota()).contains("limit 4999 bytes");
        assertThat(survey.lackingBytes()).isEqualTo(1);
        assertThatThrownBy(() -> gateway.adoptions().begin(asked("data", ""), 0, null))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("asked 5000");
        assertThat(gateway.tiers().all()).hasSize(3);
        assertThat(gateway.store().find(bucket, ObjectKey.of("f0"), null, false))
                .isEmpty();
        gateway.quotas().change(scope, QuotaChange.limit(new ByteCount(5000)));
        adopt("data", "", 0);
        assertThat(gateway.quotas().quota(scope).used().value()).isEqualTo(5000);
    }

    @Test
    void anObjectThatIsThereIsNotReplaced() throws Exception {
        StoredVersion own = put("f", random(10));
        file("f", random(11));
        file("g", random(12));
        Adoption done = adopt("data", "", 0);
        assertThat(done.leftOut()).containsOnly(Map.entry(LeftOut.TAKEN, 1L));
        assertThat(found("f").version()).isEqualTo(own.version());
        assertThat(read(found("g"))).isEqualTo(random(12));
    }

    @Test
    void withoutABucketOneIsMade() throws Exception {
        file("f", random(10));
        Adoption done = adopt(null, "", 0);
        assertThat(done.bucket()).isEqualTo("n-share");
        assertThat(gateway.store().bucket("n-share").orElseThrow().versioned()).isTrue();
    }

    @Test
    void askingWhatAFolderWouldBringLeavesNoTrace() throws Exception {
        file("f", random(1000));
        put("own", random(10));
        String lease = "select (select coalesce(sum(bytes), 0) from lease) + (select sum(leased) from quota)";
        Await.until(() -> sql.one(row -> row.getLong(1), lease).orElseThrow() == 0);
        assertThat(gateway.adoptions().survey(asked("data", "")).quota()).isNull();
        assertThat(sql.one(row -> row.getLong(1), lease)).hasValue(0L);
        assertThat(gateway.tiers().all()).hasSize(3);
        assertThat(gateway.store().bucket("n-share")).isEmpty();
    }

    @Test
    void namesLongerThanTheSystemOpensAreLeftOut() throws Exception {
        file("f", random(10));
        String deep = "d=$(printf 'x%.0s' $(seq 200)); for i in $(seq 25); do mkdir $d && cd $d; done; echo lost > f";
        assertThat(new ProcessBuilder("sh", "-c", deep)
                        .directory(share.toFile())
                        .start()
                        .waitFor())
                .isZero();
        try {
            Adoption done = adopt("data", "", 0);
            assertThat(done.taken()).isEqualTo(1);
            // How deep it came depends on the shell; what it could still write is too long for a key.
            assertThat(done.leftOut()).containsOnlyKeys(LeftOut.UNNAMEABLE);
            assertThat(gateway.adoptions().findings(done.tier(), 10)).isNotEmpty();
        } finally {
            // JUnit opens no such paths either.
            new ProcessBuilder("rm", "-rf", share.toString()).start().waitFor();
        }
    }

    /** A process may die between the tier's row and its job. */
    @Test
    void whatWasAskedForOutlivesTheProcessThatWasToWriteItsJob() throws Exception {
        // At that rate nobody comes to its end within a test.
        file("f", random(8 << 20));
        TierRow tier = begin("data", "", 4096);
        sql.update("delete from storage_job where kind = 'ADOPTION'");
        gateway.adoptions().ensureJobs();
        assertThat(job(tier).bandwidth()).isEqualTo(4096);
        assertThat(job(tier).askedBy()).isEqualTo("ada");
    }
}
