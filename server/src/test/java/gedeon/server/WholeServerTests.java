package gedeon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.search.DatasetSearch;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.Home;
import gedeon.server.assembly.StartOptions;
import gedeon.storage.Await;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.sql.Sql;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The real assembly on a temporary home: one database, one start for the routes, one restart at the end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeServerTests {
    static final String REGION = "fr-test-1";

    @TempDir
    static Path home;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Assembly server;
    private static String admin;
    private static RouteSteps routes;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("gedeon.s3.region", REGION);
        server = start(home);
        admin = credentials().getProperty("GEDEON_TOKEN");
        routes = new RouteSteps(server, admin);
    }

    @AfterAll
    static void stop() {
        server.close();
        System.clearProperty("gedeon.s3.region");
    }

    private static Assembly start(Path home) throws Exception {
        return Assembly.start(
                StartOptions.parse(new String[] {"--home", home.toString(), "--port", "0", "--s3-port", "0"}, Map.of()),
                GedeonServer.class);
    }

    private static Properties credentials() throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("credentials.env"))) {
            properties.load(in);
        }
        return properties;
    }

    private static HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.pages() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static List<RouteRows> rows() {
        return RouteRows.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(1)
    void everyRouteRefusesTheUnknownAndTheForeign(RouteRows row) throws Exception {
        routes.refusesTheUnknownAndTheForeign(row);
        routes.asksTheOwnersFirst(row);
    }

    @Test
    @Order(1)
    void prometheusIsToldOfTiersDamageTheJournalAndLetters() throws Exception {
        AtomicReference<String> told = new AtomicReference<>("");
        Await.until(
                () -> {
                    told.set(figures());
                    return Stream.of(
                                    "gedeon_tier_reachable{",
                                    "gedeon_tier_free_bytes{",
                                    "gedeon_job_done_blobs{",
                                    "gedeon_damage_lost 0.0",
                                    "gedeon_journal_waiting ",
                                    "gedeon_mail_waiting 0.0",
                                    "gedeon_mail_parked 0.0")
                            .allMatch(told.get()::contains);
                },
                Duration.ofMinutes(2),
                told::get);
    }

    private static String figures() {
        try {
            return send("GET", "/actuator/prometheus", null, null).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    void noRouteIsWithoutARow() {
        assertThat(routes.withoutRow()).isEmpty();
    }

    @Test
    @Order(1)
    void anAdministratorSetsWhereSomebodyIsToldByMail() throws Exception {
        String name = JsonMapper.shared()
                .readTree(send("GET", "/api/v1/me", null, admin).body())
                .path("name")
                .asString();
        String account = "/api/v1/accounts/" + name;
        String email = "{\"email\":%s}";
        HttpResponse<String> set =
                send("PUT", account + "/email", email.formatted("\"a.person@institute.example\""), admin);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(send("GET", account, null, admin).body()).contains("\"email\":\"a.person@institute.example\"");
        String two = email.formatted("\"a.person@institute.example\\r\\nBcc: b@institute.example\"");
        assertThat(send("PUT", account + "/email", two, admin).statusCode()).isEqualTo(422);
        assertThat(send("GET", "/api/v1/me", null, admin).body()).contains("\"email\":\"a.person@institute.example\"");
        assertThat(send("PUT", account + "/email", email.formatted("null"), admin)
                        .body())
                .doesNotContain("email");
        assertThat(send("PUT", "/api/v1/accounts/nobody/email", email.formatted("null"), admin)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(1)
    void whatNoRouteTakesIsAProblem() throws Exception {
        routes.whatNoRouteTakesIsAProblem();
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(3)
    void aBodyThatLacksAFieldIsRefusedByTheFieldsName(RouteRows row) throws Exception {
        routes.namesWhatIsMissing(row);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(3)
    void noParameterMakesARouteFail(RouteRows row) throws Exception {
        routes.noParameterMakesFail(row);
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(3)
    void noBodyMakesARouteFail(RouteRows row) throws Exception {
        routes.neverFailsFor(row);
    }

    @Test
    @Order(1)
    void whatNoRuleNamesIsRefusedAndPagesLeadToTheSignIn() throws Exception {
        assertThat(send("GET", "/actuator/env", null, admin).statusCode()).isEqualTo(403);
        assertThat(send("GET", "/actuator/health", null, null).statusCode()).isEqualTo(200);
        HttpResponse<String> home = send("GET", "/", null, null);
        assertThat(home.statusCode()).isEqualTo(302);
        HttpResponse<String> form = send("GET", "/sign-in", null, null);
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("_csrf");
        assertThat(form.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';");
        assertThat(send("POST", "/sign-in", "token=x", null).statusCode()).isEqualTo(403);
    }

    @Test
    @Order(2)
    void anUpdateThatRestsOnAnOldReadIsRefused() throws Exception {
        String made = send(
                        "POST",
                        "/api/v1/notebooks",
                        "{\"name\":\"NMR\",\"unit\":\"institution\",\"quota\":1000}",
                        admin)
                .body();
        assertThat(made).contains("\"rawBucket\":\"raw-nmr\"");
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(server.pages() + "/api/v1/notebooks/NMR/quota"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + admin)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"limit\":2000}"));
        assertThat(HTTP.send(put.copy().header("If-Match", "\"5\"").build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(412);
        assertThat(HTTP.send(put.copy().header("If-Match", "\"1000\"").build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"limit\":2000");
    }

    @Test
    @Order(2)
    void aManagerClosesANotebookToThePublicAndItsOwnerOpensIt() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int sandbox = notebooks.notebook("sandbox").orElseThrow().id();
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : List.of(Role.CONTRIBUTOR, Role.MANAGER, Role.OWNER)) {
            long account =
                    notebooks.account("closing-" + role, Principal.Kind.PERSON).id();
            notebooks.grant(account, role, new On.Notebook(sandbox));
            tokens.put(role, notebooks.issueToken(account, "test", null));
        }
        String route = "/api/v1/notebooks/sandbox";
        String close = "{\"confidential\":true}";
        String open = "{\"confidential\":false,\"encrypted\":false}";
        assertThat(send("PATCH", route, close, tokens.get(Role.CONTRIBUTOR)).statusCode())
                .isEqualTo(403);
        assertThat(send("PATCH", route, close, tokens.get(Role.MANAGER)).body()).contains("\"confidential\":true");
        assertThat(send("PATCH", route, "{\"encrypted\":true}", tokens.get(Role.MANAGER))
                        .body())
                .contains("\"confidential\":true,\"encrypted\":true");
        for (String part : List.of("{\"confidential\":false}", "{\"encrypted\":false}", open)) {
            assertThat(send("PATCH", route, part, tokens.get(Role.MANAGER)).statusCode())
                    .isEqualTo(403);
        }
        assertThat(send("GET", route, null, tokens.get(Role.CONTRIBUTOR)).body())
                .contains("\"confidential\":true,\"encrypted\":true");
        assertThat(send("PATCH", route, open, tokens.get(Role.OWNER)).body())
                .contains("\"confidential\":false,\"encrypted\":false");
    }

    @Test
    @Order(2)
    void whatIsWasteGoesByOneHandAndAllElseByTwo() throws Exception {
        DisposalRouteSteps steps = new DisposalRouteSteps(server);
        steps.aManagerDisposesOfWasteAlone();
        steps.twoPersonsDisposeOfAnythingElse();
    }

    @Test
    @Order(2)
    void agentsAreToldWhatTheirManagersWant() throws Exception {
        CentreRouteSteps steps = new CentreRouteSteps(server, admin);
        steps.settingsGoForwardAndBack();
        steps.ofTwoWhoPutAtOnceOneWins();
        steps.ordersComeWithTheAnswerToASignOfLife();
        steps.aNewerAgentIsMadeKnownByAnAdministratorAndOldOnesAreTold();
        steps.aCalendarIsTakenOrRefusedWithItsReason();
    }

    @Test
    @Order(2)
    void roomIsGrantedInPart() throws Exception {
        new RoomRouteSteps(server).aPartIsGrantedAndShownBesideWhatWasAsked();
    }

    @Test
    @Order(2)
    void roomIsKeptForAnAcquisitionFromTheQuestionToTheManifest() throws Exception {
        new ReservationRouteSteps(server, admin).roomIsKeptFromTheQuestionToTheManifest();
    }

    @Test
    @Order(2)
    void whatIsSealedIsKeptAndRulesSpeakOfIt() throws Exception {
        StorageRuleRouteSteps steps = new StorageRuleRouteSteps(server, admin);
        steps.aRuleSpeaksOfSealsAndRetention();
        steps.whatTiersAreNotIsRefusedByName();
        steps.aDatasetIsSealedAndItsBucketSaysWhatItKept();
    }

    @Test
    @Order(2)
    void aPlanGoesFromImportToExport() throws Exception {
        new PlanRouteSteps(server, admin).play();
    }

    @Test
    @Order(2)
    void aReaderDoesNotLearnThePatientsNameAndAManagerDoes() throws Exception {
        Notebooks notebooks = server.bean(Notebooks.class);
        int sandbox = notebooks.notebook("sandbox").orElseThrow().id();
        long account = notebooks.account("reader", Principal.Kind.PERSON).id();
        notebooks.grant(account, Role.READER, new On.Notebook(sandbox));
        String reader = notebooks.issueToken(account, "test", null);
        UUID scan = UUID.randomUUID();
        Sql sql = new Sql(server.bean(DataSource.class));
        sql.inTransaction(c -> {
            Sql.update(
                    c,
                    "insert into catalogue.dataset (id, notebook, name, kind, bucket, bytes, files, created, extraction) values (?, ?, 'scan', 'raw', 'raw-sandbox', 1, 1, now(), 'done')",
                    scan,
                    sandbox);
            Sql.update(
                    c,
                    "insert into catalogue.field (dataset, pos, name, raw, value, source, confidence) values (?, 0, 'patient_name', 'Zorgon^Ada', 'Zorgon^Ada', '(0010,0010)', 1)",
                    scan);
            return Sql.update(c, "insert into catalogue.index_due (dataset) values (?)", scan);
        });
        assertThat(server.bean(DatasetSearch.class).awaitIndexed(Duration.ofMinutes(2)))
                .isTrue();
        String address = "/api/v1/datasets/" + scan;
        assertThat(send("GET", address, null, reader).body())
                .contains("patient_name")
                .doesNotContain("Zorgon");
        assertThat(send("GET", address, null, admin).body()).contains("Zorgon^Ada");
        for (String query : new String[] {"zorgon", "patient_name:zorgon"}) {
            String search = "/api/v1/search?q=" + query;
            assertThat(send("GET", search, null, reader).body())
                    .contains("\"total\":0")
                    .doesNotContain("Zorgon");
            assertThat(send("GET", search, null, admin).body())
                    .contains("\"total\":1")
                    .contains("patient_name Zorgon^Ada");
        }
    }

    @Test
    @Order(3)
    void aSecondServerOnTheSameHomeIsRefused() {
        assertThatThrownBy(() -> start(home))
                .isInstanceOf(Home.InUse.class)
                .hasMessageContaining(home.toString())
                .hasMessageContaining("--home");
    }

    @Test
    @Order(4)
    void credentialsAreTheOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("credentials.env"))))
                .isEqualTo("rw-------");
        assertThat(credentials().stringPropertyNames())
                .containsExactlyInAnyOrder(
                        "GEDEON_URL", "GEDEON_S3_URL", "GEDEON_TOKEN", "GEDEON_ACCESS_KEY", "GEDEON_SECRET_KEY");
    }

    @Test
    @Order(5)
    void aRestartKeepsEverything() throws Exception {
        server.close();
        assertThat(home.resolve("database/postmaster.pid")).doesNotExist();
        server = start(home);
        assertThat(credentials().getProperty("GEDEON_TOKEN")).isEqualTo(admin);
        assertThat(send("GET", "/api/v1/notebooks/NMR/quota", null, admin).body())
                .contains("\"limit\":2000");
    }
}
