package gedeon.sync.program;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import gedeon.sync.words.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AgentProgramTests {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String language = "en_GB.UTF-8";
    private FakeGedeon server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return AgentProgram.run(print(out), print(err), Map.of("LANG", language), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String config() {
        return folder.resolve("agent.json").toString();
    }

    private int enrol(String code) {
        return run("enrol", "--server", server.uri().toString(), "--code", code, "--config", config());
    }

    @Test
    void enrolsSendsAndTells() throws IOException {
        assertThat(enrol("CODE")).as(err()).isZero();
        assertThat(out()).contains("agent-1", "orbitrap", config()).doesNotContain("SECRETKEY");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.raw"), "x");
        server.sources.add(new SourceBody("s", data.toString(), "*", SourceKind.FILE, null, 1, "", null, 1));

        assertThat(run("run", "--once", "--config", config())).as(err()).isZero();
        assertThat(out()).contains("received: 1 acquisitions, 1 files, 1 bytes; 0 wait");
        assertThat(run("status", "--json", "--config", config())).isZero();
        assertThat(out()).contains("\"received\" : 1");
        language = "fr_FR.UTF-8";
        assertThat(run("status", "--config", config())).isZero();
        assertThat(out()).contains("1 acquisitions reçues et vérifiées");
        assertThat(run("status", "--open", "--config", config())).isEqualTo(AgentProgram.FAILED);
        assertThat(err()).contains("aucune page ne répond");
    }

    @Test
    void exitCodesAreThoseOfTheCommandLine() {
        assertThat(enrol("OLD")).isEqualTo(AgentProgram.REFUSED);
        assertThat(err()).contains("make a new one").doesNotContain("Exception");
        assertThat(run("enrol", "--server", "http://127.0.0.1:1", "--code", "CODE", "--config", config()))
                .isEqualTo(AgentProgram.UNREACHABLE);
        assertThat(run("enrol")).isEqualTo(AgentProgram.USAGE);
        assertThat(run("frobnicate")).isEqualTo(AgentProgram.USAGE);
        assertThat(run("run", "--config", config())).isEqualTo(AgentProgram.FAILED);
        assertThat(err()).contains("enrol this agent first");
    }

    @Test
    void aServiceIsShownBeforeItIsInstalled() {
        assertThat(run("install", "--dry-run", "--config", config())).as(err()).isZero();
        assertThat(out()).contains("[Service]", "ExecStart=", config(), "$ systemctl --user daemon-reload");
    }

    @Test
    void everyCommandAndOptionIsDescribedInBothLanguages() {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            described(AgentProgram.commandLine(print(out), print(err), Words.in(locale)));
        }
    }

    private static void described(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty();
        command.getCommandSpec()
                .args()
                .forEach(arg ->
                        assertThat(arg.description()).as(name + " " + arg).isNotEmpty());
        command.getSubcommands().values().forEach(AgentProgramTests::described);
    }
}
