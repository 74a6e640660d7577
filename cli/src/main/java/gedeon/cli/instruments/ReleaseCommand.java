package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.NewRelease;
import gedeon.kernel.ReleaseNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gedeon agent release}: a version of the agent is made known, signed by the server; agents tell it to people and install nothing. */
@Command(
        name = "release",
        subcommands = {ReleaseCommand.Show.class, ReleaseCommand.Put.class})
final class ReleaseCommand extends Group {
    @Command(name = "show")
    static final class Show extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().centre().release());
        }
    }

    @Command(name = "put")
    static final class Put extends Answering {
        @Option(names = "--file", paramLabel = "FILE", required = true, descriptionKey = "release-file")
        Path file = Path.of("");

        @Option(names = "--version", paramLabel = "VERSION", required = true, descriptionKey = "release-version")
        String version = "";

        @Option(names = "--url", paramLabel = "URL", required = true, descriptionKey = "release-url")
        String url = "";

        @Override
        protected ExitCode act() {
            if (!ReleaseNumber.isOne(version)) {
                throw new Refusal(ExitCode.USAGE, shell().say("release-no-version", version));
            }
            return show(client().centre().putRelease(new NewRelease(version, url, sha256())));
        }

        private String sha256() {
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                byte[] some = new byte[1 << 16];
                for (int read = in.read(some); read >= 0; read = in.read(some)) {
                    sha256.update(some, 0, read);
                }
                return HexFormat.of().formatHex(sha256.digest());
            } catch (IOException e) {
                throw new Refusal(ExitCode.USAGE, shell().say("unreadable", file));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
