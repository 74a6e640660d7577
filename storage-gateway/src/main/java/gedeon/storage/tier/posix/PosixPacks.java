package gedeon.storage.tier.posix;

import gedeon.storage.BlobId;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Packed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Packs as files. One that is open has a mark of its name in its writer's staging folder, made before the pack itself; where that writer seemed dead and the
 * mark went, what {@link Sweep} left in its place counts as well: such a pack has room behind its end until it is cut.
 */
final class PosixPacks implements Packed {
    private final PosixTier tier;

    PosixPacks(PosixTier tier) {
        this.tier = tier;
    }

    @Override
    public List<Pack> sealed(Map<BlobId, Long> known) throws IOException {
        List<Path> files = packs(tier.root().resolve("packs"));
        // Looked at afterwards: a mark that went away meanwhile only makes its pack wait.
        Set<String> open = open();
        List<Pack> sealed = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (!open.contains(name)) {
                sealed.add(new Pack(id(file), Files.size(file)));
            }
        }
        return sealed;
    }

    static BlobId id(Path pack) {
        String name = String.valueOf(pack.getFileName());
        return BlobId.parse(name.substring(0, name.length() - PosixTier.PACK.length()));
    }

    static List<Path> packs(Path folder) throws IOException {
        List<Path> packs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + PosixTier.PACK)) {
            files.forEach(packs::add);
        }
        return packs;
    }

    private static List<String> ended(Path writer) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> ends = Files.newDirectoryStream(writer, "*" + PosixTier.PACK + Sweep.ENDED)) {
            for (Path end : ends) {
                String name = String.valueOf(end.getFileName());
                names.add(name.substring(0, name.length() - Sweep.ENDED.length()));
            }
        }
        return names;
    }

    private Set<String> open() throws IOException {
        Set<String> open = new HashSet<>();
        Path all = Objects.requireNonNull(tier.staging().getParent());
        try (DirectoryStream<Path> writers = Files.newDirectoryStream(all)) {
            for (Path writer : writers) {
                try {
                    // What ends a pack is made before its mark goes: of the two, one is seen.
                    packs(writer).forEach(mark -> open.add(String.valueOf(mark.getFileName())));
                    ended(writer).forEach(open::add);
                } catch (NoSuchFileException e) {
                    // It ended meanwhile; its packs are sealed.
                    continue;
                }
            }
        }
        return open;
    }

    @Override
    public List<Record> in(BlobId pack) throws IOException {
        List<Record> records = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(tier.packFile(pack), StandardOpenOption.READ)) {
            Records.walk(
                    channel, (at, head, size) -> records.add(new Record(BlobForm.blob(ByteBuffer.wrap(head)), size)));
        }
        return records;
    }

    @Override
    public List<BlobId> ids() throws IOException {
        return packs(tier.root().resolve("packs")).stream().map(PosixPacks::id).toList();
    }

    @Override
    public void each(BlobId pack, Holdings.Visitor visitor) throws IOException {
        PosixHoldings.inPack(tier.packFile(pack), visitor);
    }

    @Override
    public void remove(BlobId pack) throws IOException {
        Path file = tier.packFile(pack);
        if (tier.disk.delete(file)) {
            tier.disk.forceFolder(Objects.requireNonNull(file.getParent()));
        }
    }
}
