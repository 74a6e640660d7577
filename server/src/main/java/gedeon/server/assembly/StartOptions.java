package gedeon.server.assembly;

import gedeon.server.backup.BackupOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the environment ask for; the command line wins. A port 0 means a free one.
 *
 * @param databaseMemory of the server's own PostgreSQL; without meaning for one at a URL
 * @param takeOver beginning of the uuid of a tier whose home is lost: its database is this home's from now on
 * @param backup where copies of the database go
 * @param restore what is brought back, and nothing is served; its {@code --mode} is new, replace or check
 * @param serverHome home of the complete server beside which this process serves S3 and nothing else
 * @param watchPort where such a process answers who watches it; nowhere where it is absent
 * @param rebuild {@code new} or {@code replace}: the namespace is made again from the tiers, and nothing is served; {@code from}: a tier to begin with
 */
public record StartOptions(
        Path home,
        int port,
        int s3Port,
        String address,
        Optional<String> databaseUrl,
        String databaseUser,
        String databasePassword,
        DatabaseMemory databaseMemory,
        Optional<String> takeOver,
        Optional<Path> serverHome,
        Optional<Integer> watchPort,
        Optional<String> rebuild,
        Optional<String> from,
        BackupOptions backup,
        RestoreOptions restore) {
    private static final Set<String> KNOWN = Set.of(
            "home",
            "port",
            "s3-port",
            "address",
            "database-url",
            "take-over",
            "server-home",
            "watch-port",
            "rebuild",
            "from",
            "restore",
            "keys",
            "until",
            "mode");

    public StartOptions {
        requirePort("--port", port);
        requirePort("--s3-port", s3Port);
        watchPort.ifPresent(one -> requirePort("--watch-port", one));
        if (serverHome.isPresent() && databaseUrl.isEmpty()) {
            throw new IllegalArgumentException(
                    "a gateway works on the database of its server: set GEDEON_DATABASE_URL as there; the database inside a server's home is that server's alone");
        }
        if (serverHome.filter(home::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "--home of a gateway is a folder of its own, and not the server's (" + home + ")");
        }
        if (watchPort.isPresent() && serverHome.isEmpty()) {
            throw new IllegalArgumentException("--watch-port is a gateway's; a complete server answers on --port");
        }
    }

    /** @throws IllegalArgumentException with the option and the remedy */
    public static StartOptions parse(String[] args, Map<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if (!option.startsWith("--")) {
                throw new IllegalArgumentException("\"" + option + "\" is no option; known: " + KNOWN);
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option.substring(2) : option.substring(2, equals);
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("no option --" + name + "; known: " + KNOWN);
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
            given.put(name, equals < 0 ? args[++i] : option.substring(equals + 1));
        }
        Path home = Path.of(first(given.get("home"), environment.get("GEDEON_HOME"))
                .orElse(Path.of(System.getProperty("user.home"), ".gedeon").toString()));
        return new StartOptions(
                home.toAbsolutePath().normalize(),
                port(first(given.get("port"), environment.get("GEDEON_HTTP_PORT")), 8080),
                port(first(given.get("s3-port"), environment.get("GEDEON_S3_PORT")), 9000),
                first(given.get("address"), environment.get("GEDEON_ADDRESS")).orElse("127.0.0.1"),
                first(given.get("database-url"), environment.get("GEDEON_DATABASE_URL")),
                first(null, environment.get("GEDEON_DATABASE_USER")).orElse("gedeon"),
                first(null, environment.get("GEDEON_DATABASE_PASSWORD")).orElse(""),
                first(null, environment.get("GEDEON_DATABASE_MEMORY"))
                        .map(DatabaseMemory::ofMegabytes)
                        .orElseGet(DatabaseMemory::ofThisMachine),
                first(given.get("take-over"), environment.get("GEDEON_TAKE_OVER")),
                Optional.ofNullable(given.get("server-home"))
                        .map(text -> Path.of(text).toAbsolutePath().normalize()),
                Optional.ofNullable(given.get("watch-port")).map(text -> port(Optional.of(text), 0)),
                Optional.ofNullable(given.get("rebuild")),
                Optional.ofNullable(given.get("from")),
                BackupOptions.of(environment),
                restore(given));
    }

    private static RestoreOptions restore(Map<String, String> given) {
        String mode = given.getOrDefault("mode", "new");
        if (!Set.of("new", "replace", "check").contains(mode)) {
            throw new IllegalArgumentException("--mode of a restore is new, replace or check, was " + mode);
        }
        return new RestoreOptions(
                Optional.ofNullable(given.get("restore")).map(Path::of),
                Optional.ofNullable(given.get("keys")).map(Path::of),
                Optional.ofNullable(given.get("until")),
                mode.equals("replace"),
                mode.equals("check"));
    }

    /** The database at {@link #databaseUrl}. */
    Database externalDatabase() {
        return Database.external(databaseUrl.orElseThrow(), databaseUser, databasePassword);
    }

    @Override
    public String toString() {
        return "StartOptions[home=" + home + ", port=" + port + ", s3Port=" + s3Port + ", address=" + address + "]";
    }

    private static Optional<String> first(@Nullable String option, @Nullable String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(variable).filter(text -> !text.isBlank()));
    }

    private static int port(Optional<String> text, int otherwise) {
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port: " + text.orElse("") + "; write 0 to 65535", e);
        }
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(option + " must be 0..65535, was " + port);
        }
    }
}
