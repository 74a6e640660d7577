package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.kernel.ByteCount;
import gedeon.server.GedeonServer;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.StartOptions;
import gedeon.storage.Await;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the real assembly, as a person without script, and as a browser, sees them. */
class PagesTests {
    @TempDir
    static Path home;

    private static Assembly server;
    private static CaffeineNotebook notebook;
    private static String admin;
    private static Visitor owner;

    @BeforeAll
    static void start() throws Exception {
        server = Assembly.start(
                StartOptions.parse(new String[] {"--home", home.toString(), "--port", "0", "--s3-port", "0"}, Map.of()),
                GedeonServer.class);
        notebook = new CaffeineNotebook(server);
        Properties credentials = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("credentials.env"))) {
            credentials.load(in);
        }
        admin = credentials.getProperty("GEDEON_TOKEN");
        owner = signedIn(admin, "en");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Visitor signedIn(String token, String language) throws Exception {
        Visitor visitor = new Visitor(server.pages(), language);
        assertThat(visitor.signIn(token).statusCode()).isEqualTo(302);
        return visitor;
    }

    /** An account that holds one role and nothing else. */
    private static Visitor holding(String name, Role role, On on) throws Exception {
        return signedIn(server.bean(Notebooks.class).issueToken(holder(name, role, on), "test", null), "en");
    }

    private static long holder(String name, Role role, On on) {
        Notebooks notebooks = server.bean(Notebooks.class);
        long id = notebooks.account(name, Principal.Kind.PERSON).id();
        notebooks.grant(id, role, on);
        return id;
    }

    private static List<String> pages() {
        return List.of(
                "/",
                "/notebooks/sandbox",
                "/notebooks/sandbox/objects",
                "/notebooks/sandbox?q=alert",
                "/datasets/" + notebook.spectrum,
                "/datasets/" + notebook.attack,
                "/notebooks/sandbox/disposals",
                "/notebooks/sandbox/waste?prefix=%3Cscript%3E",
                "/units",
                "/operations",
                "/search",
                "/search?q=alert&instrument=nmr-400",
                "/search?q=%3Cscript%3E&experiment=%22%3E%3Cscript%3E");
    }

    @ParameterizedTest
    @CsvSource({
        "en,Tied to,Receipt and proof,was made with,Frequency,400.13",
        "fr,Rattaché à,Accusé de réception et preuve,fait avec,Fréquence,'400,13'"
    })
    void aDatasetTellsWhatItIsAndFromWhatInBothLanguages(
            String language, String ties, String proof, String relation, String field, String value) throws Exception {
        String page =
                signedIn(admin, language).get("/datasets/" + notebook.spectrum).body();
        assertThat(page)
                .contains("<html lang=\"" + language + "\"")
                .contains(ties, proof, relation, value, "MHz")
                .contains("https://eln.example.org/experiments/42", "Extraction 3", "Josiah Carberry", "nmr-400")
                .contains("<svg role=\"img\"");
        assertThat(page).containsIgnoringCase(field);
    }

    @ParameterizedTest
    @CsvSource({
        "en,not confidential,confidential: none of its buckets,encrypts what arrives",
        "fr,non confidentiel,confidentiel : aucun de ses compartiments,chiffre ce qui arrive"
    })
    void aNotebookSaysWhetherItIsConfidentialAndEncrypts(String language, String open, String closed, String encrypted)
            throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int sandbox = notebooks.notebook("sandbox").orElseThrow().id();
        Visitor visitor = signedIn(admin, language);
        assertThat(visitor.get("/notebooks/sandbox").body()).contains(open).doesNotContain(encrypted);
        notebooks.setConfidential(sandbox, true);
        notebooks.setEncrypted(sandbox, true);
        try {
            assertThat(visitor.get("/notebooks/sandbox/objects").body()).contains(closed, encrypted);
        } finally {
            notebooks.setConfidential(sandbox, false);
            notebooks.setEncrypted(sandbox, false);
        }
    }

    @Test
    void aMemberAsksForRoomAndTheDirectorDecides() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int unit = notebooks
                .createUnit("optics", null, new ByteCount(10_000_000_000L))
                .id();
        int lasers = notebooks
                .createNotebook("lasers", "optics", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        Visitor member = holding("reader of lasers", Role.READER, new On.Notebook(lasers));
        Visitor director = holding("director of optics", Role.DIRECTOR, new On.Unit(unit));
        assertThat(member.get("/units").body()).contains("Units that you direct will stand here");
        Map<String, String> asked = Map.of("more", "2 GB", "reason", "<b>two</b> runs");
        String page = member.submit("/notebooks/lasers", "/notebooks/lasers/room", asked)
                .body();
        assertThat(page).contains("reader of lasers asked for 2.00 GB more").doesNotContain("/notebooks/lasers/room");
        assertThat(member.submitted("/notebooks/lasers/room", asked).body()).contains("Another act came first");
        String waiting = director.get("/units").body();
        assertThat(waiting).contains("one request waits", "&lt;b&gt;two&lt;/b&gt; runs", "1.00 MB of 10.0 GB");
        String grant = grant(director);
        assertThat(member.submitted(grant, Map.of()).statusCode()).isEqualTo(403);
        assertThat(director.submit("/units", grant, Map.of("limit", "11 GB")).body())
                .contains("A unit above has, or may promise, less than that");
        assertThat(director.submit("/units", grant, Map.of("words", "until spring"))
                        .body())
                .contains("no request waits");
        assertThat(member.get("/notebooks/lasers").body())
                .contains("director of optics granted 2.00 GB more: the limit is 2.00 GB", "until spring");
        assertThat(member.get("/notebooks/lasers?lang=fr").body()).contains("a accordé 2,00", "Demander plus de place");
        assertThat(director.get("/units?lang=fr").body()).contains("aucune demande n’attend", "Promis en dessous");
        member.get("/notebooks/lasers?lang=en");
        assertThat(member.submitted("/notebooks/lasers/room", Map.of("objects", "many", "reason", "files"))
                        .body())
                .contains("This cannot be read");
        member.submitted("/notebooks/lasers/room", Map.of("more", "", "objects", "500", "reason", "many small files"));
        assertThat(member.get("/notebooks/lasers").body()).contains("and 500 objects");
    }

    @Test
    void whatADirectorGrantsInPartStandsBesideWhatWasAskedFor() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int unit = notebooks
                .createUnit("masers unit", null, new ByteCount(10_000_000_000L))
                .id();
        int id = notebooks
                .createNotebook("masers", "masers unit", new ByteCount(1_000_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        server.bean(Quotas.class).setObjectLimit(new Scope.OfNotebook(id), 1_000L);
        Visitor member = holding("reader of masers", Role.READER, new On.Notebook(id));
        Visitor director = holding("director of masers", Role.DIRECTOR, new On.Unit(unit));
        String page = "/notebooks/masers";
        Map<String, String> asked = Map.of("more", "2 GB", "objects", "500", "reason", "two runs");
        member.submit(page, page + "/room", asked);
        String grant = grant(director);
        assertThat(director.submit("/units", grant, Map.of("more", "3 GB")).body())
                .contains("Grant some of what was asked for");
        assertThat(director.submit("/units", grant, Map.of("more", "3 GB", "limit", "4 GB"))
                        .body())
                .contains("Grant some of what was asked for");
        assertThat(director.submit("/units", grant, Map.of("more", "1.5 GB", "objects", "200", "words", "for now"))
                        .body())
                .contains("no request waits");
        assertThat(member.get(page).body())
                .contains("director of masers granted 1.50 GB more where 2.00 GB was asked for: the limit is 2.50 GB.")
                .contains("Objects: 200 more where 500 were asked for, the limit is 1,200.", "for now");
        assertThat(member.get(page + "?lang=fr").body())
                .contains("a accordé 1,50", "Objets : 200 de plus pour 500 demandés, la limite est 1");
        member.get(page + "?lang=en");
        member.submit(page, page + "/room", asked);
        director.submit("/units", grant(director), Map.of("objects", "0"));
        assertThat(member.get(page).body())
                .contains("granted 2.00 GB more: the limit is 4.50 GB.", "Of the 500 more objects");
    }

    /** Where the one request that waits is granted. */
    private static String grant(Visitor director) throws Exception {
        return Pattern.compile("/units/requests/[0-9]+/grant")
                .matcher(director.get("/units").body())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }

    @Test
    void twoPersonsDisposeOfADatasetWhosePageThenSaysWhatItWas() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        notebooks.createUnit("trials unit", null, new ByteCount(10_000_000_000L));
        int trials = notebooks
                .createNotebook("trials", "trials unit", new ByteCount(1_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        ObjectStore store = server.bean(ObjectStore.class);
        Bucket bucket = store.createRawBucket(trials, "raw-trials");
        StoredVersion version = store.put(TestGateway.aPut(bucket, "consent/1.txt", new byte[30]));
        Sql sql = new Sql(server.bean(DataSource.class));
        Await.until(() -> !dataset(sql).isEmpty());
        String page = "/datasets/" + dataset(sql).getFirst();
        Visitor asker = holding("asker of trials", Role.CONTRIBUTOR, new On.Notebook(trials));
        Visitor approver = holding("owner of trials", Role.OWNER, new On.Notebook(trials));
        Visitor outside = holding("outside of trials", Role.READER, new On.Notebook(trials + 1000));
        assertThat(approver.get("/notebooks/trials/disposals").body()).contains("nobody asks for it");
        Disposing disposing = server.bean(Disposing.class);
        long asked = disposing
                .requests()
                .request(
                        notebooks
                                .account("asker of trials", Principal.Kind.PERSON)
                                .id(),
                        bucket,
                        new Chosen.Prefix("consent/".getBytes(StandardCharsets.UTF_8)),
                        "<b>consent</b> withdrawn")
                .id();
        // The housekeeping may be at it first.
        awaitWords(asker, "/notebooks/trials/disposals", "Waits for a decision");
        assertThat(asker.get("/notebooks/trials/disposals").body())
                .contains("&lt;b&gt;consent&lt;/b&gt; withdrawn", "Waits for a decision", "Withdraw the disposal")
                .doesNotContain("Approve the disposal");
        assertThat(outside.get("/notebooks/trials/disposals").statusCode()).isEqualTo(403);
        String approve = "/disposals/" + asked + "/approve";
        assertThat(asker.submitted(approve, Map.of("confirm", "raw-trials")).statusCode())
                .isEqualTo(403);
        String disposals = "/notebooks/trials/disposals";
        assertThat(approver.submit(disposals, approve, Map.of("confirm", "other"))
                        .body())
                .contains("was not written as it is");
        assertThat(approver.submit(disposals, approve, Map.of("confirm", "raw-trials"))
                        .body())
                .contains("versions of it are locked", "GOVERNANCE");
        assertThat(approver.submit(disposals, approve, Map.of("confirm", "raw-trials", "bypass", "true"))
                        .body())
                .contains("Approved.", "until then it can be withdrawn");
        sql.update("update storage.disposal set due = now() where id = ?", asked);
        disposing.round();
        awaitWords(approver, disposals, "Done.", "1 versions went, 0 stayed");
        Await.until(() -> status(asker, page) == 410);
        String hash = java.util.Objects.requireNonNull(version.sha256()).hex();
        assertThat(asker.get(page).body())
                .contains("asked for by asker of trials, approved by owner of trials", "consent/1.txt", hash)
                .contains("&lt;b&gt;consent&lt;/b&gt; withdrawn");
        assertThat(asker.get(page + "?lang=fr").body()).contains("Éliminé le", "Ce qui en est gardé", hash);
        assertThat(outside.get(page).statusCode()).isEqualTo(403);
        assertThat(outside.get(page).body()).doesNotContain("consent", hash);
    }

    @Test
    void aContributorMarksATestAcquisitionAndTheManagerAloneDisposesOfIt() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        notebooks.createUnit("laser unit", null, new ByteCount(10_000_000_000L));
        int id = notebooks
                .createNotebook("beams", "laser unit", new ByteCount(1_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        ObjectStore store = server.bean(ObjectStore.class);
        Bucket bucket = store.createRawBucket(id, "raw-beams");
        store.put(TestGateway.aPut(bucket, "test/1.txt", new byte[30]));
        store.put(TestGateway.aPut(bucket, "kept/1.txt", new byte[40]));
        On on = new On.Notebook(id);
        Visitor contributor = holding("contributor of beams", Role.CONTRIBUTOR, on);
        Visitor manager = holding("manager of beams", Role.MANAGER, on);
        Visitor reader = holding("reader of beams", Role.READER, on);
        String page = "/notebooks/beams/waste";
        String mark = page + "/mark";
        String dispose = page + "/dispose";
        Map<String, String> test = Map.of("bucket", "raw-beams", "prefix", "test/", "reason", "<b>laser</b> off");
        assertThat(reader.get(page).body())
                .contains("Nothing in raw-beams is marked")
                .doesNotContain(mark);
        assertThat(reader.submitted(mark, test).statusCode()).isEqualTo(403);
        assertThat(contributor
                        .submit(page, mark, Map.of("bucket", "raw-beams", "prefix", " ", "reason", "all of it"))
                        .body())
                .contains("Say with what the keys begin");
        assertThat(contributor.submit(page, mark, test).body())
                .contains(
                        "1 versions (30", "Nothing is lost yet", "&lt;b&gt;laser&lt;/b&gt; off", "contributor of beams")
                .doesNotContain("kept/1.txt", "Dispose of what is marked");
        assertThat(contributor
                        .submitted(dispose, Map.of("bucket", "raw-beams", "prefix", "test/", "confirm", "raw-beams"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(contributor
                        .submit(page, page + "/unmark", Map.of("bucket", "raw-beams", "prefix", "test/"))
                        .body())
                .contains("1 versions (30", "are marked no longer");
        contributor.submitted(mark, test);

        String asked = page + "?bucket=raw-beams&dispose=true";
        assertThat(manager.get(asked).body()).contains("1 versions (30", "go for good", "Write raw-beams to confirm");
        assertThat(manager.get(asked + "&lang=fr").body()).contains("disparaissent pour toujours", "Rebuts");
        manager.get(page + "?lang=en");
        assertThat(manager.submit(asked, dispose, Map.of("bucket", "raw-beams", "confirm", "beams"))
                        .body())
                .contains("Nothing was disposed of", "test/1.txt");
        assertThat(manager.submit(asked, dispose, Map.of("bucket", "raw-beams", "confirm", " raw-beams "))
                        .body())
                .containsAnyOf("1 versions went, 0 stayed", "the rest goes now");
        awaitWords(manager, "/notebooks/beams/disposals", "Done.", "1 versions went, 0 stayed");
        assertThat(manager.get(page).body()).contains("Nothing in raw-beams is marked");
        assertThat(manager.get("/notebooks/beams/objects").body())
                .contains("kept/1.txt")
                .doesNotContain("test/1.txt");
        assertThat(manager.get("/notebooks/beams/disposals").body()).contains("waste, by a manager alone");
    }

    @Test
    void aDatasetSaysThatItIsMarkedAsWasteAndItsNotebookHowMuchIs() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        notebooks.createUnit("ion unit", null, new ByteCount(10_000_000_000L));
        int id = notebooks
                .createNotebook("ions", "ion unit", new ByteCount(1_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        ArrivedFolder run = ArrivedFolder.of(server, id, "run <b>1</b>", 3);
        On on = new On.Notebook(id);
        Visitor reader = holding("reader of ions", Role.READER, on);
        Visitor manager = holding("manager of ions", Role.MANAGER, on);
        Visitor director = holding(
                "director of ions",
                Role.DIRECTOR,
                new On.Unit(notebooks.unit("ion unit").orElseThrow().id()));
        long carl = notebooks.account("carl of ions", Principal.Kind.PERSON).id();
        String page = "/datasets/" + run.dataset();
        assertThat(reader.get(page).body()).doesNotContain("arked as waste");
        assertThat(manager.get(page).body()).contains("Mark as waste…").doesNotContain("arked as waste");
        assertThat(reader.get("/notebooks/ions").body()).doesNotContain("marked as waste", "disposal waits");

        Bucket bucket = server.bean(ObjectStore.class).bucket(run.bucket()).orElseThrow();
        Disposing disposing = server.bean(Disposing.class);
        disposing.waste().mark(carl, bucket, new Chosen.Prefix(bytes(run.folder() + "2")), "<b>laser</b> off");
        String partly = reader.get(page).body();
        assertThat(partly)
                .contains("One of its 3 files marked as waste", "by carl of ions,", "&lt;b&gt;laser&lt;/b&gt; off")
                .contains("A manager of the notebook may dispose of it alone until")
                .contains("/notebooks/ions/waste?bucket=" + run.bucket() + "&amp;prefix=runs/run%20%3Cb%3E1%3C/b%3E/");
        disposing.waste().mark(carl, bucket, new Chosen.Prefix(bytes(run.folder())), "all of it");
        assertThat(reader.get(page).body())
                .contains("Marked as waste", "<q>all of it</q>")
                .doesNotContain("of its 3 files");
        assertThat(reader.get(page + "?lang=fr").body())
                .contains("Marqué comme rebut", "par carl of ions, le", "peut l’éliminer seul jusqu’au");
        reader.get(page + "?lang=en");
        Sql sql = new Sql(server.bean(DataSource.class));
        sql.update("update storage.version set created = now() - interval '31 days' where bucket_id = ?", bucket.id());
        assertThat(reader.get(page).body()).contains("now that needs two persons");

        assertThat(reader.get("/notebooks/ions").body())
                .contains("href=\"/notebooks/ions/waste\"", "One acquisition is marked as waste.")
                .doesNotContain("of no dataset", "disposal waits");
        long asked = disposing
                .requests()
                .request(carl, bucket, new Chosen.Prefix(bytes(run.folder())), "too old")
                .id();
        assertThat(reader.get("/notebooks/ions?lang=fr").body())
                .contains("Une acquisition est marquée comme rebut.", "Une élimination attend une décision");
        assertThat(director.get("/notebooks/ions").body())
                .contains("One disposal waits for a decision")
                .doesNotContain("marked as waste");
        disposing.requests().refuse(asked, holder("owner of ions", Role.OWNER, on), "keep it");
        assertThat(director.get("/notebooks/ions").body()).doesNotContain("disposal waits");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBucketSaysWhatOfItsLifecycleIsNotDone() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        ObjectStore store = server.bean(ObjectStore.class);
        int sandbox = notebooks.notebook("sandbox").orElseThrow().id();
        Bucket bucket = store.createBucket(sandbox, "cycled", true);
        String page = "/notebooks/sandbox/objects?bucket=cycled";
        assertThat(owner.get(page).body()).doesNotContain("lifecycle rule");
        new Sql(server.bean(DataSource.class))
                .update(
                        "insert into storage.lifecycle_walk (bucket_id, due, walked, kept_last) values (?, now() + interval '1 day', now(), ?::jsonb)",
                        bucket.id(),
                        """
                        {"RETENTION":{"versions":3,"bytes":2000,"examples":[{"key":"runs/<b>1</b>","version":"v","said":"2030-01-01"}]}}""");
        store.set(
                bucket,
                BucketSetting.LIFECYCLE,
                "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Filter></Filter>"
                        + "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>");
        assertThat(owner.get(page).body())
                .contains(
                        "One lifecycle rule",
                        "Stays under retention: 3 versions (2.00 kB)",
                        "runs/&lt;b&gt;1&lt;/b&gt;");
        assertThat(owner.get(page + "&lang=fr").body())
                .contains("Une règle de cycle de vie", "Reste sous conservation");
        owner.get("/?lang=en");
        store.set(bucket, BucketSetting.LIFECYCLE, null);
    }

    private static List<UUID> dataset(Sql sql) {
        return sql.list(
                row -> row.getObject(1, UUID.class), "select id from catalogue.dataset where bucket = 'raw-trials'");
    }

    /** Until a page says all of them. */
    private static void awaitWords(Visitor visitor, String page, String... words) {
        Await.until(
                () -> Stream.of(words).allMatch(body(visitor, page)::contains),
                Duration.ofMinutes(2),
                () -> body(visitor, page));
    }

    private static String body(Visitor visitor, String page) {
        try {
            return visitor.get(page).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int status(Visitor visitor, String page) {
        try {
            return visitor.get(page).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyValueIsShownAsTextAndNoPageHoldsScriptOrStyle() throws Exception {
        for (String path : pages()) {
            HttpResponse<String> answer = owner.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'; script-src 'self'; style-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(answer.body())
                    .as(path)
                    .doesNotContain("<script>", "<b>of</b>", " style=", "javascript:")
                    .doesNotContainPattern("<[^>]* on[a-z]+=");
        }
        assertThat(owner.get("/datasets/" + notebook.attack).body())
                .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;.jdx</h1>");
        assertThat(owner.get("/notebooks/sandbox").body()).contains("&lt;script&gt;alert(1)&lt;/script&gt;.jdx</a>");
    }

    @Test
    void whoMayNotReadLearnsNothing() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        Visitor stranger = signedIn(
                notebooks.issueToken(
                        notebooks.account("stranger", Principal.Kind.PERSON).id(), "test", null),
                "en");
        String dataset = "/datasets/" + notebook.spectrum;
        for (String path : List.of(
                "/notebooks/sandbox",
                "/notebooks/sandbox/objects",
                dataset,
                dataset + "/file?path=" + CaffeineNotebook.SPECTRUM,
                dataset + "/receipt",
                "/datasets/" + UUID.randomUUID(),
                "/search?notebook=sandbox",
                "/search?notebook=nothing")) {
            HttpResponse<String> answer = stranger.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).as(path).doesNotContain("nmr-400", "raw-sandbox", ">caffeine");
        }
        for (String path : List.of("/", "/search", "/search?q=caffeine")) {
            HttpResponse<String> answer = stranger.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain("sandbox", "nmr-400", ">caffeine-1h");
        }
    }

    @Test
    void aDirectorSeesTheRoomOfANotebookAndNotItsData() throws Exception {
        Visitor director = holding("director", Role.DIRECTOR, On.INSTITUTION);
        HttpResponse<String> page = director.get("/notebooks/sandbox");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("used ·", "decides who may read its data")
                .doesNotContain("caffeine");
        assertThat(director.get("/datasets/" + notebook.spectrum).statusCode()).isEqualTo(403);
        assertThat(director.get("/search").body()).doesNotContain("caffeine-1h", "sandbox");
    }

    @Test
    void whatTellsOfAPersonIsShownToWhoManagesTheNotebookAlone() throws Exception {
        int sandbox =
                server.bean(Notebooks.class).notebook("sandbox").orElseThrow().id();
        Visitor reader = holding("reader", Role.READER, new On.Notebook(sandbox));
        Visitor manager = holding("manager", Role.MANAGER, new On.Notebook(sandbox));
        String dataset = "/datasets/" + notebook.spectrum;
        assertThat(reader.get(dataset).body())
                .contains("shown to who manages the notebook", "400.13")
                .doesNotContain("Zelda", "***");
        assertThat(manager.get(dataset).body()).contains("Zelda Quinn").doesNotContain("shown to who manages");
        assertThat(reader.get("/search?q=zelda").body()).doesNotContain(dataset, "Zelda Quinn");
        assertThat(manager.get("/search?q=zelda").body()).contains(dataset, "Zelda Quinn");
    }

    @Test
    void aFileComesDownByteForByteAndNeverAsAPage() throws Exception {
        for (Map.Entry<UUID, String> one : Map.of(
                        notebook.spectrum, CaffeineNotebook.SPECTRUM, notebook.attack, CaffeineNotebook.ATTACK)
                .entrySet()) {
            HttpResponse<byte[]> file =
                    owner.bytes("/datasets/" + one.getKey() + "/file?path=" + Visitor.encoded(one.getValue()));
            assertThat(file.body()).isEqualTo(CaffeineNotebook.BYTES);
            assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment;");
            assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(file.headers().firstValue("Repr-Digest").orElse("")).startsWith("sha-256=:");
        }
        assertThat(owner.get("/datasets/" + notebook.spectrum + "/file?path=../credentials.env")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDatasetSaysHowFarItIsOnTheWayToItsReceipt() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        notebooks.createUnit("proof unit", null, new ByteCount(10_000_000_000L));
        int id = notebooks
                .createNotebook("proofs", "proof unit", new ByteCount(1_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        ArrivedFolder run = ArrivedFolder.of(server, id, "proved", 3);
        Visitor reader = holding("reader of proofs", Role.READER, new On.Notebook(id));
        String page = "/datasets/" + run.dataset();
        Sql sql = new Sql(server.bean(DataSource.class));
        String change =
                "update catalogue.content set receipt = null, proving_until = now() + interval '1 hour', proving = ";
        sql.update(change + "'reading' where dataset = ?", run.dataset());
        assertThat(reader.get(page).body()).contains("being verified", "keep the files there until then");
        assertThat(reader.get(page + "?lang=fr").body()).contains("en vérification");
        sql.update(change + "'broken' where dataset = ?", run.dataset());
        assertThat(reader.get(page + "?lang=en").body())
                .contains("Not as sent", "Delete nothing")
                .doesNotContain("being verified");
        sql.update(change + "'broken', freed = now() where dataset = ?", run.dataset());
        assertThat(reader.get(page).body()).contains("Deleted on the instrument");
    }

    @Test
    void theReceiptThatIsShownIsTheOneThatWasGiven() throws Exception {
        HttpResponse<byte[]> receipt = owner.bytes("/datasets/" + notebook.spectrum + "/receipt");
        assertThat(new String(receipt.body(), StandardCharsets.US_ASCII)).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(owner.get("/datasets/" + notebook.spectrum).body()).contains("its signature (Ed25519) was checked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/search?q=caffeine",
                "/search?q=frequency%3E%3D400MHz+solvent:cdcl3",
                "/search?field=frequency&min=400+MHz&max=400,2+MHz",
                "/search?field=temperature&min=297&max=299",
                "/search?instrument=nmr-400&experiment=EXP-42&person=Josiah+Carberry",
                "/notebooks/sandbox?q=caffeine-1h"
            })
    void aDatasetIsFoundByWordsByWhatWasMeasuredAndByWhatItIsTiedTo(String address) throws Exception {
        assertThat(owner.get(address).body()).contains("/datasets/" + notebook.spectrum);
    }

    @Test
    void aSearchThatFindsNothingNamesTheConditionInTheWay() throws Exception {
        String page = owner.get("/search?q=caffeine&field=temperature&min=400").body();
        assertThat(page).contains("No dataset that you may read").contains("Without Temperature ≥ 400: ");
        assertThat(page).doesNotContain("Without caffeine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/search?q=temperature%3Cwarm", "/notebooks/sandbox?q=temperature%3Cwarm"})
    void aQueryThatCannotBeReadSaysWhereAndHowToWriteIt(String address) throws Exception {
        assertThat(owner.get(address).body()).contains("role=\"alert\"", "at character 13", "write one, as in");
    }

    @Test
    void theOtherLanguageIsOneLinkAwayWithAllOfTheAddressKept() throws Exception {
        assertThat(owner.get("/search?q=a%26b&kind=raw").body())
                .contains("href=\"/search?q=a%26b&amp;kind=raw&amp;lang=fr\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/datasets/x", "/notebooks/sandbox?before=x", "/notebooks/nothing"})
    void anAddressThatLeadsNowhereKeepsTheFrameAndNamesTheNextAct(String address) throws Exception {
        HttpResponse<String> answer = owner.get(address);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no such page", "Check the address", "class=\"rail\"");
    }

    @Test
    void aThemeIsKeptUntilTheOtherIsAskedFor() throws Exception {
        Visitor visitor = signedIn(admin, "en");
        assertThat(visitor.get("/").body()).doesNotContain("data-theme");
        assertThat(visitor.get("/search?q=x&theme=dark").body())
                .contains("data-theme=\"dark\"", "href=\"/search?q=x&amp;theme=light\"");
        assertThat(visitor.get("/").body()).contains("data-theme=\"dark\"");
        assertThat(visitor.get("/?theme=%22%3E%3Cscript%3E").body())
                .contains("data-theme=\"dark\"")
                .doesNotContain("\"><script>");
    }

    /** One file of ours is asked for once in its life, and again when it changes. */
    @Test
    void whatAPageIsMadeOfStaysInTheBrowsersCache() throws Exception {
        String page = owner.get("/").body();
        List<String> parts = Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(part -> part.group(1))
                .toList();
        assertThat(parts).hasSizeGreaterThan(3);
        int weight = page.length();
        for (String part : parts) {
            HttpResponse<byte[]> answer = owner.bytes(part);
            assertThat(answer.statusCode()).as(part).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .as(part)
                    .contains("max-age=31536000");
            weight += answer.body().length;
        }
        assertThat(parts)
                .filteredOn(part -> part.startsWith("/assets"))
                .allMatch(part -> part.matches(".*-[0-9a-f]{32}\\..*"));
        assertThat(weight).isLessThan(150_000);
        assertThat(owner.get("/").headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
    }

    @Test
    void aLongListGoesOnWhereItEnded() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int many = notebooks
                .createNotebook("many", "institution", new ByteCount(1000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        try (var connection = server.bean(DataSource.class).getConnection();
                var insert = connection.prepareStatement(
                        "insert into catalogue.dataset (id, notebook, name, kind, bucket, bytes, files, created, extraction) "
                                + "values (?, ?, ?, 'raw', 'raw-many', 1, 1, now(), 'done')")) {
            for (int i = 0; i < 205; i++) {
                insert.setObject(1, new UUID(0x01a0_0000_0000_7000L + i, i));
                insert.setInt(2, many);
                insert.setString(3, "run-%03d.raw".formatted(i));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        int rows = 0;
        int pages = 0;
        Optional<String> next = Optional.of("/notebooks/many");
        while (next.isPresent()) {
            String page = owner.get(next.get()).body();
            rows += page.split("run-\\d{3}", -1).length - 1;
            pages++;
            next = Pattern.compile("rel=\"next\" href=\"([^\"]*)\"")
                    .matcher(page)
                    .results()
                    .map(link -> link.group(1))
                    .findFirst();
        }
        assertThat(pages).isEqualTo(3);
        assertThat(rows).isEqualTo(205);
    }

    @Test
    void aBrowserWalksFromTheSignInToADatasetInBothLanguages(@TempDir Path profile) throws Exception {
        Optional<Path> chromium = Browser.program();
        assumeTrue(chromium.isPresent(), "no chromium, chromium-browser or google-chrome on the PATH");
        try (Browser browser = Browser.start(chromium.get(), profile)) {
            new BrowserSteps(browser, server.pages(), notebook).play(admin);
            assertThat(browser.complaints())
                    .filteredOn(complaint -> !complaint.contains("a status of 401")) // the token that was refused
                    .isEmpty();
        }
    }
}
