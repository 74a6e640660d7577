package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import gedeon.cli.Surroundings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server as a program to start: a {@code java} of version 21 or newer ({@code GEDEON_SERVER_JAVA}, which the start script sets, else the one that runs
 * this) and a jar ({@code GEDEON_SERVER_JAR}, else the one beside the command line's own).
 */
public record ServerProgram(Path java, Path jar) {
    private static final String HEAP = "-Xmx512m";
    /** A server that has no memory left is started again by whoever watches it, rather than served on by halves. */
    private static final String END = "-XX:+ExitOnOutOfMemoryError";

    /** Room for the classes of the whole server from the beginning: else each step of growth is a round of the collector. */
    private static final String CLASSES = "-XX:MetaspaceSize=192m";

    public static ServerProgram find(Shell shell) {
        Surroundings surroundings = shell.surroundings();
        Path java = surroundings
                .setting("GEDEON_SERVER_JAVA")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
        if (surroundings.setting("GEDEON_SERVER_JAVA").isEmpty()
                && Runtime.version().feature() < 21) {
            throw new Refusal(
                    ExitCode.FAILED,
                    shell.say("server-needs-jdk", Runtime.version().feature()));
        }
        Path jar = surroundings
                .setting("GEDEON_SERVER_JAR")
                .map(Path::of)
                .or(ServerProgram::besideOwnJar)
                .orElseThrow(() -> new Refusal(
                        ExitCode.FAILED, shell.say("server-jar-missing", "server/target/gedeon-server.jar")));
        if (!Files.isRegularFile(jar)) {
            throw new Refusal(ExitCode.FAILED, shell.say("server-jar-missing", jar));
        }
        return new ServerProgram(java, jar);
    }

    /** {@code server/target/gedeon-server.jar} in the folder that holds {@code cli/target}, or {@code gedeon-server.jar} where both were installed together. */
    private static Optional<Path> besideOwnJar() {
        try {
            Path own = Path.of(ServerProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Stream<Path> folders = Stream.iterate(own.getParent(), f -> f != null, Path::getParent)
                    .limit(4);
            return folders.flatMap(f ->
                            Stream.of(f.resolve("server/target/gedeon-server.jar"), f.resolve("gedeon-server.jar")))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Made so that nobody else on this machine reads what will lie there; a folder that is there already stays as whoever made it wanted it. */
    private static Path ownersAlone(Path home) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(home);
        }
        return Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The whole command line of a server on this home. What it keeps for a moment lies there as well: the next start on the home tidies up after one that was killed. */
    public List<String> command(Path home, List<String> more) throws IOException {
        Path temporary =
                Files.createDirectories(ownersAlone(home.toAbsolutePath()).resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                HEAP,
                END,
                CLASSES,
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                jar.toString(),
                "--home=" + home.toAbsolutePath()));
        command.addAll(more);
        return command;
    }
}
