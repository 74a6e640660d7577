package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.metadata.TestCatalogue;
import gedeon.metadata.extraction.Extraction.Extracted;
import gedeon.metadata.extraction.Extraction.State;
import gedeon.metadata.extraction.bytes.MemoryMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionProcessesTests {
    private static ExtractionProcesses extraction;

    @BeforeAll
    static void start() {
        extraction = new ExtractionProcesses(
                ExtractionSettings.standard()
                        .withWorkers(2)
                        .withHeapMiB(64)
                        .withReadingBudget(4 << 20)
                        .withTimeLimit(Duration.ofMinutes(2)),
                HostileWorker.class.getName());
    }

    @AfterAll
    static void stop() {
        extraction.close();
    }

    @Test
    void aFileIsReadInAnotherProcess() throws Exception {
        Extracted extracted = extraction.extract(hostile("where"));
        assertThat(extracted.state()).isEqualTo(State.DONE);
        assertThat(extracted.reader()).isEqualTo("hostile");
        assertThat(Readings.values(extracted, "identifier"))
                .doesNotContain(Long.toString(ProcessHandle.current().pid()));
        // An empty directory but for the table of hosts, and nothing of the server's environment.
        assertThat(Readings.values(extracted, "comment")).containsExactly("[./hosts]", "false");
    }

    @Test
    void anUnknownFormatIsUnknown() throws Exception {
        Extracted extracted = extraction.extract(MemoryMaterial.file("notes.xyz", new byte[] {1, 2, 3}));
        assertThat(extracted.state()).isEqualTo(State.UNKNOWN);
        assertThat(extracted.fields()).isEmpty();
    }

    @Test
    void aReaderThatHangsIsStoppedAndTheNextFileIsRead() throws Exception {
        try (ExtractionProcesses hasty = new ExtractionProcesses(
                ExtractionSettings.standard().withWorkers(1).withTimeLimit(Duration.ofMillis(700)),
                HostileWorker.class.getName())) {
            Extracted extracted = hasty.extract(hostile("hang"));
            assertThat(extracted.state()).isEqualTo(State.FAILED);
            assertThat(extracted.reason()).isEqualTo("Reading took longer than 0.7 s and was stopped.");
            assertThat(hasty.processes()).isZero();
        }
        thenAllIsWell();
    }

    @Test
    void aReaderThatEatsTheMemoryCostsItsOwnFile() throws Exception {
        Extracted extracted = extraction.extract(hostile("memory"));
        assertThat(extracted.state()).isEqualTo(State.FAILED);
        assertThat(extracted.reason()).isEqualTo("Reading needs more than the 64 MiB of memory that it may use.");
        thenAllIsWell();
    }

    @Test
    void aReaderThatExitsCostsItsOwnFile() throws Exception {
        Extracted extracted = extraction.extract(hostile("exit"));
        assertThat(extracted.state()).isEqualTo(State.FAILED);
        assertThat(extracted.reason()).contains("ended by itself (exit code 0)");
        thenAllIsWell();
    }

    @Test
    void aCrashIsCalledACrash() throws Exception {
        assertThat(extraction.extract(hostile("halt")).reason()).isEqualTo("The reading process crashed.");
        thenAllIsWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "flood"})
    void garbageOnTheOutputEndsTheProcess(String kind) throws Exception {
        Extracted extracted = extraction.extract(hostile(kind));
        assertThat(extracted.state()).isEqualTo(State.FAILED);
        assertThat(extracted.reason()).contains("makes no sense");
        thenAllIsWell();
    }

    @Test
    void whatAReaderPrintsIsThrownAway() throws Exception {
        Extracted extracted = extraction.extract(hostile("shouting"));
        assertThat(extracted.state()).isEqualTo(State.DONE);
        assertThat(Readings.values(extracted, "description")).containsExactly("after");
    }

    @Test
    void aFieldThatTheVocabularyDoesNotKnowCostsItselfAlone() throws Exception {
        Extracted extracted = extraction.extract(hostile("words"));
        assertThat(extracted.state()).isEqualTo(State.DONE);
        assertThat(extracted.reason())
                .isEqualTo("Values that the vocabulary has no place for were left out: ?, shoe_size.");
        assertThat(Readings.lines(extracted)).containsExactly("title = before", "sample = after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "throw"})
    void aReaderThatThrowsKeepsWhatItFoundBefore(String kind) throws Exception {
        Extracted extracted = extraction.extract(hostile(kind));
        assertThat(extracted.state()).isEqualTo(State.FAILED);
        assertThat(extracted.reason()).startsWith("The reader hostile gave up: ");
        assertThat(Readings.values(extracted, "title")).containsExactly("before");
    }

    @Test
    void fieldsAreKeptUpToTheOutputLimit() throws Exception {
        Extracted extracted = extraction.extract(hostile("fields"));
        assertThat(extracted.state()).isEqualTo(State.PARTIAL);
        assertThat(extracted.fields().size()).isBetween(50, Found.MOST_FIELDS);
        assertThat(extracted.fields())
                .allSatisfy(f -> assertThat(f.value().length()).isLessThanOrEqualTo(2000));
    }

    @Test
    void readingMoreThanTheBudgetStopsThere() throws Exception {
        MemoryMaterial large =
                MemoryMaterial.file("hostile-greedy", new byte[20 << 20]).budget(Long.MAX_VALUE);
        Extracted extracted = extraction.extract(large);
        assertThat(extracted.state()).isEqualTo(State.PARTIAL);
        assertThat(extracted.reason()).contains("budget");
        assertThat(large.bytesRead()).isLessThanOrEqualTo(4 << 20);
    }

    @Test
    void thereIsNoNetwork() throws Exception {
        assertThat(Readings.values(extraction.extract(hostile("network")), "comment"))
                .containsExactly("no socket", "no url");
    }

    @Test
    void aStoreThatCannotReadIsNoFaultOfTheFile() throws Exception {
        Extracted extracted = extraction.extract(new Material() {
            @Override
            public String name() {
                return "m13.fits";
            }

            @Override
            public boolean folder() {
                return false;
            }

            @Override
            public List<MaterialFile> files() {
                return List.of(new MaterialFile("m13.fits", 1000));
            }

            @Override
            public byte[] read(MaterialFile file, long offset, int length) throws IOException {
                throw new IOException("secret path");
            }
        });
        assertThat(extracted.state()).isEqualTo(State.LATER);
        assertThat(extracted.reason()).isEqualTo("The store could not read m13.fits.");
        thenAllIsWell();
    }

    @Test
    void aStoreThatTakesAllTheTimeIsToBlameAndNotTheFile() throws Exception {
        try (ExtractionProcesses hasty = new ExtractionProcesses(
                // As long as a fresh process may take on a busy machine before it asks for the first byte.
                ExtractionSettings.standard().withWorkers(1).withTimeLimit(Duration.ofSeconds(8)),
                HostileWorker.class.getName())) {
            Extracted extracted = hasty.extract(new SlowMaterial(Duration.ofSeconds(9)));
            assertThat(extracted.state()).isEqualTo(State.LATER);
        }
    }

    private record SlowMaterial(Duration pause) implements Material {
        @Override
        public String name() {
            return "slow.fits";
        }

        @Override
        public boolean folder() {
            return false;
        }

        @Override
        public List<MaterialFile> files() {
            return List.of(new MaterialFile("slow.fits", 1000));
        }

        @Override
        public byte[] read(MaterialFile file, long offset, int length) throws IOException {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new byte[length];
        }
    }

    @Test
    void manyThreadsShareAFewProcesses() throws Exception {
        List<Callable<Extracted>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> extraction.extract(hostile(calls.hashCode() % 2 == 0 ? "where" : "network")));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Extracted> call : threads.invokeAll(calls)) {
                assertThat(call.get().state()).isEqualTo(State.DONE);
            }
        }
        assertThat(extraction.processes()).isBetween(1, 2);
    }

    @Test
    void closingEndsTheProcesses() throws Exception {
        ExtractionProcesses own = new ExtractionProcesses(ExtractionSettings.standard(), HostileWorker.class.getName());
        String pid =
                Readings.values(own.extract(hostile("where")), "identifier").getFirst();
        own.close();
        TestCatalogue.await(() -> !ProcessHandle.of(Long.parseLong(pid))
                .map(ProcessHandle::isAlive)
                .orElse(false));
        assertThat(own.extract(hostile("where")).state()).isEqualTo(State.LATER);
    }

    @Test
    void anInterruptedExtractionEndsItsProcess() throws Exception {
        ExtractionProcesses own =
                new ExtractionProcesses(ExtractionSettings.standard().withWorkers(1), HostileWorker.class.getName());
        Thread caller = Thread.currentThread();
        try (own;
                var later = Executors.newSingleThreadScheduledExecutor()) {
            var interrupt = later.schedule(caller::interrupt, 900, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> own.extract(hostile("hang"))).isInstanceOf(InterruptedException.class);
            // Whoever interrupts may not be done with it yet; one that never did would not end this.
            interrupt.get(2, TimeUnit.MINUTES);
            assertThat(own.processes()).isZero();
        }
    }

    @Test
    void aProcessDiesWithItsServer(@org.junit.jupiter.api.io.TempDir Path directory) throws Exception {
        List<String> command = new WorkerCommand(ExtractionSettings.standard(), HostileWorker.class.getName()).get();
        Process orphan =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        // Ready: five bytes. Then a hanging reader, and the server goes away.
        assertThat(orphan.getInputStream().readNBytes(5)).hasSize(5);
        try (var out = new java.io.DataOutputStream(orphan.getOutputStream())) {
            Frame.of(Frame.START, f -> {
                        Frame.text(f, "hostile-hang");
                        f.writeBoolean(false);
                        f.writeInt(0);
                    })
                    .send(out);
        }
        assertThat(orphan.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aJavaThatDoesNotStartIsToldWithItsWords() throws Exception {
        try (ExtractionProcesses broken = new ExtractionProcesses(ExtractionSettings.standard(), "no.such.Main")) {
            Extracted extracted = broken.extract(hostile("where"));
            assertThat(extracted.state()).isEqualTo(State.LATER);
            assertThat(extracted.reason())
                    .startsWith("The reading process ended while starting (exit code 1)")
                    .contains("no.such.Main");
        }
    }

    @Test
    void settingsRefuseWhatCannotWork() {
        ExtractionSettings standard = ExtractionSettings.standard();
        assertThatThrownBy(() -> standard.withWorkers(0)).hasMessage("extraction: workers must be at least 1, was 0");
        assertThatThrownBy(() -> standard.withTimeLimit(Duration.ZERO)).hasMessageContaining("time limit");
        assertThatThrownBy(() -> standard.withHeapMiB(1)).hasMessageContaining("heap");
        assertThat(standard.timeLimit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(standard.readingBudget()).isEqualTo(16L << 20);
    }

    private static void thenAllIsWell() throws InterruptedException {
        assertThat(extraction.extract(hostile("where")).state()).isEqualTo(State.DONE);
    }

    private static MemoryMaterial hostile(String what) {
        return MemoryMaterial.file("hostile-" + what, "x".getBytes(StandardCharsets.UTF_8));
    }
}
