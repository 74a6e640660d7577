package gedeon.server.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of this home, on a free port of 127.0.0.1, with a password and with every durability setting on. One left by a killed server is stopped
 * first. {@link #close} returns when the database has stopped.
 */
final class EmbeddedPostgres implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int ATTEMPTS = 20;
    private static final int PAUSE_MILLIS = 500;
    private static final String USER = "gedeon";
    /** {@code cannot_connect_now}: it is there, and goes through its log after a crash. */
    private static final String STARTING_UP = "57P03";

    private static final long SAY_NANOS = Duration.ofSeconds(10).toNanos();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Launch launch;
    private final int port;
    private volatile Process process;
    private volatile boolean closing;
    private @Nullable Thread watch;

    private EmbeddedPostgres(Launch launch, int port, Process process) {
        this.launch = launch;
        this.port = port;
        this.process = process;
    }

    /** How it is started, each time the same. */
    private record Launch(Path programs, Path data, Path log, String password, List<String> more, Duration patience) {
        Process begin(int port, ProcessBuilder.Redirect words) throws IOException {
            return new ProcessBuilder(command(
                            programs.resolve("postgres"),
                            List.of("-D", data.toString(), "-p", String.valueOf(port)),
                            settings(
                                    more,
                                    "listen_addresses=127.0.0.1",
                                    "unix_socket_directories=",
                                    "fsync=on",
                                    "synchronous_commit=on",
                                    "full_page_writes=on",
                                    "max_connections=100",
                                    "timezone=UTC")))
                    .redirectErrorStream(true)
                    .redirectOutput(words)
                    .start();
        }
    }

    static EmbeddedPostgres start(Home home) throws IOException, InterruptedException {
        return start(home, DatabaseMemory.ofThisMachine().settings(), PATIENCE);
    }

    /**
     * @param more settings, as {@code name=value}
     * @param patience how long it may say nothing; as long as it says that it starts up, it is waited for: cut, its recovery would begin anew
     */
    static EmbeddedPostgres start(Home home, List<String> more, Duration patience)
            throws IOException, InterruptedException {
        Path programs = PostgresBinaries.unpack(home.root()).resolve("bin");
        String password = home.secret("database.password");
        Path data = home.database();
        if (Files.exists(data)) {
            stopLeftOver(data);
        } else if (Files.exists(home.restoring())) {
            throw new IOException("a restore of this home did not end: " + home.restoring() + " is there and " + data
                    + " is not. Run \"gedeon restore\" again, or move what it put aside (database-before-…, if there is one) back to "
                    + data + " and delete " + home.restoring());
        } else {
            create(home, programs, data);
        }
        Launch launch = new Launch(programs, data, home.root().resolve("database.log"), password, more, patience);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(launch);
            } catch (EndedWhileStarting e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                // Sessions of one that was killed may live on for a moment and hold its memory; a free port may be
                // taken by now.
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** It ended by itself before it answered. */
    private static final class EndedWhileStarting extends IOException {
        private static final long serialVersionUID = 1;

        EndedWhileStarting(Path log) {
            super("the database ended while starting" + lastFatal(log) + "; its words are in " + log);
        }

        private static String lastFatal(Path log) {
            try (Stream<String> lines = Files.lines(log)) {
                return lines.filter(line -> line.contains("FATAL:"))
                        .reduce((before, last) -> last)
                        .map(line -> ": "
                                + line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                                        .strip())
                        .orElse("");
            } catch (IOException | UncheckedIOException e) {
                return "";
            }
        }
    }

    private static EmbeddedPostgres attempt(Launch launch) throws IOException, InterruptedException {
        int port = freePort();
        EmbeddedPostgres started = new EmbeddedPostgres(
                launch,
                port,
                launch.begin(port, ProcessBuilder.Redirect.to(launch.log().toFile())));
        try {
            started.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** From now on it is started again, at the same address, whenever it ends by itself or is killed. */
    EmbeddedPostgres watched() {
        watch = Thread.ofPlatform().daemon().name("database-watch").start(this::watch);
        return this;
    }

    private void watch() {
        try {
            while (!closing) {
                int code = process.waitFor();
                if (!closing) {
                    LOG.error(
                            "the database ended with {}; it is started again. Its words are in {}", code, launch.log());
                    again();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is left of the one before may hold its memory for a moment. Its last words stay in the log. */
    private void again() throws InterruptedException {
        while (!closing) {
            try {
                process = launch.begin(
                        port, ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
                awaitReady();
                LOG.info("the database answers again");
                return;
            } catch (IOException e) {
                LOG.warn("the database could not be started again: {}", e.getMessage());
                stop();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static List<String> settings(List<String> more, String... ours) {
        List<String> all = new ArrayList<>(List.of(ours));
        all.addAll(more);
        return all;
    }

    private static void create(Home home, Path programs, Path data) throws IOException, InterruptedException {
        Path half = home.root().resolve("database-creating");
        PostgresBinaries.deleteTree(half);
        Path log = home.root().resolve("database.log");
        Process initdb = new ProcessBuilder(command(
                        programs.resolve("initdb"),
                        List.of(
                                "-D",
                                half.toString(),
                                "-U",
                                USER,
                                "-A",
                                "scram-sha-256",
                                "--pwfile=" + home.root().resolve("database.password"),
                                "-E",
                                "UTF8",
                                "--locale=C"),
                        List.of()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        if (!initdb.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new IOException("the database could not be created; its words are in " + log);
        }
        Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A postmaster whose server was killed still holds the data: ask it to stop, and wait. */
    static void stopLeftOver(Path data) throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        ProcessHandle left = lines.isEmpty()
                ? null
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElse(null);
        boolean ours = left != null
                && left.info()
                        .command()
                        .filter(command -> command.endsWith("postgres") || command.endsWith("unshare"))
                        .isPresent();
        if (left == null || !ours) {
            return; // the number belongs to nobody or to somebody else; postgres checks again by itself
        }
        interrupt(left.pid());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (left.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a database left by an earlier server (process " + left.pid()
                        + ") does not stop; end it and start again");
            }
            Thread.sleep(50);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long began = System.nanoTime();
        long heard = began;
        long said = began;
        while (true) {
            if (!process.isAlive()) {
                throw new EndedWhileStarting(launch.log());
            }
            try (Connection connection = DriverManager.getConnection(url(), USER, launch.password())) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                long now = System.nanoTime();
                if (STARTING_UP.equals(e.getSQLState())) {
                    heard = now;
                    if (now - said > SAY_NANOS) {
                        said = now;
                        System.err.println("gedeon: the database goes through its log, as after a crash, for "
                                + Duration.ofNanos(now - began).toSeconds() + " s now; do not stop it");
                    }
                } else if (now - heard > launch.patience().toNanos()) {
                    throw new IOException(
                            "the database did not answer within " + launch.patience() + "; see " + launch.log(), e);
                }
            }
            Thread.sleep(50);
        }
    }

    /**
     * A session of its own, so that Ctrl-C reaches the database only through us; and for root a user namespace, because PostgreSQL refuses to run as
     * root and in there nobody is.
     */
    private static List<String> command(Path program, List<String> arguments, List<String> settings) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program.toString());
        command.addAll(arguments);
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
    private static void interrupt(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(pid)).start().waitFor();
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return launch.password();
    }

    @Override
    public void close() {
        closing = true;
        Thread watching = watch;
        if (watching != null) {
            watching.interrupt();
            try {
                watching.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stop();
    }

    private void stop() {
        if (!process.isAlive()) {
            return;
        }
        try {
            interrupt(process.pid());
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
