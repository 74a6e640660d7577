package gedeon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTests {
    private static final String UNIT =
            "{\"id\":\"u1\",\"name\":\"lab\",\"limit\":100000000000000,\"used\":0,\"reserved\":0}";
    private static final String QUOTA = "{\"name\":\"book\",\"limit\":104857600,\"used\":1234567,\"reserved\":0}";

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Locale locale = Locale.ENGLISH;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        environment.put("GEDEON_URL", server.url());
        environment.put("GEDEON_TOKEN", "t0ken");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... args) {
        return Gedeon.run(shell(), args);
    }

    private Shell shell() {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Shell(printed, told, new Surroundings(environment, home), Words.in(locale), Clock.systemUTC());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aUnitIsCreatedWithItsQuotaInBytes() {
        server.answers("POST /api/v1/units", UNIT);
        assertThat(run("unit", "create", "lab", "--quota", "100MiB", "--json")).isZero();
        assertThat(server.asked.get(0).authorization()).isEqualTo("Bearer t0ken");
        assertThat(server.asked.get(0).body()).contains("\"quota\":104857600").contains("\"name\":\"lab\"");
        assertThat(out()).contains("\"id\" : \"u1\"");
    }

    @Test
    void sizesAreShownExactlyAndRounded() {
        server.answers("GET /api/v1/notebooks/book/quota", QUOTA);
        assertThat(run("quota", "show", "book")).isZero();
        assertThat(out()).contains("104857600 (105 MB)").contains("1234567 (1.23 MB)");
    }

    @Test
    void aQuotaIsShownWithWhereItsBytesLie() {
        server.answers("GET /api/v1/notebooks/book/quota", QUOTA);
        server.answers(
                "GET /api/v1/notebooks/book/quota/places",
                "{\"name\":\"book\",\"tiers\":[{\"name\":\"nfs\",\"bytes\":1234567,\"objects\":3}],\"classes\":[{\"name\":\"STANDARD\",\"bytes\":1234567,\"objects\":3}],\"openBytes\":0,\"counted\":true}");
        assertThat(run("quota", "show", "book", "--json")).isZero();
        assertThat(out())
                .contains("\"limit\" : 104857600", "\"used\" : 1234567", "\"reserved\" : 0")
                .contains("\"name\" : \"nfs\"", "\"name\" : \"STANDARD\"");
    }

    @Test
    void whatWasPutAsideIsDeletedOnlyWhereTheTierIsNamedTwice() {
        assertThat(run("tier", "lost", "cold", "--delete", "00ff")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--confirm cold");
        assertThat(run("tier", "lost", "cold", "--delete", "00ff", "--put-back", "00ff"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    private static final String RULE =
            "{\"name\":\"bam\",\"version\":2,\"kind\":\"FILE\",\"takes\":[\"*.bam\"],\"companions\":[{\"main\":\".bam\",\"with\":\".bai\"}],\"least\":4,"
                    + "\"signs\":[{\"by\":\"VENDOR\",\"confidence\":0.95,\"restSeconds\":0,\"ends\":[{\"file\":\"{name}\",\"hex\":\"0304\"}]},"
                    + "{\"by\":\"QUIET\",\"confidence\":0.3,\"restSeconds\":600}]}";

    @Test
    void aRuleIsTriedOnAFolderFileByFile() throws IOException {
        server.answers("GET /api/v1/rules/bam", "{\"rule\":" + RULE + "}");
        Path folder = Files.createDirectory(home.resolve("runs"));
        Files.write(folder.resolve("whole.bam"), new byte[] {1, 2, 3, 4});
        Files.write(folder.resolve("whole.bai"), new byte[] {9});
        Files.write(folder.resolve("growing.bam"), new byte[] {1, 2, 3, 5, 6});
        Files.write(folder.resolve("small.bam"), new byte[] {1});
        assertThat(run("source", "try", "bam", folder.toString(), "--json")).isZero();
        assertThat(out())
                .contains("\"file\" : \"whole.bai\"", "\"acquisition\" : \"whole.bam\"", "\"by\" : \"bam@2/vendor\"")
                .contains("growing.bam has not its end yet", "never less than 4");
        Path file = Files.writeString(home.resolve("rule.json"), RULE.replace("0304", "0306"));
        out.reset();
        assertThat(run("source", "try", file.toString(), folder.toString())).isZero();
        assertThat(out()).contains("whole.bam has not its end yet");
        assertThat(run("source", "try", file.toString(), home.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("there is no folder");
        Files.writeString(file, RULE.replace("0.95", "1.95"));
        assertThat(run("source", "try", file.toString(), folder.toString())).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("rule.json").contains("confidence");
    }

    @Test
    void anOldVersionOfARuleBecomesTheNextOne() {
        server.answers("GET /api/v1/rules/bam?version=2", "{\"rule\":" + RULE + "}");
        server.answers(
                "PUT /api/v1/rules/bam",
                "{\"rule\":" + RULE.replace("\"version\":2", "\"version\":5") + ",\"by\":\"ada\"}");
        assertThat(run("rule", "back", "bam", "--to", "2", "--json")).isZero();
        assertThat(out()).contains("\"version\" : 5");
        assertThat(server.asked.get(1).body()).contains("\"name\":\"bam\"", "0304");
    }

    @Test
    void whatWouldChangeInSettingsIsSaidInWords() throws IOException {
        server.answers("GET /api/v1/instruments/i/settings", "{\"version\":7,\"sources\":[],\"senders\":3}");
        server.answers(
                "PUT /api/v1/instruments/i/settings?dryRun=true",
                "{\"version\":7,\"kept\":false,\"changes\":["
                        + "{\"what\":\"changed\",\"source\":\"runs\",\"field\":\"rule\",\"before\":\"thermo-raw@1\",\"after\":\"lab@2\"},"
                        + "{\"what\":\"added\",\"source\":\"images\",\"after\":\"/images\"},"
                        + "{\"what\":\"removed\",\"source\":\"old\",\"before\":\"/old\"},"
                        + "{\"what\":\"changed\",\"field\":\"bandwidth\",\"after\":\"mon-fri 08:00-19:00 20MB/s\"}]}");
        Path file = Files.writeString(
                home.resolve("settings.json"),
                "{\"senders\":4,\"bandwidth\":[{\"days\":\"mon-fri\",\"from\":\"08:00\",\"to\":\"19:00\",\"limit\":\"20MB\"}]}");
        assertThat(run("agent", "settings", "put", file.toString(), "--instrument", "i", "--dry-run"))
                .as(err())
                .isZero();
        assertThat(out())
                .contains(
                        "source runs: rule changes from thermo-raw@1 to lab@2",
                        "source images: is added (/images)",
                        "source old: is removed (/old)",
                        "settings: bandwidth changes from (none) to mon-fri 08:00-19:00 20MB/s",
                        "nothing was changed: version 7 stays in force");
        assertThat(server.asked.get(server.asked.size() - 1).body()).contains("\"limit\":\"20MB\"", "\"senders\":4");
        Files.writeString(file, "{\"sender\":4}");
        assertThat(run("agent", "settings", "put", file.toString(), "--instrument", "i"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("settings.json", "sender");
    }

    @Test
    void anOrderIsForOneOrForAllAndItsEndIsATime() {
        assertThat(run("agent", "pause")).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("agent", "pause", "--agent", "a", "--instrument", "i")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--agent AGENT or --instrument INSTRUMENT");
        assertThat(run("agent", "pause", "--agent", "a", "--for", "long")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("30m, 8h or 2d");
        assertThat(run("instrument", "calendar", "i", "--none", "--url", "https://b.example"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(server.asked).isEmpty();
    }

    @Test
    void aReleaseIsMadeKnownWithTheDigestOfItsFile() throws IOException {
        Path file = Files.writeString(home.resolve("agent.jar"), "abc");
        run("agent", "release", "put", "--file", file.toString(), "--version", "0.2.0", "--url", "https://b.example/a");
        assertThat(server.asked.get(0).what()).isEqualTo("POST /api/v1/agents/release");
        assertThat(server.asked.get(0).body())
                .contains("\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
        assertThat(run("agent", "release", "put", "--file", file.toString(), "--version", "new", "--url", "https://b"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void everyPageOfAListIsShown() {
        server.answers("GET /api/v1/units", "{\"items\":[" + UNIT + "],\"next\":\"n\"}");
        server.answers("GET /api/v1/units?after=n", "{\"items\":[" + UNIT.replace("u1", "u2") + "]}");
        assertThat(run("unit", "list", "--json")).isZero();
        assertThat(out()).contains("u1").contains("u2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    notebook create book --unit lab --quota 2TB  | POST /api/v1/notebooks                | "quota":2000000000000
                    quota set book 1GB                           | PUT /api/v1/notebooks/book/quota      | "limit":1000000000
                    quota set book 1GB --objects 5000            | PUT /api/v1/notebooks/book/quota      | "limitObjects":5000
                    quota set book 1GB --any-objects             | PUT /api/v1/notebooks/book/quota      | "unlimitedObjects":true
                    notebook move book --unit lab                | POST /api/v1/notebooks/book/move      | {"unit":"lab"}
                    notebook move book --unit lab --dry-run      | POST /api/v1/notebooks/book/move?dryRun=true | {"unit":"lab"}
                    quota set book 1GB --warn-at 70 --grace-days 14 | PUT /api/v1/notebooks/book/quota   | "warnAt":70,"graceDays":14
                    quota request book --more 2TB --reason runs  | POST /api/v1/notebooks/book/quota/requests | {"more":2000000000000,"reason":"runs"}
                    quota requests                               | GET /api/v1/quota/requests            | ''
                    quota requests book                          | GET /api/v1/notebooks/book/quota/requests | ''
                    quota grant 7 --limit 3TB                    | POST /api/v1/quota/requests/7/grant   | {"limit":3000000000000}
                    quota grant 7 --more 500GB --more-objects 200 --words some | POST /api/v1/quota/requests/7/grant | {"more":500000000000,"moreObjects":200,"words":"some"}
                    quota grant 7 --more-objects 200             | POST /api/v1/quota/requests/7/grant   | {"moreObjects":200}
                    quota refuse 7 --words later                 | POST /api/v1/quota/requests/7/refuse  | {"words":"later"}
                    unit show lab                                | GET /api/v1/units/lab                 | ''
                    unit set lab --overallocation 20             | PATCH /api/v1/units/lab               | {"overallocation":20}
                    unit set lab --quota 2TB --any-overallocation | PATCH /api/v1/units/lab              | {"limit":2000000000000,"overallocation":-1}
                    unit move lab --parent house                 | POST /api/v1/units/lab/move           | {"parent":"house"}
                    unit move lab --alone --dry-run              | POST /api/v1/units/lab/move?dryRun=true | {}
                    notebook set book --confidential             | PATCH /api/v1/notebooks/book          | {"confidential":true}
                    notebook set book --no-confidential --encrypted | PATCH /api/v1/notebooks/book       | {"confidential":false,"encrypted":true}
                    key create --notebook book --role reader     | POST /api/v1/notebooks/book/keys      | "role":"reader"
                    bucket create b --notebook book --versioned  | POST /api/v1/notebooks/book/buckets   | "versioned":true
                    instrument create i --notebook book          | POST /api/v1/instruments              | "notebook":"book"
                    agent code --instrument i                    | POST /api/v1/instruments/i/code       | ''
                    source add s --instrument i --folder /d --kind folder | POST /api/v1/instruments/i/sources | "kind":"FOLDER"
                    agent settings show --instrument i           | GET /api/v1/instruments/i/settings    | ''
                    agent settings versions --instrument i       | GET /api/v1/instruments/i/settings/versions | ''
                    agent settings back --to 3 --instrument i --dry-run | POST /api/v1/instruments/i/settings/back?dryRun=true | {"to":3}
                    agent pause --instrument i --reason disk --until 2026-12-24T18:00:00Z | POST /api/v1/instruments/i/pause | {"until":"2026-12-24T18:00:00Z","reason":"disk"}
                    agent pause --agent a1                       | POST /api/v1/agents/a1/pause          | {}
                    agent resume --agent a1                      | POST /api/v1/agents/a1/resume         | ''
                    agent rescan --instrument i                  | POST /api/v1/instruments/i/rescan     | ''
                    agent log-level debug --agent a1 --for 2h    | POST /api/v1/agents/a1/log-level      | {"level":"debug","until":"
                    agent release show                           | GET /api/v1/agents/release            | ''
                    instrument calendar i                        | GET /api/v1/instruments/i/calendar    | ''
                    instrument calendar i --url https://b.example/i.ics | PUT /api/v1/instruments/i/calendar | {"url":"https://b.example/i.ics"}
                    instrument calendar i --none                 | DELETE /api/v1/instruments/i/calendar | ''
                    experiment create e --notebook book          | POST /api/v1/experiments              | "name":"e"
                    protocol create p --version 2 --notebook book | POST /api/v1/protocols               | "version":"2"
                    software create s --version 1.0              | POST /api/v1/software                 | "version":"1.0"
                    sample create s --notebook book              | POST /api/v1/samples                  | "name":"s"
                    person create P --orcid 0000-0002-1825-0097  | POST /api/v1/persons                  | "orcid":"0000-0002-1825-0097"
                    tier list --count                            | GET /api/v1/tiers?count=true          | ''
                    tier add cold --setting root=/mnt/cold --rank 5 --country FR --health-data --cost 12.5 | POST /api/v1/tiers | "settings":{"root":"/mnt/cold"},"rank":5,"traits":{"country":"FR","healthData":true,"costPerTbYear":12.5}
                    tier set cold --state off --confirm cold     | PATCH /api/v1/tiers/cold              | {"state":"off","confirm":"cold"}
                    tier set cold --no-online --own-copies 3     | PATCH /api/v1/tiers/cold              | {"traits":{"online":false,"copies":3}}
                    tier drain cold --dry-run                    | POST /api/v1/tiers/cold/drain?dryRun=true | ''
                    tier check cold                              | POST /api/v1/tiers/cold/check         | ''
                    tier audit cold                              | POST /api/v1/tiers/cold/audit         | ''
                    tier lost cold                               | GET /api/v1/tiers/cold/lost           | ''
                    tier lost cold --put-back 00ff               | POST /api/v1/tiers/cold/lost/00ff/put-back | ''
                    tier lost cold --delete 00ff --confirm cold  | DELETE /api/v1/tiers/cold/lost/00ff?confirm=cold | ''
                    tier remove cold                             | DELETE /api/v1/tiers/cold             | ''
                    policy list                                  | GET /api/v1/policies                  | ''
                    policy show two                              | GET /api/v1/policies/two              | ''
                    policy show --notebook book                  | GET /api/v1/notebooks/book/policy     | ''
                    policy set two --landing near,far --copy cold --rule to=cold,older-than=P90D,larger-than=1GB,noncurrent,tag:a=b --dry-run | PUT /api/v1/policies/two?dryRun=true | {"landing":["near","far"],"copies":["cold"],"rules":[{"to":"cold","olderThan":"P90D","largerThan":1000000000,"noncurrent":true,"tags":{"a":"b"}}]}
                    policy set two --landing near --rule to=cold,state=sealed,retained=true,retained-for=P365D | PUT /api/v1/policies/two | {"landing":["near"],"copies":[],"rules":[{"to":"cold","state":"sealed","retained":true,"retainedFor":"P365D"}]}
                    policy set two --landing near --copies 2 --different-places --only-country FR --health-data | PUT /api/v1/policies/two | {"landing":["near"],"copies":[],"rules":[],"copyCount":2,"differentPlaces":true,"onlyCountry":"FR","healthData":true}
                    tier set cold --place Lyon                   | PATCH /api/v1/tiers/cold              | {"traits":{"place":"Lyon"}}
                    bucket lifecycle raw                         | GET /api/v1/buckets/raw/lifecycle     | ''
                    dataset seal 7                               | POST /api/v1/datasets/7/seal          | ''
                    policy delete two                            | DELETE /api/v1/policies/two           | ''
                    policy assign two --notebook book            | PUT /api/v1/notebooks/book/policy     | {"policy":"two"}
                    policy assign --notebook book --dry-run      | PUT /api/v1/notebooks/book/policy?dryRun=true | {}
                    job list                                     | GET /api/v1/jobs                      | ''
                    job show 7                                   | GET /api/v1/jobs/7                    | ''
                    job pause 7                                  | POST /api/v1/jobs/7/pause             | ''
                    job resume 7                                 | POST /api/v1/jobs/7/resume            | ''
                    job cancel 7                                 | POST /api/v1/jobs/7/cancel            | ''
                    job run 7                                    | POST /api/v1/jobs/7/run               | ''
                    job limit 7 50MB                             | PATCH /api/v1/jobs/7                  | {"bandwidth":50000000}
                    waste mark raw --prefix test/ --reason off   | POST /api/v1/buckets/raw/waste        | {"prefix":"test/","reason":"off"}
                    waste mark raw --object a?versionId=v1 --object b --reason off | POST /api/v1/buckets/raw/waste | {"versions":[{"key":"a","version":"v1"},{"key":"b"}],"reason":"off"}
                    waste mark raw --prefix test/ --reason off --dry-run | POST /api/v1/buckets/raw/disposals/preview | {"prefix":"test/"}
                    waste unmark raw --prefix test/              | POST /api/v1/buckets/raw/waste/unmark | {"prefix":"test/"}
                    waste list raw --prefix test/                | GET /api/v1/buckets/raw/waste?prefix=test%2F | ''
                    waste dispose raw --prefix test/ --dry-run   | POST /api/v1/buckets/raw/waste/preview | {"prefix":"test/","bypassGovernance":false}
                    waste dispose raw --prefix test/ --bypass-governance --yes raw | POST /api/v1/buckets/raw/waste/dispose | {"prefix":"test/","bypassGovernance":true,"confirm":"raw"}
                    disposal request raw --prefix test/ --reason consent | POST /api/v1/buckets/raw/disposals | {"prefix":"test/","reason":"consent"}
                    disposal request raw --object a --reason consent --dry-run | POST /api/v1/buckets/raw/disposals/preview | {"versions":[{"key":"a"}],"reason":"consent"}
                    disposal list                                | GET /api/v1/disposals                 | ''
                    disposal list book                           | GET /api/v1/notebooks/book/disposals  | ''
                    disposal show 7                              | GET /api/v1/disposals/7               | ''
                    disposal approve 7 --dry-run --bypass-governance | GET /api/v1/disposals/7/preview?bypassGovernance=true | ''
                    disposal approve 7 --yes raw --words yes     | POST /api/v1/disposals/7/approve      | {"confirm":"raw","bypassGovernance":false,"words":"yes"}
                    disposal refuse 7 --words no                 | POST /api/v1/disposals/7/refuse       | {"words":"no"}
                    disposal withdraw 7                          | POST /api/v1/disposals/7/withdraw     | {}
                    disposal tombstones 7                        | GET /api/v1/disposals/7/tombstones    | ''
                    dataset link d1 --relation r --kind sample --name s | POST /api/v1/datasets/d1/links | "relation":"r"
                    """)
    void aVerbAsksItsRoute(String line, String route, String inBody) {
        run(line.split(" +"));
        assertThat(server.asked).as(err()).hasSize(1);
        assertThat(server.asked.get(0).what()).isEqualTo(route);
        assertThat(server.asked.get(0).body()).contains(inBody);
    }

    @Test
    void whatCannotBeBroughtBackIsConfirmedByTheBucketsName() {
        server.answers("POST /api/v1/buckets/raw/waste/preview", preview(3, 2));
        assertThat(run("waste", "dispose", "raw", "--prefix", "")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains("--yes raw");
        assertThat(server.asked).hasSize(1);
        assertThat(run("waste", "dispose", "raw", "--prefix", "", "--dry-run")).isEqualTo(ExitCode.REFUSED.number());
        assertThat(out()).contains("under/hold").contains("held");
        server.answers("POST /api/v1/buckets/raw/waste/preview", preview(3, 3));
        assertThat(run("waste", "dispose", "raw", "--prefix", "", "--dry-run", "--json"))
                .isZero();
        assertThat(run("waste", "dispose", "raw")).isEqualTo(ExitCode.USAGE.number());
    }

    private static String preview(int versions, int goes) {
        return "{\"bucket\":\"raw\",\"versions\":" + versions + ",\"bytes\":30,\"goes\":" + goes
                + ",\"goesBytes\":20,\"compliance\":0,\"held\":1,\"governance\":0,\"late\":0,\"sealed\":0,\"tied\":0,"
                + "\"stays\":[{\"key\":\"under/hold\",\"version\":\"v\",\"why\":\"held\"}]}";
    }

    @Test
    void whoSetsNothingIsToldWhatCanBeSet() {
        assertThat(run("notebook", "set", "book")).isEqualTo(ExitCode.USAGE.number());
        assertThat(server.asked).isEmpty();
        assertThat(err()).contains("--no-confidential");
    }

    @ParameterizedTest
    @CsvSource({"401, 3", "403, 3", "404, 1", "409, 1", "422, 1", "500, 1", "507, 3"})
    void aProblemIsOneLineAndACode(int status, int code) {
        server.answers(
                "GET /api/v1/notebooks/x",
                status,
                "{\"title\":\"No\",\"detail\":\"notebook x: ask its owner\",\"status\":" + status + "}");
        assertThat(run("notebook", "show", "x")).isEqualTo(code);
        assertThat(err().strip().lines()).hasSize(1);
        assertThat(err()).startsWith("gedeon: ");
    }

    @Test
    void aServerThatIsNotThereIsFive() {
        server.close();
        assertThat(run("status")).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(err().strip().lines()).hasSize(1);
    }

    @Test
    void noTokenIsARefusalThatSaysWhereOneComesFrom() {
        environment.remove("GEDEON_TOKEN");
        assertThat(run("unit", "list")).isEqualTo(ExitCode.REFUSED.number());
        assertThat(err()).contains("./gedeon up");
    }

    @Test
    void credentialsOfTheHomeAreUsed() throws IOException {
        environment.clear();
        Files.createDirectories(home.resolve(".gedeon"));
        Files.writeString(
                home.resolve(".gedeon/credentials.env"),
                "# made by up\nexport GEDEON_URL='" + server.url() + "'\nGEDEON_TOKEN=other\n");
        server.answers("GET /api/v1/units", "{\"items\":[]}");
        assertThat(run("unit", "list")).isZero();
        assertThat(server.asked.get(0).authorization()).isEqualTo("Bearer other");
    }

    @Test
    void driftOfTheLedgerIsFound() {
        server.answers(
                "POST /api/v1/quota/verify",
                "{\"checked\":3,\"drift\":[{\"scope\":\"notebook book\",\"ledger\":2000,\"namespace\":1000}]}");
        assertThat(run("quota", "verify")).isEqualTo(ExitCode.FOUND.number());
        assertThat(out()).contains("notebook book");
        server.answers("POST /api/v1/quota/verify", "{\"checked\":3,\"drift\":[]}");
        assertThat(run("quota", "verify", "--json")).isZero();
    }

    @Test
    void damageThatStandsOpenIsFound() {
        server.answers("GET /api/v1/fixity", "{\"open\":1,\"lost\":0,\"repaired\":0,\"tiers\":[],\"damage\":[]}");
        assertThat(run("fixity", "show", "--json")).isEqualTo(ExitCode.FOUND.number());
        server.answers("GET /api/v1/fixity", "{\"open\":0,\"lost\":0,\"repaired\":3,\"tiers\":[],\"damage\":[]}");
        assertThat(run("fixity", "show")).isZero();
        server.answers("GET /api/v1/jobs", "{\"items\":[" + job("fixity", "running", 2) + "]}");
        server.answers("POST /api/v1/jobs/7/run", job("fixity", "running", 2));
        assertThat(run("fixity", "run", "--tier", "cold")).as(err()).isZero();
        assertThat(run("fixity", "run", "--tier", "other")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void aRoundThatWasChangedIsFound() {
        String rest =
                ",\"chains\":[{\"tier\":\"cold\",\"rounds\":3,\"broken\":2}],\"rounds\":[{\"tier\":\"cold\",\"number\":3,\"job\":7,"
                        + "\"began\":\"2026-11-24T10:00:00Z\",\"ended\":\"2026-11-24T11:00:00Z\",\"copies\":9,\"bytes\":90,\"damaged\":0,\"missing\":0,"
                        + "\"repaired\":0,\"lost\":0,\"digest\":\"ab\",\"text\":\"t\"}]}";
        server.answers("GET /api/v1/fixity/rounds", "{\"whole\":false" + rest);
        assertThat(run("fixity", "rounds", "--json")).isEqualTo(ExitCode.FOUND.number());
        assertThat(run("fixity", "rounds")).isEqualTo(ExitCode.FOUND.number());
        server.answers("GET /api/v1/fixity/rounds", "{\"whole\":true" + rest);
        assertThat(run("fixity", "rounds")).as(err()).isZero();
    }

    private static String job(String kind, String state, int done) {
        return "{\"id\":7,\"kind\":\"" + kind + "\",\"tier\":\"cold\",\"state\":\"" + state
                + "\",\"started\":\"2026-11-24T10:00:00Z\",\"blobs\":9,\"done\":" + done + ",\"ends\":true}";
    }

    @Test
    void aDrainThatIsWaitedForTellsHowFarItIs() {
        server.answers(
                "POST /api/v1/tiers/cold/drain",
                "{\"tier\":\"cold\",\"blobs\":9,\"bytes\":90,\"job\":" + job("drain", "running", 4) + "}");
        server.answers("GET /api/v1/jobs/7", job("drain", "finished", 9));
        assertThat(run("tier", "drain", "cold", "--wait", "--json")).as(err()).isZero();
        assertThat(err()).contains("4 of about 9");
        assertThat(out()).contains("\"state\" : \"finished\"").doesNotContain("running");
        server.answers("GET /api/v1/jobs/7", job("drain", "cancelled", 4));
        assertThat(run("tier", "drain", "cold", "--wait")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void aPlanIsValidatedImportedComparedAndExported() throws IOException {
        Path plan = Files.writeString(home.resolve("plan.json"), "{\"dmp\":{}}");
        server.answers(
                "POST /api/v1/plans/validate",
                "{\"valid\":false,\"findings\":[{\"pointer\":\"/dmp/title\",\"code\":\"missing\",\"message\":\"no title\"}]}");
        assertThat(run("dmp", "validate", plan.toString())).isEqualTo(ExitCode.FOUND.number());
        assertThat(out()).contains("/dmp/title");
        server.answers("POST /api/v1/plans?notebook=book", "{\"id\":\"p1\",\"state\":\"draft\",\"version\":1}");
        assertThat(run("dmp", "import", plan.toString(), "--notebook", "book", "--json"))
                .isZero();
        server.answers(
                "GET /api/v1/plans/p1/drift",
                "{\"plan\":\"p1\",\"items\":[{\"output\":\"o\",\"commitment\":\"volume\",\"promised\":1,\"measured\":2,\"grade\":\"over\"}]}");
        assertThat(run("dmp", "drift", "p1")).isEqualTo(ExitCode.FOUND.number());
        server.answers("GET /api/v1/plans/p1/export?version=1.2", "{\"dmp\":{\"title\":\"T\"}}");
        assertThat(run(
                        "dmp",
                        "export",
                        "p1",
                        "--output",
                        home.resolve("out.json").toString()))
                .isZero();
        assertThat(home.resolve("out.json")).hasContent("{\"dmp\":{\"title\":\"T\"}}");
    }

    @Test
    void searchPrintsItemsAndTotal() {
        server.answers(
                "GET /api/v1/search?q=exposure_time%3E%3D100",
                "{\"total\":1,\"items\":[{\"id\":\"d1\",\"name\":\"m13.fits\",\"notebook\":\"book\",\"bytes\":1}],\"facets\":[]}");
        assertThat(run("search", "exposure_time>=100", "--json"))
                .as(err() + server.asked)
                .isZero();
        assertThat(out()).contains("\"total\" : 1").contains("m13.fits");
    }

    @ParameterizedTest
    @CsvSource({
        "unit create,NAME",
        "notebook create x,--unit",
        "quota,--help",
        "frobnicate,frobnicate",
        "quota set x 1XB,1XB"
    })
    void aWrongLineIsUsage(String line, String named) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE.number());
        assertThat(err()).contains(named).contains("--help");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void helpSpeaksFrench() {
        locale = Locale.FRENCH;
        assertThat(run("notebook", "create", "--help")).isZero();
        assertThat(out()).contains("Utilisation :", "Créer un cahier", "afficher cette aide");
        assertThat(run("unit", "create")).isEqualTo(2);
        assertThat(err()).contains("il manque : NAME");
    }

    @Test
    void everyCommandAndOptionIsDescribedInBothLanguages() {
        for (Locale each : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            locale = each;
            assertDescribed(Gedeon.commandLine(shell()));
        }
    }

    private static void assertDescribed(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(command.getCommandSpec().qualifiedName())
                .isNotEmpty();
        command.getCommandSpec()
                .args()
                .forEach(arg -> assertThat(arg.description())
                        .as(command.getCommandSpec().qualifiedName() + " " + arg)
                        .isNotEmpty());
        command.getSubcommands().values().forEach(CommandLineTests::assertDescribed);
    }

    static Stream<String> languages() {
        return Stream.of("en", "fr");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void bothBundlesHoldTheSameKeys(String language) {
        ResourceBundle bundle = Words.in(Locale.forLanguageTag(language)).bundle();
        assertThat(new TreeSet<>(bundle.keySet()))
                .isEqualTo(new TreeSet<>(Words.in(Locale.ENGLISH).bundle().keySet()));
        if (language.equals("fr")) {
            assertThat(bundle.getLocale()).isEqualTo(Locale.FRENCH);
        }
    }

    @Test
    void completionIsAScript() {
        assertThat(run("completion")).isZero();
        assertThat(out()).contains("complete -F");
    }

    @Test
    void secretsDoNotShow() {
        assertThat(shell().toString()).doesNotContain("t0ken");
    }
}
