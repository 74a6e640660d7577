package gedeon.server.connectors.labguru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the entries of a Labguru, on a real catalogue. */
class ReadingTests {
    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(true);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private List<Thing> all(ThingKind kind) {
        return bench.things.page(kind, Set.of(Bench.NOTEBOOK), null, 100);
    }

    private Synced read(String experiments) throws Exception {
        try (Stranger stranger = Stranger.with(experiments)) {
            return bench.sync(stranger.url());
        }
    }

    @Test
    void anExperimentLeadsBackToItsPage() throws Exception {
        try (Stranger stranger = Stranger.with("""
                [{"id": 42, "uuid": "u-42", "sys_id": "EXP-0042", "title": " Dosage\\n de la  caféine ", "url": "/knowledge/experiments/42"},
                 {"id": 43, "title": "Elsewhere", "url": "https://evil.example/43"},
                 {"id": 44, "title": "Script", "url": "javascript:alert(1)"}]""")) {
            bench.sync(stranger.url());
            assertThat(all(ThingKind.EXPERIMENT))
                    .extracting(Thing::name, Thing::title, Thing::url, Thing::origin, Thing::originId)
                    .containsExactly(
                            tuple(
                                    "EXP-0042",
                                    "Dosage de la caféine",
                                    stranger.url() + "/knowledge/experiments/42",
                                    "lab",
                                    "experiments/u-42"),
                            tuple(
                                    "Elsewhere",
                                    "Elsewhere",
                                    stranger.url() + "/knowledge/experiments/43",
                                    "lab",
                                    "experiments/43"),
                            tuple(
                                    "Script",
                                    "Script",
                                    stranger.url() + "/knowledge/experiments/44",
                                    "lab",
                                    "experiments/44"));
        }
    }

    @Test
    void oneBrokenEntryIsToldAndTheOthersComeIn() throws Exception {
        Synced synced =
                read("[{\"id\":1},{\"title\":\"No id\"},17,{\"id\":2,\"title\":\"Good\",\"updated_at\":\"nonsense\"}]");
        assertThat(synced.experiments()).isEqualTo(1);
        assertThat(synced.problems()).hasSize(4).first().asString().contains("experiments 1", "no title");
        assertThat(synced.problems()).last().asString().contains("experiments 2 \"Good\"", "no known form", "nonsense");
        assertThat(bench.lastError()).contains("4 left out");
        assertThat(all(ThingKind.EXPERIMENT)).extracting(Thing::name).containsExactly("Good");
    }

    @Test
    void whatSomebodyTypedIsTakenOverAndTwoOfANameAreToldApart() throws Exception {
        Thing typed = bench.things.add(Thing.Draft.of(ThingKind.EXPERIMENT, Bench.NOTEBOOK, "Blank"));
        String two = "[{\"id\":1,\"title\":\"Blank\"},{\"id\":2,\"title\":\"Blank\"}]";
        read(two);
        assertThat(all(ThingKind.EXPERIMENT)).extracting(Thing::name).containsExactly("Blank", "Blank #2");
        assertThat(bench.things.find(typed.id()).orElseThrow().originId()).isEqualTo("experiments/1");
        try (Stranger stranger = Stranger.with(two)) {
            bench.labguru.create("lab2", stranger.url(), Bench.TOKEN, Bench.NOTEBOOK);
            assertThat(bench.labguru.sync("lab2").problems()).isEmpty();
        }
        assertThat(all(ThingKind.EXPERIMENT)).hasSize(4);
    }

    @Test
    void onlyWhatIsNewIsWrittenUntilADayHasPassed() throws Exception {
        String old = "{\"id\":1,\"title\":\"Old\",\"updated_at\":\"2026-05-01T10:00:00.000+02:00\"}";
        String more = "{\"id\":2,\"title\":\"More\",\"updated_at\":\"2026-05-02 08:00:00 UTC\"}";
        List<String> now = new CopyOnWriteArrayList<>(List.of(old));
        try (Stranger stranger = new Stranger(exchange -> Stranger.answer(
                exchange, 200, exchange.getRequestURI().getPath().contains("experiments") ? now.toString() : "[]"))) {
            Synced first = bench.sync(stranger.url());
            assertThat(first.experiments()).isEqualTo(1);
            assertThat(first.since()).isEqualTo(Instant.parse("2026-05-01T08:00:00Z"));
            assertThat(bench.labguru.sync("lab").experiments()).isZero();
            now.add(more);
            Synced second = bench.labguru.sync("lab");
            assertThat(second.experiments()).isEqualTo(1);
            assertThat(second.since()).isEqualTo(Instant.parse("2026-05-02T08:00:00Z"));
            now.remove(old);
            assertThat(bench.labguru.sync("lab").experiments()).isZero();
            assertThat(all(ThingKind.EXPERIMENT)).extracting(Thing::name).containsExactly("Old", "More");
            bench.now = bench.now.plus(Duration.ofHours(25));
            assertThat(bench.labguru.sync("lab").experiments()).isEqualTo(1);
        }
    }

    @Test
    void whatChangedJustNowIsLookedAtOnceMore() throws Exception {
        try (Stranger stranger =
                Stranger.with("[{\"id\":1,\"title\":\"Now\",\"updated_at\":\"" + bench.now.minusSeconds(1) + "\"}]")) {
            assertThat(bench.sync(stranger.url()).since()).isEqualTo(bench.now.minusSeconds(300));
            assertThat(bench.labguru.sync("lab").experiments()).isEqualTo(1);
        }
    }

    @Test
    void membersOfAnOrdinaryTokenAreMissedWithoutHarm() throws Exception {
        try (Stranger stranger = new Stranger(exchange -> {
            boolean members = exchange.getRequestURI().getPath().contains("members");
            Stranger.answer(exchange, members ? 401 : 200, "[]");
        })) {
            assertThat(bench.sync(stranger.url()).problems())
                    .singleElement()
                    .asString()
                    .contains("administrator");
        }
    }

    @Test
    void aWrongOrcidIsLeftOutAndTold() throws Exception {
        try (Stranger stranger = new Stranger(exchange -> Stranger.answer(
                exchange, 200, exchange.getRequestURI().getPath().contains("members") ? """
                        [{"id":1,"name":"Josiah Carberry","orcid":"https://orcid.org/0000-0002-1825-0097"},
                         {"id":2,"first_name":"Camille","last_name":"Roussel","email":"c@example.org","orcid":"0000-0002-1825-0098"}]""" : "[]"))) {
            Synced synced = bench.sync(stranger.url());
            assertThat(synced.persons()).isEqualTo(2);
            assertThat(synced.problems()).singleElement().asString().contains("ORCID", "persons 2");
        }
        assertThat(all(ThingKind.PERSON))
                .extracting(Thing::name, Thing::identifier)
                .containsExactly(tuple("Josiah Carberry", "0000-0002-1825-0097"), tuple("Camille Roussel", null));
    }

    @Test
    void protocolVersionsStayAndInstrumentsComeIn() throws Exception {
        List<String> version = new CopyOnWriteArrayList<>(List.of("3"));
        try (Stranger stranger = new Stranger(exchange -> {
            String path = exchange.getRequestURI().getPath();
            Stranger.answer(
                    exchange,
                    200,
                    path.contains("protocols")
                            ? "{\"meta\":{\"page_count\":1},\"data\":[{\"id\":7,\"name\":\"Extraction\",\"version\":"
                                    + version.getFirst() + "}]}"
                            : path.contains("instruments")
                                    ? "[{\"id\":3,\"name\":\"Balance\",\"manufacturer\":{\"name\":\"Mettler\"},\"serial_number\":815}]"
                                    : "[]");
        })) {
            assertThat(bench.sync(stranger.url()).instruments()).isEqualTo(1);
            version.set(0, "4");
            bench.labguru.sync("lab");
        }
        assertThat(all(ThingKind.PROTOCOL)).extracting(Thing::label).containsExactly("Extraction 3", "Extraction 4");
        assertThat(bench.instruments.find("Balance").orElseThrow().manufacturer())
                .isEqualTo("Mettler");
        assertThat(bench.instruments.find("Balance").orElseThrow().serial()).isEqualTo("815");
    }

    @Test
    void twoRunsOfAConnectorFollowEachOther() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Stranger stranger = new Stranger(exchange -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            atOnce.decrementAndGet();
            Stranger.answer(exchange, 200, "[]");
        })) {
            bench.labguru.create("lab", stranger.url(), Bench.TOKEN, Bench.NOTEBOOK);
            CompletableFuture<Synced> first = CompletableFuture.supplyAsync(() -> bench.labguru.sync("lab"));
            asked.await();
            CompletableFuture<Synced> second = CompletableFuture.supplyAsync(() -> bench.labguru.sync("lab"));
            Connector connector = new Connectors(bench.sql, new Secrets(new byte[32]))
                    .find("lab")
                    .orElseThrow();
            assertThatThrownBy(() -> Turn.take(bench.sql, connector, Duration.ofMillis(50)))
                    .isInstanceOf(LabguruBusy.class);
            go.countDown();
            first.join();
            second.join();
            assertThat(most.get()).isEqualTo(1);
            Turn.take(bench.sql, connector, Duration.ofMillis(50)).close();
        }
    }

    @Test
    void aNewTokenTakesThePlaceOfTheOldAndLiesWrapped() throws Exception {
        try (Stranger stranger = Stranger.with("[]")) {
            bench.sync(stranger.url());
            bench.labguru.create("lab", stranger.url(), "another-token", Bench.NOTEBOOK);
            bench.labguru.sync("lab");
            assertThat(stranger.asked().getLast()).endsWith("token=another-token");
            assertThatThrownBy(() -> bench.labguru.create("lab", stranger.url(), "t", 8))
                    .isInstanceOf(Notebooks.NameTaken.class);
        }
        assertThat(new String(
                        bench.sql
                                .one(row -> row.getBytes(1), "select token from connectors.labguru")
                                .orElseThrow(),
                        StandardCharsets.ISO_8859_1))
                .doesNotContain("another-token");
        assertThatThrownBy(() -> bench.labguru.create("x", "https://labguru.example.org", "-1", 7))
                .hasMessageContaining("wrong password");
        assertThatThrownBy(() -> bench.labguru.sync("nobody")).isInstanceOf(Notebooks.Unknown.class);
    }

    @Test
    void connectorsAreDueAgainAfterAWhile() throws Exception {
        read("[]");
        assertThat(bench.labguru.due()).isEmpty();
        bench.now = bench.now.plus(Duration.ofMinutes(15));
        assertThat(bench.labguru.due()).containsExactly("lab");
    }

    @Test
    void aDayAloneIsReadAgainUntilItIsOverEverywhere() throws Exception {
        bench.now = Instant.parse("2026-05-02T10:00:00Z");
        try (Stranger stranger = Stranger.with("[{\"id\":1,\"title\":\"Day\",\"updated_at\":\"2026-05-01\"}]")) {
            assertThat(bench.sync(stranger.url()).experiments()).isEqualTo(1);
            assertThat(bench.labguru.sync("lab").experiments()).isEqualTo(1);
            bench.now = Instant.parse("2026-05-02T12:06:00Z");
            assertThat(bench.labguru.sync("lab").experiments()).isEqualTo(1);
            assertThat(bench.labguru.sync("lab").experiments()).isZero();
        }
    }

    @Test
    void whatRepeatsTheTokenIsKeptWithStars() throws Exception {
        read("[{\"id\":1,\"title\":\"See \\u0073" + Bench.TOKEN.substring(1) + "\",\"url\":\"/x?token="
                + new Token(Bench.TOKEN).encoded() + "\"}]");
        assertThat(all(ThingKind.EXPERIMENT))
                .singleElement()
                .satisfies(kept -> assertThat(kept.title()).isEqualTo("See ***"))
                .satisfies(kept -> assertThat(kept.url()).endsWith("/x?token=***"));
    }

    @Test
    void oddCharactersBreakNeitherEntryNorRun() throws Exception {
        Synced synced = read("[{\"id\":1,\"title\":\"a\\u0000b\"},{\"id\":2,\"title\":\"lone \\ud800\"},"
                + "{\"id\":3,\"title\":\"" + "é".repeat(1000) + "\"},{\"id\":1e999,\"title\":\"Far\"},"
                + "{\"id\":[1],\"title\":{\"name\":\"Held\"},\"uuid\":\"u\"}]");
        assertThat(synced.problems()).isEmpty();
        assertThat(all(ThingKind.EXPERIMENT))
                .extracting(Thing::title)
                .contains("a b", "é".repeat(279) + "…", "Far", "Held")
                .hasSize(5);
    }
}
