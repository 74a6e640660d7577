package gedeon.storage.tier.archive;

import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.ocfl.Durable;
import gedeon.storage.tier.archive.ocfl.OcflObjects;
import gedeon.storage.tier.posix.PosixKind;
import gedeon.storage.tier.posix.PosixTier;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder of a local disk or of NFS. */
final class FolderPlace implements ArchivePlace {
    private static final String MARK = "gedeon-tier.json";
    /** Paths that file systems take, with what stands before them. */
    private static final int LONGEST_PATH = 1600;

    private final Path root;
    private final Map<String, String> gathering;
    private final PosixKind posix;

    FolderPlace(ArchiveSettings.Folder folder, Clock clock) {
        this.root = Path.of(folder.root());
        this.posix = new PosixKind(clock);
        // Each blob is a file of its own.
        this.gathering = Map.of(
                "root",
                root.resolve("gathering").toString(),
                "pack-up-to",
                "-1",
                "floor",
                String.valueOf(folder.floor()));
    }

    @Override
    public UUID create() throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> held = Files.list(root)) {
                if (held.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "the folder " + root + " holds something already; name an empty one");
                }
            }
        }
        Files.createDirectories(root);
        UUID uuid = posix.create(gathering);
        OcflObjects.inFolder(root).close();
        Files.writeString(root.resolve("README.txt"), ArchiveKind.README);
        Files.writeString(root.resolve(MARK), "{\"kind\":\"archive\",\"uuid\":\"" + uuid + "\"}\n");
        Durable.tree(root);
        Durable.folder(root.toAbsolutePath().getParent());
        return uuid;
    }

    @Override
    public Opened open(UUID tier, UUID writer) throws IOException {
        requireMark(tier);
        PosixTier gathered = (PosixTier) posix.open(gathering, tier, writer);
        try {
            return new Opened(() -> requireMark(tier), new InFiles(gathered), OcflObjects.inFolder(root), LONGEST_PATH);
        } catch (IOException | RuntimeException e) {
            gathered.close();
            throw e;
        }
    }

    private void requireMark(UUID tier) throws TierOffline {
        String mark;
        try {
            mark = Files.readString(root.resolve(MARK));
        } catch (IOException e) {
            throw new TierOffline("no archive at " + root + ": " + MARK + " cannot be read; is the folder mounted?");
        }
        if (!mark.contains("\"" + tier + "\"")) {
            throw new TierOffline("the folder " + root + " holds another tier");
        }
    }

    private record InFiles(PosixTier posix) implements Gathering {
        @Override
        public Tier tier() {
            return posix;
        }

        @Override
        public byte[] stored(Location blob, long from, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            try (FileChannel file = FileChannel.open(posix.fileOf(blob.blob()), StandardOpenOption.READ)) {
                while (bytes.hasRemaining()) {
                    if (file.read(bytes, from + bytes.position()) < 0) {
                        throw new EOFException("blob " + blob.blob() + " ends before");
                    }
                }
            }
            return bytes.array();
        }
    }
}
