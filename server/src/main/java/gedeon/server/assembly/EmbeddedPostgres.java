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

/**
 * A PostgreSQL of this home, on a free port of 127.0.0.1, with a password and with every durability setting on. One left by a killed server is stopped
 * first. {@link #close} returns when the database has stopped.
 */
final class EmbeddedPostgres implements Database {
    private static final int ATTEMPTS = 20;
    private static final int PAUSE_MILLIS = 500;
    private static final String USER = "gedeon";
    /** {@code cannot_connect_now}: it is there, and goes through its log after a crash. */
    private static final String STARTING_UP = "57P03";

    private static final long SAY_NANOS = Duration.ofSeconds(10).toNanos();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Process process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    static EmbeddedPostgres start(Home home) throws IOException, InterruptedException {
        return start(home, List.of(), PATIENCE);
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
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(home, programs, data, password, more, patience);
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

    private static EmbeddedPostgres attempt(
            Home home, Path programs, Path data, String password, List<String> more, Duration patience)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = home.root().resolve("database.log");
        Process process = new ProcessBuilder(command(
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
                                "shared_buffers=128MB",
                                "timezone=UTC")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        EmbeddedPostgres started = new EmbeddedPostgres(process, port, password);
        try {
            started.awaitReady(log, patience);
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
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

    private void awaitReady(Path log, Duration patience) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long heard = began;
        long said = began;
        while (true) {
            if (!process.isAlive()) {
                throw new EndedWhileStarting(log);
            }
            try (Connection connection = DriverManager.getConnection(url(), USER, password)) {
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
                } else if (now - heard > patience.toNanos()) {
                    throw new IOException("the database did not answer within " + patience + "; see " + log, e);
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
        return password;
    }

    @Override
    public void close() {
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
