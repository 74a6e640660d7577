package gedeon.storage.tier.bucket;

import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An access key and its secret, from where the settings say. */
public record Credentials(String accessKey, String secretKey) {
    /** @throws TierOffline where they are not there: which variable or file, never what is in it */
    public static Credentials of(String where, Map<String, String> environment) throws TierOffline {
        return where.startsWith("env:")
                ? ofEnvironment(where.substring(4), environment)
                : ofFile(Path.of(where.substring(5)));
    }

    private static Credentials ofEnvironment(String name, Map<String, String> environment) throws TierOffline {
        String access = environment.get(name + "_ACCESS_KEY");
        String secret = environment.get(name + "_SECRET_KEY");
        if (access == null || secret == null) {
            throw new TierOffline("this process has no " + name + "_ACCESS_KEY and " + name
                    + "_SECRET_KEY in its environment; set both and start it again");
        }
        return new Credentials(access, secret);
    }

    private static Credentials ofFile(Path file) throws TierOffline {
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new TierOffline("the credentials in " + file + " cannot be read");
        }
        if (lines.size() != 2) {
            throw new TierOffline(
                    file + " does not hold an access key in its first line and a secret key in its second");
        }
        return new Credentials(lines.getFirst(), lines.getLast());
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKey + "]";
    }
}
