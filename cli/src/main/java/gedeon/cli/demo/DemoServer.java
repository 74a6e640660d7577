package gedeon.cli.demo;

import gedeon.cli.Surroundings;
import gedeon.cli.server.ServerProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process of the demo's own, on free ports, in a home of its own. It is ready once it has written its credentials. */
final class DemoServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int SECONDS_TO_STOP = 30;

    private final Process process;
    private final Path home;
    private final Path log;

    private DemoServer(Process process, Path home, Path log) {
        this.process = process;
        this.home = home;
        this.log = log;
    }

    static DemoServer start(ServerProgram program, Path home, Path log) throws IOException {
        List<String> command = program.command(home, List.of("--port=0", "--s3-port=0"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("GEDEON_") && !name.startsWith("GEDEON_SERVER_"));
        // The lab's notebook software of the demo runs on this machine.
        builder.environment().put("GEDEON_CONNECTORS_ALLOW_PRIVATE", "true");
        return new DemoServer(builder.start(), home, log);
    }

    /** {@code GEDEON_URL}, {@code GEDEON_S3_URL}, {@code GEDEON_TOKEN}, … of the running server. */
    Map<String, String> credentials() throws Exception {
        Path file = home.resolve("credentials.env");
        boolean ready = Await.until(PATIENCE, () -> !process.isAlive() || Files.exists(file) && complete(file));
        if (!ready || !process.isAlive()) {
            throw new DemoFailure("the server did not start; its last lines:\n" + lastLines());
        }
        return Surroundings.credentials(file);
    }

    private static boolean complete(Path file) {
        return Surroundings.credentials(file)
                .keySet()
                .containsAll(List.of("GEDEON_URL", "GEDEON_S3_URL", "GEDEON_TOKEN"));
    }

    String lastLines() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        // The database ends with the server; if the server could not end it, it ends here.
        for (ProcessHandle handle : below) {
            if (handle.isAlive()) {
                handle.destroy();
                handle.onExit().completeOnTimeout(handle, 5, TimeUnit.SECONDS).join();
                handle.destroyForcibly();
            }
        }
    }
}
