package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import gedeon.metadata.AgentSettings;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.AgentSettingsVersions.Changed;
import gedeon.metadata.AgentSettingsVersions.Kept;
import gedeon.metadata.AgentSettingsVersions.Outcome;
import gedeon.metadata.BandwidthHours;
import gedeon.metadata.Instrument;
import gedeon.metadata.Instruments;
import gedeon.metadata.SettingsChange;
import gedeon.metadata.SettingsChange.What;
import gedeon.metadata.Source;
import gedeon.metadata.TestCatalogue;
import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgentSettingsTests {
    private static TestCatalogue test;
    private static Instruments instruments;
    private static AgentSettingsVersions settings;

    @BeforeAll
    static void open() {
        test = new TestCatalogue(TestCatalogue.finding("temperature", 280));
        instruments = test.catalogue.instruments();
        settings = test.catalogue.agentSettings();
        test.catalogue.rules().keep(rule("lab-runs"), "ada");
    }

    @AfterAll
    static void close() throws Exception {
        test.close();
    }

    private static FinishRule rule(String name) {
        return new FinishRule(
                name,
                1,
                FinishRule.Kind.FILE,
                List.of("*"),
                List.of(),
                0,
                List.of(FinishSign.of(FinishSign.By.QUIET, 0.3, 60)),
                null,
                null);
    }

    private static int instrument(String name) {
        return instruments
                .register(new Instrument.Draft(test.notebook.id(), name, null, null, null, null))
                .id();
    }

    private static Source source(String name, String folder, String rule) {
        return new Source(name, folder, null, Source.Kind.FILE, null, Duration.ofSeconds(60), name, null, 1, rule);
    }

    @Test
    void eachChangeIsAVersionAndBackRestoresTheSourcesAsWell() {
        int instrument = instrument("hplc");
        assertThat(settings.now(instrument).version()).isZero();
        instruments.put(instrument, source("hplc-a", "/a", null), "ada");
        instruments.put(instrument, source("hplc-b", "/b", "lab-runs"), "ada");
        assertThat(settings.now(instrument).version()).isEqualTo(2);

        AgentSettings next = new AgentSettings(
                List.of(source("hplc-a", "/elsewhere", "lab-runs"), source("hplc-c", "/c", null)),
                List.of(new BandwidthHours("mon-fri", "08:00", "19:00", "20MB")),
                5,
                LogLevel.DEBUG,
                null);
        Outcome preview = settings.preview(instrument, 2, next);
        assertThat(preview.kept()).isFalse();
        assertThat(preview.version()).isEqualTo(2);
        assertThat(preview.changes())
                .extracting(
                        SettingsChange::what,
                        SettingsChange::source,
                        SettingsChange::field,
                        SettingsChange::before,
                        SettingsChange::after)
                .containsExactly(
                        tuple(What.CHANGED, "hplc-a", "folder", "/a", "/elsewhere"),
                        tuple(What.CHANGED, "hplc-a", "rule", null, "lab-runs@1"),
                        tuple(What.REMOVED, "hplc-b", null, "/b, lab-runs@1", null),
                        tuple(What.ADDED, "hplc-c", null, null, "/c"),
                        tuple(What.CHANGED, null, "bandwidth", null, "mon-fri 08:00-19:00 20MB/s"),
                        tuple(What.CHANGED, null, "senders", "3", "5"),
                        tuple(What.CHANGED, null, "logLevel", "info", "debug"));
        assertThat(instruments.sources(instrument)).extracting(Source::name).containsExactly("hplc-a", "hplc-b");

        Outcome kept = settings.keep(instrument, 2, next, "ada", "a new disk");
        assertThat(kept).isEqualTo(new Outcome(3, true, preview.changes()));
        Kept now = settings.now(instrument);
        assertThat(now.settings().senders()).isEqualTo(5);
        assertThat(now.by()).isEqualTo("ada");
        assertThat(now.note()).isEqualTo("a new disk");
        assertThat(instruments.sources(instrument))
                .extracting(Source::name, Source::folder, Source::version)
                .containsExactly(tuple("hplc-a", "/elsewhere", 2), tuple("hplc-c", "/c", 1));
        assertThat(settings.keep(instrument, 3, now.settings(), "ada", null))
                .isEqualTo(new Outcome(3, false, List.of()));

        Kept old = settings.find(instrument, 2).orElseThrow();
        assertThat(settings.keep(instrument, 3, old.settings(), "bob", "back to 2")
                        .version())
                .isEqualTo(4);
        assertThat(instruments.sources(instrument))
                .extracting(Source::name, Source::folder, Source::rule)
                .containsExactly(tuple("hplc-a", "/a", null), tuple("hplc-b", "/b", "lab-runs"));
        assertThat(settings.now(instrument).settings().bandwidth()).isEmpty();
        assertThat(settings.versions(instrument)).extracting(Kept::version).containsExactly(4, 3, 2, 1);
        // What a version says never changes.
        assertThat(settings.find(instrument, 3).orElseThrow().settings().senders())
                .isEqualTo(5);
    }

    @Test
    void whatWasThereBeforeAnybodyWroteVersionsCanBeGoneBackTo() {
        int instrument = instrument("old");
        instruments.put(instrument, source("old-a", "/a", null), "ada");
        // As it is after an update from a release that knew no versions.
        new Sql(test.source).update("delete from catalogue.agent_settings where instrument = ?", instrument);
        assertThat(settings.now(instrument).settings().sources())
                .extracting(Source::folder)
                .containsExactly("/a");
        instruments.put(instrument, source("old-a", "/b", null), "ada");
        assertThat(settings.versions(instrument)).extracting(Kept::version).containsExactly(2, 1);
        settings.keep(instrument, 2, settings.find(instrument, 1).orElseThrow().settings(), "ada", null);
        assertThat(instruments.sources(instrument)).extracting(Source::folder).containsExactly("/a");
    }

    @Test
    void aRefusedChangeChangesNothing() {
        int instrument = instrument("strict");
        int neighbour = instrument("neighbour");
        instruments.put(neighbour, source("shared", "/n", null), "ada");
        instruments.put(instrument, source("own", "/o", null), "ada");
        AgentSettings now = settings.now(instrument).settings();
        for (List<Source> wrong : List.of(
                List.of(source("a", "/a", "no-such-rule")),
                List.of(source("shared/a", "/a", null)),
                List.of(source("b", "/a", null), source("b/c", "/b", null)))) {
            assertThatThrownBy(() -> settings.preview(instrument, 1, now.with(wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> settings.keep(instrument, 1, now.with(wrong), "ada", null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(".*(there is no rule|meets that of source).*");
        }
        assertThat(settings.version(instrument)).isEqualTo(1);
        assertThat(instruments.sources(instrument)).extracting(Source::name).containsExactly("own");
        assertThatThrownBy(() -> new AgentSettings(List.of(), List.of(), 0, LogLevel.INFO, null))
                .hasMessageContaining("1 to 16");
        for (BandwidthParts wrong : List.of(
                new BandwidthParts("monday", "08:00", "19:00", "20MB"),
                new BandwidthParts("mon", "8", "19:00", "20MB"),
                new BandwidthParts("mon", "08:00", "19:00", "0"),
                new BandwidthParts("mon", "08:00", "19:00", "much"))) {
            assertThatThrownBy(wrong::hours).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private record BandwidthParts(String days, String from, String to, String limit) {
        BandwidthHours hours() {
            return new BandwidthHours(days, from, to, limit);
        }
    }

    @Test
    void ofManyWhoRestOnOneVersionOneWins() throws Exception {
        int instrument = instrument("raced");
        instruments.put(instrument, source("raced", "/a", null), "ada");
        AgentSettings now = settings.now(instrument).settings();
        CyclicBarrier together = new CyclicBarrier(6);
        List<Future<Outcome>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                int senders = 4 + i;
                Callable<Outcome> put = () -> {
                    together.await(2, TimeUnit.MINUTES);
                    return settings.keep(
                            instrument,
                            1,
                            new AgentSettings(now.sources(), List.of(), senders, LogLevel.INFO, null),
                            "ada",
                            null);
                };
                all.add(threads.submit(put));
            }
        }
        int won = 0;
        for (Future<Outcome> one : all) {
            try {
                assertThat(one.get().version()).isEqualTo(2);
                won++;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(Changed.class).hasMessageContaining("read them again");
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(settings.versions(instrument)).hasSize(2);
    }

    @Test
    void aPauseIsAVersionAndIsKept() {
        int instrument = instrument("paused");
        Instant since = Instant.parse("2026-11-01T10:00:00Z");
        Pause pause = new Pause(since.plusSeconds(3600), "the disk is changed", "ada", since);
        settings.pause(instrument, pause, "ada");
        assertThat(settings.now(instrument).settings().paused()).isEqualTo(pause);
        assertThat(pause.on(since.plusSeconds(3599))).isTrue();
        assertThat(pause.on(since.plusSeconds(3600))).isFalse();
        settings.pause(instrument, null, "bob");
        assertThat(settings.now(instrument).settings().paused()).isNull();
        assertThat(settings.versions(instrument)).extracting(Kept::by).containsExactly("bob", "ada");
        assertThatThrownBy(() -> new Pause(since, null, "ada", since)).hasMessageContaining("is over");
    }
}
