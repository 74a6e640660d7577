package gedeon.storage.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ServingGateway} in a process of its own, of this process's class path. Closing asks it to stop; killing does not ask. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

    private final Process process;
    private final int port;

    private GatewayProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A start that is under way: several go on at once. */
    public static final class Starting {
        private final Process process;

        private Starting(Process process) {
            this.process = process;
        }

        /** Waits until it serves. */
        public GatewayProcess ready() throws IOException {
            Thread limit = Thread.ofVirtual().start(this::endTheSilent);
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("ready ")) {
                    limit.interrupt();
                    Thread.ofVirtual().start(() -> drain(out));
                    return new GatewayProcess(process, Integer.parseInt(line.substring("ready ".length())));
                }
            }
            throw new IOException("a gateway process ended before it served");
        }

        private void endTheSilent() {
            try {
                Thread.sleep(LONGEST_START);
                process.destroyForcibly();
            } catch (InterruptedException e) {
                // it served in time
            }
        }

        /** What is logged comes out beside the other output. */
        private static void drain(BufferedReader out) {
            try {
                out.lines().forEach(System.out::println);
            } catch (java.io.UncheckedIOException ended) {
                // with its process
            }
        }
    }

    /** @param options of the virtual machine, such as {@code -Xmx256m} */
    public static Starting start(String url, Path tier, ServingGateway.Pace pace, String... options)
            throws IOException {
        return start(url, tier, pace, 0, "", options);
    }

    /**
     * @param port 0 takes a free one
     * @param proxies that are trusted, with commas between them
     */
    public static Starting start(
            String url, Path tier, ServingGateway.Pace pace, int port, String proxies, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ServingGateway.class.getName(),
                url,
                tier.toString(),
                pace.name(),
                Integer.toString(port),
                proxies));
        return new Starting(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** kill -9, and waits until it is gone. */
    public void kill() {
        kill(process);
    }

    @Override
    public void close() throws IOException {
        end(process, LONGEST_STOP);
    }

    /** Of a process that stops when its input ends; killed where it does not, or where this thread is interrupted. */
    public static void end(Process process, Duration longest) throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                kill(process);
                throw new IOException("a gateway process did not stop within " + longest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
