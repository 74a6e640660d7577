package gedeon.sync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed as an operating system kills, at any moment, while files and folders come; real time, real handles. */
class KilledProcessTests {
    private static final int KILLS = Integer.getInteger("gedeon.simulator.process.kills", 1);
    private static final int SENDERS = 3;
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path home;

    private final Random random = new Random(PatternsTests.SEED);
    private final Moments immortal = new Moments();
    private FakeGedeon server;
    private Way way;
    private Path watched;
    private Oracle oracle;
    private int told;
    private int files;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        way = new Way(server, immortal, time -> {});
        watched = Files.createDirectory(home.resolve("watched"));
        oracle = new Oracle(watched, System::nanoTime);
        Files.createDirectory(watched.resolve("files"));
        Files.createDirectory(watched.resolve("folders"));
        server.sources.add(Sources.own(SourceKind.FILE, "files/*", null, 1).apply(watched));
        server.sources.add(
                Sources.own(SourceKind.FOLDER, "folders/*", "done.txt", 1).apply(watched));
    }

    @AfterEach
    void stop() throws IOException {
        way.close();
        server.close();
    }

    @Test
    void whatWritersClosedArrivesOnceHoweverOftenTheAgentIsKilled() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            Process agent = agent();
            try {
                // Amid its work: after some moments of requests, or when all is there.
                long moment = immortal.count() + random.nextInt(70);
                long end = System.nanoTime() + LIFE.toNanos();
                for (int j = random.nextInt(3); j >= 0; j--) {
                    write();
                }
                while (immortal.count() < moment && !oracle.satisfied() && System.nanoTime() < end) {
                    assertThat(agent.waitFor(3, TimeUnit.MILLISECONDS))
                            .as("it ended by itself")
                            .isFalse();
                    note();
                }
            } finally {
                agent.destroyForcibly().waitFor();
            }
            note();
        }
        Process agent = agent();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!oracle.satisfied() && System.nanoTime() < end) {
                assertThat(agent.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
                note();
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
        note();
        Judged judged = oracle.judged(rest -> PATIENCE);
        long again = way.again() + way.broken();
        System.out.println("kill -9: " + KILLS + ", acquisitions " + files + ", published " + judged.published()
                + ", faults "
                + judged.faults().size() + ", sent again for each " + again / Math.max(1, KILLS) + " bytes, a part has "
                + LonelyAgent.PART + "; versions stored twice " + server.versionsAgain());
        assertThat(judged.faults()).isEmpty();
        assertThat(again).isLessThanOrEqualTo((long) KILLS * SENDERS * LonelyAgent.PART);
        assertThat(files).isPositive();
    }

    private Process agent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LonelyAgent.class.getName(),
                        way.uri().toString(),
                        home.resolve("agent.journal").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("agent.log").toFile()))
                .start();
    }

    /** A file by a temporary name, or a folder with its marker. */
    private void write() throws IOException {
        String name = "a" + files++;
        byte[] bytes = new byte[random.nextInt(5 * LonelyAgent.PART)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            Path part = Files.write(watched.resolve("files/" + name + ".part"), new byte[0]);
            for (int at = 0; at < bytes.length; at += 20_000) {
                Files.write(
                        part,
                        java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 20_000)),
                        StandardOpenOption.APPEND);
            }
            Files.write(part, new byte[] {1}, StandardOpenOption.APPEND);
            Path whole = Files.move(part, watched.resolve("files/" + name));
            oracle.closes("files/" + name, List.of(whole), Duration.ofSeconds(1));
        } else {
            Path folder = Files.createDirectory(watched.resolve("folders/" + name));
            Path large = Files.write(folder.resolve("large"), bytes);
            Path small = Files.write(folder.resolve("small"), new byte[] {1, 2, 3});
            Path marker = Files.write(folder.resolve("done.txt"), new byte[] {1});
            oracle.closes("folders/" + name, List.of(large, small, marker), Duration.ofSeconds(3));
        }
    }

    private void note() {
        for (ManifestBody manifest : server.manifests(told)) {
            oracle.told(manifest, System.nanoTime());
            told++;
        }
    }
}
