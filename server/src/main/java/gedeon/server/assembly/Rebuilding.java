package gedeon.server.assembly;

import gedeon.storage.CompleteServer;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.file.FileKeyProvider;
import gedeon.storage.journal.rebuild.Rebuild;
import gedeon.storage.journal.rebuild.RebuildReport;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the namespace of a home again from its tiers, without serving anybody: says on the error output how far it is, and leaves what it did in
 * {@code rebuild.json} of the home.
 */
public final class Rebuilding {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Rebuilding() {}

    /**
     * @throws IllegalArgumentException where an option is wrong
     * @throws IllegalStateException where a namespace is there that is not to be replaced, or no tier has a journal
     */
    public static void run(StartOptions options) throws IOException, InterruptedException {
        boolean replace = options.rebuild().filter("replace"::equals).isPresent();
        if (!replace && options.rebuild().filter("new"::equals).isEmpty()) {
            throw new IllegalArgumentException("--rebuild is new or replace");
        }
        List<Rebuild.Source> others =
                options.from().isPresent() ? List.of(source(options.from().get())) : List.of();
        try (Home home = Home.open(options.home());
                Database database =
                        options.databaseUrl().isPresent() ? options.externalDatabase() : EmbeddedPostgres.start(home)) {
            Clock clock = Clock.systemUTC();
            GatewaySettings settings = GatewayConfiguration.settings(home, database);
            KeyProvider keys = FileKeyProvider.of(home.keys(), System.getenv(), clock);
            PosixTier house = GatewayConfiguration.house(home, clock);
            RebuildReport report;
            try (CompleteServer place = ServerPlace.claim(home, options, settings, house.uuid(), true, () -> {})) {
                report = Gateway.rebuild(settings, house, house.uuid(), keys, clock, others, replace, Rebuilding::say);
            } catch (IOException | InterruptedException | RuntimeException e) {
                house.close();
                throw e;
            }
            try (Gateway gateway = Gateway.open(settings, house, house.uuid(), keys, clock)) {
                say("looking at blobs that no journal names");
                report = gateway.recovery().run(report);
                report.away()
                        .forEach(one ->
                                say(one + "; what lies there alone is answered with 503 until it is audited, which"
                                        + " begins by itself once it answers"));
                say("comparing the ledger: " + gateway.quotas().verify().size() + " differences");
            }
            // Tokens and keys in it were of the database that is gone: the next start writes new ones.
            Files.deleteIfExists(home.credentials());
            Home.writePrivate(home.root().resolve("rebuild.json"), JSON.writeValueAsString(report) + "\n");
        }
    }

    private static void say(String what) {
        System.err.println("gedeon: " + what);
    }

    /** {@code posix:root=/mnt/tier} or {@code s3:endpoint=…,bucket=…,uuid=…}, with the settings that the tier was added with. */
    private static Rebuild.Source source(String text) throws IOException {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "--from names a kind and settings, as posix:root=/mnt/tier; was \"" + text + "\"");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String one : text.substring(colon + 1).split(",")) {
            int equals = one.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--from: \"" + one + "\" is not name=value");
            }
            settings.put(
                    one.substring(0, equals).strip(), one.substring(equals + 1).strip());
        }
        String kind = text.substring(0, colon);
        String uuid = settings.remove("uuid");
        String root = settings.get("root");
        if (uuid != null) {
            return new Rebuild.Source(UUID.fromString(uuid), kind, settings);
        }
        if (!kind.equals("posix") || root == null) {
            throw new IllegalArgumentException("--from: say uuid=… as it stands in the tier's gedeon-tier.json");
        }
        try (PosixTier tier = PosixTier.open(Path.of(root), PosixSettings.DEFAULTS, Clock.systemUTC())) {
            return new Rebuild.Source(tier.uuid(), kind, settings);
        }
    }
}
