package gedeon.storage.tier.archive;

import gedeon.storage.tier.TierOffline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The file that says whose folder it is: nothing is read or written without it (a mount that is gone). */
final class Mark {
    private static final String NAME = "gedeon-tier.json";

    private Mark() {}

    static void write(Path root, UUID tier) throws IOException {
        Files.writeString(root.resolve(NAME), "{\"kind\":\"archive\",\"uuid\":\"" + tier + "\"}\n");
    }

    static void require(Path root, UUID tier) throws TierOffline {
        String mark;
        try {
            mark = Files.readString(root.resolve(NAME));
        } catch (IOException e) {
            throw new TierOffline("no archive at " + root + ": " + NAME + " cannot be read; is the folder mounted?");
        }
        if (!mark.contains("\"" + tier + "\"")) {
            throw new TierOffline("the folder " + root + " holds another tier");
        }
    }
}
