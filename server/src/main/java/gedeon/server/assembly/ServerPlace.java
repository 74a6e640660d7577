package gedeon.server.assembly;

import gedeon.storage.CompleteServer;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claims the place of the one complete server on a database for a home, which remembers under which number it ran last. */
final class ServerPlace {
    /** Changes whenever the machine is started, and is the same on no other. */
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private ServerPlace() {}

    /**
     * @param tier of the home
     * @param anew whether the namespace is made again
     * @param lost called where another server took the place
     * @throws CompleteServer.AnotherServer where another has it
     */
    static CompleteServer claim(
            Home home, StartOptions options, GatewaySettings settings, UUID tier, boolean anew, Runnable lost)
            throws IOException, InterruptedException {
        Path remembered = home.root().resolve("server.run");
        UUID run = UUID.randomUUID();
        CompleteServer place = CompleteServer.claim(
                settings,
                run,
                new CompleteServer.Claimant(
                        tier,
                        digest(settings.masterKey()),
                        ProcessIdentity.thisHost(),
                        boot(),
                        home.root().toRealPath().toString()),
                new CompleteServer.Claim(
                        before(remembered), options.databaseUrl().isEmpty(), options.takeOver(), anew),
                CompleteServer.LIFE,
                lost,
                words -> System.err.println("gedeon: " + words));
        // Only now: as long as it is not there, the one before is waited for and not passed over.
        Home.writePrivate(remembered, run + "\n");
        return place;
    }

    private static @Nullable UUID before(Path remembered) throws IOException {
        try {
            return Files.exists(remembered)
                    ? UUID.fromString(Files.readString(remembered).strip())
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String boot() {
        try {
            return Files.exists(BOOT) ? Files.readString(BOOT).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Tells one key from another, and nothing of it. */
    static String digest(byte[] masterKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("gedeon master key".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(masterKey), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
