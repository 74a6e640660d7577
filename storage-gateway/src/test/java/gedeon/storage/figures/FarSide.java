package gedeon.storage.figures;

import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.processes.GatewayProcess;
import gedeon.storage.processes.Lab;
import gedeon.storage.processes.ServingGateway;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An S3 store that a test moves objects to, kills and starts again. */
interface FarSide extends AutoCloseable {
    String endpoint();

    String region();

    String accessKey();

    String secretKey();

    /** Whether it can be killed from here. */
    boolean mayBeKilled();

    /** kill -9; nobody answers there when it returns. */
    void kill() throws IOException, InterruptedException;

    /** Starts what was killed; it answers when this returns. */
    void start() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** The store that the environment names ({@code .ci/real/rgw} brings one up), else another gateway with its S3 port, in a process of its own. */
    static FarSide open(Path folder) throws IOException {
        return System.getenv("GEDEON_FAR_ENDPOINT") == null
                ? AnotherGateway.start(folder)
                : new OfTheEnvironment(System.getenv());
    }

    /** @param environment its address and keys, and the commands that kill and start it where there are any */
    record OfTheEnvironment(Map<String, String> environment) implements FarSide {
        @Override
        public String endpoint() {
            return environment.get("GEDEON_FAR_ENDPOINT");
        }

        @Override
        public String region() {
            return environment.getOrDefault("GEDEON_FAR_REGION", "us-east-1");
        }

        @Override
        public String accessKey() {
            return environment.get("FAR_ACCESS_KEY");
        }

        @Override
        public String secretKey() {
            return environment.get("FAR_SECRET_KEY");
        }

        @Override
        public boolean mayBeKilled() {
            return environment.containsKey("GEDEON_FAR_KILL") && environment.containsKey("GEDEON_FAR_START");
        }

        @Override
        public void kill() throws IOException, InterruptedException {
            run("GEDEON_FAR_KILL");
        }

        @Override
        public void start() throws IOException, InterruptedException {
            run("GEDEON_FAR_START");
        }

        /** Its output goes where nobody waits for its end: what it starts lives on. */
        private void run(String command) throws IOException, InterruptedException {
            int code = new ProcessBuilder("bash", "-c", environment.get(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(command + " ended with " + code);
            }
        }

        @Override
        public void close() {
            // Whoever started it ends it.
        }
    }

    /** A gateway on a database and a folder of its own. */
    final class AnotherGateway implements FarSide {
        private final String url;
        private final Path root;
        private final Lab.Group group;
        private final int port;
        private GatewayProcess process;

        private AnotherGateway(String url, Path root, Lab.Group group, GatewayProcess process) {
            this.url = url;
            this.root = root;
            this.group = group;
            this.process = process;
            this.port = process.port();
        }

        static AnotherGateway start(Path folder) throws IOException {
            GatewaySettings settings = TestGateway.settings();
            Path root = Files.createDirectories(folder.resolve("far"));
            PosixTier.create(root);
            Lab.Group group = new Lab(settings).group("far", 1L << 40);
            return new AnotherGateway(settings.jdbcUrl(), root, group, process(settings.jdbcUrl(), root, 0));
        }

        private static GatewayProcess process(String url, Path root, int port) throws IOException {
            return GatewayProcess.start(url, root, ServingGateway.Pace.SHIPPED, port, "", "-Xmx512m")
                    .ready();
        }

        @Override
        public String endpoint() {
            return "http://127.0.0.1:" + port;
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public String accessKey() {
            return group.key().accessKey();
        }

        @Override
        public String secretKey() {
            return group.key().secretKey();
        }

        @Override
        public boolean mayBeKilled() {
            return true;
        }

        @Override
        public void kill() {
            process.kill();
        }

        @Override
        public void start() throws IOException {
            process = process(url, root, port);
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
