package gedeon.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.cli.Shell;
import gedeon.cli.Surroundings;
import gedeon.cli.Words;
import gedeon.client.GedeonClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's steps against a server in memory, with the real agent. The whole demo on a real server is a journey of its own. */
class DemoTests {
    @TempDir
    Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private MemoryGedeon server;

    @BeforeEach
    void start() throws IOException {
        server = new MemoryGedeon();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Demo.Summary play(Script script) throws Exception {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        Shell shell = new Shell(
                printed, printed, new Surroundings(Map.of(), temporary), Words.in(Locale.FRENCH), Clock.systemUTC());
        GedeonClient client = new GedeonClient(URI.create(server.url()), "t");
        Stage stage =
                new Stage(shell, new Narrator(shell), client, Map.of("GEDEON_S3_URL", server.url()), temporary, script);
        try (Cleanup cleanup = new Cleanup()) {
            return new Demo(shell, script, false).steps(stage, cleanup);
        }
    }

    @Test
    void ownSamplesArePushedWhenTheyAreFinished() throws Exception {
        Demo.Summary summary = play(new SampleScript());
        String told = out.toString(StandardCharsets.UTF_8);
        assertThat(summary.acquisitions()).isEqualTo(8);
        assertThat(summary.datasets()).isEqualTo(8);
        assertThat(summary.refused()).isEqualTo(1);
        assertThat(told)
                .contains(
                        "encore en écriture", "marker 1", "temp-then-rename 1", "quiet-period 6", "403 QuotaExceeded");
        assertThat(temporary.resolve("ro-crate/ro-crate-metadata.json")).exists();
        assertThat(temporary.resolve("ro-crate/files/m13-r-0001.fits")).exists();
    }

    @Test
    void aFolderOfFilesIsPlayed() throws Exception {
        Path data = Files.createDirectories(temporary.resolve("data/ms/x.d"));
        Files.writeString(data.resolve("a.bin"), "aaa");
        Files.writeString(data.resolve("b.bin"), "bb");
        Files.writeString(data.resolveSibling("p.PAR"), "p");
        Files.writeString(data.resolveSibling("p.REC"), "r");
        Files.writeString(temporary.resolve("data/README.md"), "none");
        Demo.Summary summary = play(new FolderScript(temporary.resolve("data")));
        assertThat(summary.acquisitions()).isEqualTo(2);
        assertThat(summary.datasets()).isEqualTo(2);
        assertThat(summary.bytes()).isEqualTo(7);
    }

    @Test
    void aPushBeforeTheEndFailsTheDemo() {
        server.pretended = "m13-r-0001.fits";
        assertThatThrownBy(() -> play(new SampleScript())).hasMessageContaining("before it was finished");
    }
}
