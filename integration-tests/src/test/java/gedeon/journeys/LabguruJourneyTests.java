package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.LoggerContext;
import gedeon.cli.demo.FakeLabguru;
import gedeon.client.GedeonClient;
import gedeon.client.wire.ExperimentBody;
import gedeon.client.wire.NewConnector;
import gedeon.client.wire.PersonBody;
import gedeon.client.wire.ProtocolBody;
import gedeon.client.wire.SyncBody;
import gedeon.server.GedeonServer;
import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.StartOptions;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole server reads a laboratory's Labguru, with every log that it has at its most talkative. */
class LabguruJourneyTests {
    private static final Map<String, String> SETTINGS = Map.of(
            "gedeon.connectors.allow-private", "true",
            "gedeon.connectors.every", "1h",
            "logging.level.root", "DEBUG",
            "logging.level.com.sun.net.httpserver", "OFF", // the laboratory's side, in this process by chance
            "logging.level.gedeon", "TRACE",
            "logging.level.org.apache", "TRACE",
            "logging.level.org.springframework.web", "TRACE",
            "logging.level.org.springframework.jdbc", "TRACE");

    @TempDir
    static Path home;

    @BeforeAll
    static void talk() {
        SETTINGS.forEach(System::setProperty);
    }

    @AfterAll
    static void beQuietAgain() {
        SETTINGS.keySet().forEach(System::clearProperty);
        // The server's log lies in the folder that goes now; nobody may write it anew.
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static GedeonClient client(Assembly server) throws IOException {
        Properties credentials = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("credentials.env"))) {
            credentials.load(in);
        }
        return new GedeonClient(server.pages(), credentials.getProperty("GEDEON_TOKEN"));
    }

    @Test
    void whatTheLaboratoryWroteIsFoundAndItsTokenIsNowhere() throws Exception {
        try (FakeLabguru labguru = FakeLabguru.start()) {
            String token = labguru.token();
            Assembly server = Assembly.start(
                    StartOptions.parse(
                            new String[] {"--home", home.toString(), "--port", "0", "--s3-port", "0"}, Map.of()),
                    GedeonServer.class);
            try {
                // It reads each connector by itself, the first time half a minute after the start: here only the test
                // does.
                server.bean(CamelContext.class).getRouteController().stopRoute("labguru-clock");
                GedeonClient gedeon = client(server);
                gedeon.createLabguru(new NewConnector("lab", labguru.url(), token, "sandbox"));
                everythingComes(labguru, gedeon, gedeon.syncLabguru("lab"));
                onlyWhatChangedComesAgain(labguru, gedeon);
                labguru.revoke(token);
                assertThat(problemOf(gedeon))
                        .contains("token refused, give a new one")
                        .doesNotContain(token);
                assertThat(inTables(server, token)).isEmpty();
            } finally {
                server.close();
            }
            String log = Files.readString(home.resolve("server.log"));
            for (String talkative : List.of("InternalHttpClient", "labguru-list", "NewConnector[name=lab")) {
                assertThat(log.contains(talkative)).as(talkative).isTrue();
            }
            assertThat(log.lines()
                            .filter(line -> line.contains(token))
                            .map(line -> line.replace(token, "***"))
                            .limit(20))
                    .isEmpty();
            assertThat(inFiles(token)).isEmpty();
        }
    }

    private static void everythingComes(FakeLabguru labguru, GedeonClient gedeon, SyncBody first) {
        assertThat(first).isEqualTo(new SyncBody(3, 2, 1, 2, Instant.parse("2026-03-02T09:00:43Z"), List.of()));
        assertThat(gedeon.experiments(null).items())
                .extracting(ExperimentBody::name, ExperimentBody::title, ExperimentBody::elnUrl)
                .contains(tuple("EXP-0042", "Dosage de la caféine", labguru.url() + "/knowledge/experiments/42"))
                .hasSize(3);
        assertThat(gedeon.protocols(null).items())
                .extracting(ProtocolBody::name, ProtocolBody::version)
                .contains(tuple("Extraction au chloroforme", "3"));
        assertThat(gedeon.instrument("Balance XPR205").serial()).isEqualTo("B-0815");
        assertThat(gedeon.persons(null).items())
                .extracting(PersonBody::name, PersonBody::orcid)
                .contains(tuple("Josiah Carberry", "0000-0002-1825-0097"));
    }

    private static void onlyWhatChangedComesAgain(FakeLabguru labguru, GedeonClient gedeon) {
        assertThat(gedeon.syncLabguru("lab"))
                .isEqualTo(new SyncBody(0, 0, 0, 0, Instant.parse("2026-03-02T09:00:43Z"), List.of()));
        labguru.put(
                "experiments",
                42,
                Map.of("sys_id", "EXP-0042", "title", "Dosage, suite", "updated_at", "2026-03-03 08:00:00 UTC"));
        labguru.put(
                "experiments", 44, Map.of("sys_id", "EXP-0044", "title", "Neuf", "updated_at", "03/04/2026 09:30 AM"));
        labguru.fail(1);
        SyncBody again = gedeon.syncLabguru("lab");
        assertThat(again.experiments()).isEqualTo(2);
        assertThat(again.protocols() + again.instruments() + again.persons()).isZero();
        assertThat(again.problems()).isEmpty();
        assertThat(gedeon.experiments(null).items())
                .extracting(ExperimentBody::title)
                .containsExactlyInAnyOrder("Étalonnage de la balance", "Dosage, suite", "Essai à blanc", "Neuf");
    }

    private static String problemOf(GedeonClient gedeon) {
        try {
            return String.join("\n", gedeon.syncLabguru("lab").problems());
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Rows that hold the token, as text or as bytes in one of their usual writings. */
    private static List<String> inTables(Assembly server, String token) {
        Sql sql = new Sql(server.bean(DataSource.class));
        List<String> tables = sql.list(
                row -> row.getString(1),
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')");
        assertThat(tables).contains("connectors.labguru", "catalogue.thing");
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return tables.stream()
                .flatMap(table -> sql
                        .list(row -> table, "select 1 from " + table + " t where t::text like any(?)", (Object)
                                new String[] {"%" + token + "%", "%" + hex + "%", "%" + base64 + "%"})
                        .stream())
                .toList();
    }

    private static List<Path> inFiles(String token) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .hasSizeGreaterThan(100)
                    .anyMatch(file -> file.toString().contains("pg_wal"));
            return all.stream().filter(file -> holds(file, token)).toList();
        }
    }

    private static boolean holds(Path file, String token) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(token);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
