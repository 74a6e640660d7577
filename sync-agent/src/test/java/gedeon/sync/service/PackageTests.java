package gedeon.sync.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The files of the package, as they lie in the sources. */
class PackageTests {
    private static final Path PACKAGE = Path.of("src/main/package").toAbsolutePath();

    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void unpack() throws IOException {
        base = folder.resolve("an agent");
        try (Stream<Path> files = Files.walk(PACKAGE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path there = base.resolve(PACKAGE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }

    private void java(String script) throws IOException {
        Path java = Files.createDirectories(base.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        assertThat(base.resolve("bin/gedeon-agent").toFile().setExecutable(true))
                .isTrue();
    }

    private static String run(Path program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void theLauncherTakesTheJavaBesideItAndKeepsArgumentsWhole() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a shell is here");
        java("for one; do printf '[%s]' \"$one\"; done; printf ' %s' \"$LC_ALL\"");

        String said = run(base.resolve("bin/gedeon-agent"), Map.of(), "run", "--config", "/a b/$x.json");

        assertThat(said)
                .isEqualTo("[@" + base + "/conf/jvm.options][-Dgedeon.agent.launcher=" + base
                        + "/bin/gedeon-agent][-cp][" + base
                        + "/lib/*][gedeon.sync.program.AgentProgram][run][--config][/a b/$x.json] C.UTF-8");
        Path link = Files.createSymbolicLink(folder.resolve("link"), base.resolve("bin/gedeon-agent"));
        assertThat(run(link, Map.of("LANG", "fr_FR.UTF-8")))
                .startsWith("[@" + base)
                .endsWith("] ");
    }

    @Test
    void aJavaThatIsTooOldIsSaidToBe() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "a shell is here");
        java("echo unused");
        Path old = Files.move(base.resolve("runtime"), folder.resolve("old"));
        Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
        assertThat(run(base.resolve("bin/gedeon-agent"), Map.of("JAVA_HOME", old.toString()), "status"))
                .contains("needs Java 17 or newer");
    }

    @Test
    void theServiceOfWindowsRestartsLaterEachTimeAndIsNoAdministrators() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(base.resolve("windows/gedeon-agent.xml").toFile());
        assertThat(xml.getElementsByTagName("onfailure").getLength()).isEqualTo(3);
        assertThat(xml.getElementsByTagName("arguments").item(0).getTextContent())
                .contains("conf\\jvm.options", "lib\\*", "gedeon.sync.program.AgentProgram", " run --config ");
        // What the installation script fills in is there to be filled in.
        String script = Files.readString(base.resolve("windows/install-service.ps1"));
        for (String element : List.of("executable", "arguments", "workingdirectory", "logpath")) {
            assertThat(xml.getElementsByTagName(element).getLength())
                    .as(element)
                    .isEqualTo(1);
            assertThat(script).contains("$settings.service." + element + " =");
        }
        assertThat(script).contains("'NT SERVICE\\gedeon-agent'", "LocalSystem may do everything");
    }

    @Test
    void theTextsAreAsciiOrUtf8AndSayTheSameCommands() throws Exception {
        List<String> commands = List.of(
                "bin/gedeon-agent enrol --server URL --code CODE",
                "bin/gedeon-agent install",
                "bin/gedeon-agent status --open",
                "windows\\install-service.ps1");
        assertThat(Files.readString(base.resolve("README.txt"))).contains(commands);
        assertThat(Files.readString(base.resolve("LISEZMOI.txt"))).contains(commands);
        // Windows PowerShell reads a script without a mark as its old code page.
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".ps1")).toList()) {
                assertThat(Files.readString(file).chars()).as(file.toString()).allMatch(c -> c < 128);
            }
        }
    }
}
