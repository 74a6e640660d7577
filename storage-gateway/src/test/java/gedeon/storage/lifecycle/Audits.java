package gedeon.storage.lifecycle;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.LiveFolder;
import gedeon.storage.lifecycle.jobs.StorageJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tiers and the rows that speak of them, compared after something happened to them. */
public final class Audits {
    private Audits() {}

    /** Makes what lies in a tier's folder two days old, so that an audit looks at all of it; a folder in which nothing ever lay has nothing. */
    public static void age(Path tier) throws IOException {
        Path blobs = tier.resolve("blobs");
        if (Files.notExists(blobs)) {
            return;
        }
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        for (Path file : LiveFolder.files(blobs)) {
            try {
                Files.setLastModifiedTime(file, old);
            } catch (NoSuchFileException e) {
                // It went meanwhile.
                continue;
            }
        }
    }

    /** Of each tier, until all have ended. */
    public static void run(Gateway gateway, Duration longest) {
        List<StorageJob> audits = gateway.tiers().all().stream()
                .map(tier -> gateway.tiering().audit(tier, null))
                .toList();
        Await.until(
                () -> audits.stream()
                        .allMatch(audit -> gateway.tiering()
                                        .jobs()
                                        .find(audit.id())
                                        .orElseThrow()
                                        .finished()
                                != null),
                longest);
    }
}
