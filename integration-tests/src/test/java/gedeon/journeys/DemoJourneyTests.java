package gedeon.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gedeon.storage.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code gedeon demo} as a process, as people start it. */
@Timeout(900)
class DemoJourneyTests {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path CLI = ROOT.resolve("cli/target/gedeon-cli.jar");
    private static final Path SERVER = ROOT.resolve("server/target/gedeon-server.jar");
    private static final Pattern SUMMARY = Pattern.compile(
            "acquisitions=(\\d+) datasets=(\\d+) bytes=(\\d+) provisional=(\\d+) refused=(\\d+) seconds=(\\d+)");

    @TempDir
    Path temporary;

    private record Ended(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    private Ended demo(Path serverJar, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.exists(CLI) && isServer(SERVER), "the jars are built by mvn verify, not by mvn test");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectories(temporary.resolve("tmp")),
                "-jar",
                CLI.toString(),
                "demo"));
        command.addAll(List.of(arguments));
        Path output = temporary.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("GEDEON_SERVER_JAR", serverJar.toString(), "LC_ALL", "C"));
        Process process = builder.start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            process.destroy();
        }
        List<String> lines =
                Files.readString(output, StandardCharsets.UTF_8).lines().toList();
        assertThat(ended).as(String.join("\n", lines)).isTrue();
        return new Ended(process.exitValue(), lines);
    }

    private static boolean isServer(Path jar) throws IOException {
        return holds(jar, "gedeon/server/GedeonServer.class");
    }

    private static boolean holds(Path jar, String entry) throws IOException {
        if (!Files.exists(jar)) {
            return false;
        }
        try (JarFile content = new JarFile(jar.toFile())) {
            return content.getEntry(entry) != null;
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary.resolve("tmp"))) {
            assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata"))
                            .toList())
                    .isEmpty();
        }
        String folder = temporary.toString();
        // What was killed is gone a moment later.
        Await.until(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(folder)));
    }

    @Test
    void theWholePathEndsWellAndLeavesNothing() throws Exception {
        Ended ended = demo(SERVER);
        assertThat(ended.code()).as(ended.text()).isZero();
        Matcher summary = SUMMARY.matcher(ended.lines().get(ended.lines().size() - 1));
        assertThat(summary.matches()).as(ended.text()).isTrue();
        assertThat(summary.group(1)).isEqualTo("8").isEqualTo(summary.group(2));
        assertThat(Long.parseLong(summary.group(3))).isPositive();
        assertThat(summary.group(5)).isEqualTo("1");
        assertThat(ended.lines()).hasSizeLessThan(70);
        assertNothingIsLeft();
        Matcher address = Pattern.compile("http://[0-9.]+:[0-9]+").matcher(ended.text());
        while (address.find()) {
            URI uri = URI.create(address.group());
            assertThatThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 2000);
                        }
                    })
                    .as("port of " + uri)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatCannotStartFailsTheDemoAndLeavesNothing() throws Exception {
        Path broken = Files.writeString(temporary.resolve("broken.jar"), "not a jar");
        Ended ended = demo(broken);
        assertThat(ended.code()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text()).contains("did not start");
        assertNothingIsLeft();
    }
}
