package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.server.GedeonServer;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.StartOptions;
import gedeon.server.tiers.InUse;
import gedeon.server.tiers.TierActs;
import gedeon.storage.Await;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.tiering.PolicyRule;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.jdbc.Demands;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of who operates a real server, and what may be done from it. */
class OperationsPagesTests {
    private static final String PAGE = "/operations";

    @TempDir
    static Path home;

    private static Assembly server;
    private static Visitor admin;
    private static Visitor stranger;
    private static Sql sql;

    @BeforeAll
    static void start() throws Exception {
        server = Assembly.start(
                StartOptions.parse(new String[] {"--home", home.toString(), "--port", "0", "--s3-port", "0"}, Map.of()),
                GedeonServer.class);
        Properties credentials = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("credentials.env"))) {
            credentials.load(in);
        }
        admin = new Visitor(server.pages(), "en");
        admin.signIn(credentials.getProperty("GEDEON_TOKEN"));
        Notebooks notebooks = server.bean(Notebooks.class);
        long id = notebooks.account("stranger", Principal.Kind.PERSON).id();
        stranger = new Visitor(server.pages(), "en");
        stranger.signIn(notebooks.issueToken(id, "test", null));
        sql = new Sql(server.bean(DataSource.class));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TierRow tier(String name, Path folder) throws Exception {
        return server.bean(JdbcTiers.class).add("posix", name, Map.of("root", folder.toString()), 5);
    }

    private static String done(String action, Map<String, String> fields) throws Exception {
        String page = admin.submit(PAGE, action, fields).body();
        assertThat(page).as(action).contains("Done.");
        return page;
    }

    @Test
    void aSoundInstallationSaysSoInBothLanguagesAndWithoutScript() throws Exception {
        HttpResponse<String> page = admin.get(PAGE);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("No damaged copy is known", "checks the fixity of each copy", "Gédéon 0.1.0", "PostgreSQL")
                .contains("<a href=\"/operations\" title=\"Operations\" aria-current=\"true\">")
                .doesNotContain("<script>", " style=", "??");
        assertThat(admin.get(PAGE + "?lang=fr").body())
                .contains("Niveaux de stockage", "Aucune copie abîmée connue", "contrôle l’intégrité de chaque copie")
                .doesNotContain("??");
        admin.get(PAGE + "?lang=en");
    }

    @Test
    void whoDoesNotOperateSeesNothingAndDoesNothing() throws Exception {
        assertThat(stranger.get(PAGE).statusCode()).isEqualTo(403);
        assertThat(stranger.get("/").body()).doesNotContain("href=\"/operations\"");
        for (String act : List.of(
                "/jobs/1/pause",
                "/jobs/1/resume",
                "/jobs/1/run",
                "/jobs/1/cancel",
                "/jobs/1/limit",
                "/tiers/nothing/drain",
                "/tiers/nothing/online",
                "/tiers/nothing/off",
                "/tiers/nothing/audit",
                "/events/catalogue/redrive",
                "/backup")) {
            assertThat(stranger.submitted(PAGE + act, Map.of()).statusCode())
                    .as(act)
                    .isEqualTo(403);
        }
    }

    @Test
    void aTierIsEmptiedAndItsJobPausedLimitedAndCancelled(@TempDir Path folder) throws Exception {
        TierRow cold = tier("cold", folder);
        assertThat(done(PAGE + "/tiers/cold/drain", Map.of())).contains("being emptied", "empties a tier");
        long job = sql.one(
                        row -> row.getLong(1),
                        "select id from storage.storage_job where kind = 'DRAIN' and tier = ? order by id desc limit 1",
                        cold.id())
                .orElseThrow();
        String act = PAGE + "/jobs/" + job;
        // It has nothing to move and ends by itself. From then on it is as one that another process works on: nobody
        // here ends it.
        Await.until(() ->
                sql.list(row -> true, "select 1 from storage.storage_job where id = ? and state = 'finished'", job)
                                .size()
                        == 1);
        sql.update(
                "update storage.storage_job set state = 'running', finished = null, claimed_until = now() + interval '1 hour' where id = ?",
                job);
        assertThat(done(act + "/pause", Map.of())).contains("Job " + job + " is paused.");
        assertThat(done(act + "/resume", Map.of())).doesNotContain("Job " + job + " is paused.");
        assertThat(done(act + "/limit", Map.of("bandwidth", "5 MB"))).contains("at most 5.00 MB a second");
        assertThat(admin.submit(PAGE, act + "/limit", Map.of("bandwidth", "fast"))
                        .body())
                .contains("This cannot be read.", "fast")
                .doesNotContain("Done.");
        assertThat(done(act + "/cancel", Map.of())).contains("cancelled");
        assertThat(admin.submitted(act + "/pause", Map.of()).body()).contains("This cannot be done now.");

        assertThat(done(PAGE + "/tiers/cold/off", Map.of())).contains("switched off");
        assertThat(done(PAGE + "/tiers/cold/online", Map.of())).doesNotContain("switched off");
        assertThat(admin.submitted(PAGE + "/tiers/nothing/audit", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTierThatNobodyLookedThroughSinceTheNamespaceWasMadeAgainIsNotSwitchedOffByChance(@TempDir Path folder)
            throws Exception {
        TierRow tier = tier("stranger", folder);
        sql.update("update storage.tier set unseen = true where id = ?", tier.id());
        TierActs acts = server.bean(TierActs.class);
        assertThat(admin.get(PAGE).body()).contains("gedeon tier audit stranger");
        TierRow unseen = server.bean(JdbcTiers.class).named("stranger").orElseThrow();
        assertThatThrownBy(() -> acts.setState(unseen, TierRow.State.OFF, null))
                .isInstanceOf(InUse.class)
                .hasMessageContaining("audit it first");
        acts.setState(unseen, TierRow.State.OFF, "stranger");
        sql.update("update storage.tier set since = now() - interval '2 hours' where id = ?", tier.id());
        assertThatThrownBy(() -> acts.remove(unseen, "another"))
                .isInstanceOf(InUse.class)
                .hasMessageContaining("audit it first");
        acts.remove(unseen, "stranger");
        assertThat(server.bean(JdbcTiers.class).named("stranger")).isEmpty();
    }

    @Test
    void aStoragePolicyIsToldInWords(@TempDir Path folder) throws Exception {
        assertThat(admin.get(PAGE).body()).contains("There is no storage policy");
        TierRow deep = tier("deep", folder);
        Tiering tiering = server.bean(Tiering.class);
        short house = server.bean(JdbcTiers.class).house();
        PolicyRule rule = new PolicyRule(
                deep.id(),
                Duration.ofDays(180),
                null,
                1_000_000L,
                null,
                null,
                "runs/",
                false,
                Map.of(),
                true,
                null,
                null);
        tiering.policies()
                .save(new StoragePolicy(
                        0, "cold", List.of(house), List.of(), List.of(rule), 45, new Demands(2, false, "FR", false)));
        try {
            assertThat(admin.get(PAGE).body())
                    .contains("no notebook has it", "2 copies in all.", "Nothing lies in a tier outside France.")
                    .contains("To deep goes what is older than 180 days, larger than 1.00 MB, below runs/, sealed.")
                    .contains("Each copy is read again within 45 days.", "tier deep is in a country that is not known");
            assertThat(admin.get(PAGE + "?lang=fr").body())
                    .contains(
                            "aucun cahier ne l’a",
                            "Va dans deep ce qui est plus vieux que 180 jours",
                            "sous runs/, scellé.");
            admin.get(PAGE + "?lang=en");
        } finally {
            tiering.policies().delete("cold");
        }
    }

    @Test
    void aTierThatIsAwayIsAGraveRisk(@TempDir Path folder) throws Exception {
        TierRow away = tier("nfs", folder);
        server.bean(JdbcTiers.class).of(away.id());
        assertThat(admin.get(PAGE).body()).doesNotContain("Tier nfs cannot");
        Path mark = folder.resolve("gedeon-tier.json");
        byte[] kept = Files.readAllBytes(mark);
        Files.delete(mark);
        // An answer to who asked before may be on its way still.
        Await.until(() -> Stream.of("At risk:", "Tier nfs cannot be read or written", "is the folder mounted?")
                .allMatch(body()::contains));
        Files.write(mark, kept);
        Await.until(() -> !body().contains("Tier nfs cannot"));
    }

    private static String body() {
        try {
            return admin.get(PAGE).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lostContentIsNamed() throws Exception {
        ObjectStore store = server.bean(ObjectStore.class);
        int sandbox =
                server.bean(Notebooks.class).notebook("sandbox").orElseThrow().id();
        Bucket bucket = store.createBucket(sandbox, "damaged-bucket", false);
        store.put(TestGateway.aPut(bucket, "<b>scan</b>.raw", new byte[100]));
        UUID blob = sql.one(
                        row -> row.getObject(1, UUID.class),
                        "select blob_id from storage.version v join storage.bucket b on b.id = v.bucket_id where b.name = 'damaged-bucket'")
                .orElseThrow();
        sql.update(
                "insert into storage.damage (blob_id, tier_id, reason) select blob_id, tier_id, 'block 0 is not what was written' from storage.location where blob_id = ?",
                blob);
        String page = admin.get(PAGE).body();
        assertThat(page)
                .contains("Damaged copies without any other: 1.", "damaged-bucket/&lt;b&gt;scan&lt;/b&gt;.raw")
                .contains("no other copy: lost", "block 0 is not what was written", "Damaged copies: 1; shown: 1");
        sql.update("delete from storage.damage where blob_id = ?", blob);
        assertThat(admin.get(PAGE).body()).contains("No damaged copy is known");
    }

    @Test
    void eventsThatStandStillAreTriedAgain() throws Exception {
        sql.update(
                "insert into storage.outbox (consumer, event, body, change, attempts, parked, reason, ready_at) values ('catalogue', 'stored', '{}', 1, 20, true, '<i>it does not answer</i>', now() + interval '1 hour')");
        assertThat(admin.get(PAGE).body())
                .contains("Events for catalogue that were tried in vain: 1.", "&lt;i&gt;it does not answer&lt;/i&gt;");
        sql.update("update storage.outbox set event = 'none of ours' where consumer = 'catalogue' and parked");
        done(PAGE + "/events/catalogue/redrive", Map.of());
        assertThat(sql.one(row -> row.getLong(1), "select count(*) from storage.outbox where parked"))
                .contains(0L);
        sql.update("delete from storage.outbox where event = 'none of ours'");
    }

    /** Nobody sees an act that the page would refuse at once. */
    @Test
    void theHomesOwnTierIsNotSwitchedOff() throws Exception {
        String house = server.bean(JdbcTiers.class).all().getFirst().name();
        assertThat(admin.get(PAGE).body()).doesNotContainPattern(Pattern.quote("/operations/tiers/" + house + "/off"));
        assertThat(admin.submitted(PAGE + "/tiers/" + house + "/off", Map.of()).body())
                .contains("This cannot be read.", "is not switched off");
    }

    @Test
    void aCopyThatIsMadeNowhereIsNotAskedFor() throws Exception {
        assertThat(admin.get(PAGE).body()).contains("GEDEON_BACKUP_TO").doesNotContain("/operations/backup\"");
        assertThat(admin.submitted(PAGE + "/backup", Map.of()).body())
                .contains("This cannot be done now.", "GEDEON_BACKUP_TO");
    }
}
