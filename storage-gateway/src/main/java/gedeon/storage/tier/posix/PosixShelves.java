package gedeon.storage.tier.posix;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Rest;
import gedeon.storage.tier.Shelves;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Files of blobs by the folder that they lie in: 65,536 of them, by the last four digits of the ids. */
final class PosixShelves implements Shelves {
    private static final int COUNT = 1 << 16;
    private static final String ASIDE = "lost+found";

    private final PosixTier tier;

    PosixShelves(PosixTier tier) {
        this.tier = tier;
    }

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public List<Rest> on(int shelf) throws IOException {
        String name = String.format("%04x", shelf);
        Path folder = tier.root().resolve("blobs").resolve(name.substring(2)).resolve(name.substring(0, 2));
        List<Rest> rests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String id = String.valueOf(file.getFileName());
                if (id.matches("[0-9a-f]{32}") && id.endsWith(name)) {
                    rests.add(new Rest(
                            BlobId.parse(id),
                            null,
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
        } catch (NoSuchFileException e) {
            // None yet, or one that went away meanwhile: it is looked for again in the next round.
            return rests;
        }
        return rests;
    }

    @Override
    public Optional<Holdings.Held> held(BlobId blob) throws IOException {
        return Optional.ofNullable(PosixHoldings.file(blob, tier.fileOf(blob)));
    }

    @Override
    public void setAside(Rest rest) throws IOException {
        Path aside = aside();
        tier.folders.make(aside);
        Path from = tier.fileOf(rest.blob());
        Path to = aside.resolve(rest.blob().toString());
        try {
            tier.disk.link(to, from);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(to, from)) {
                throw e;
            }
        }
        tier.disk.forceFolder(aside);
        tier.disk.delete(from);
        tier.disk.forceFolder(Objects.requireNonNull(from.getParent()));
    }

    private Path aside() {
        return tier.root().resolve(ASIDE);
    }

    @Override
    public Optional<Holdings.Held> aside(BlobId blob) throws IOException {
        return Optional.ofNullable(PosixHoldings.file(blob, aside().resolve(blob.toString())));
    }

    @Override
    public void putBack(BlobId blob) throws IOException {
        Path from = aside().resolve(blob.toString());
        Path to = tier.fileOf(blob);
        Path folder = Objects.requireNonNull(to.getParent());
        tier.folders.make(folder);
        if (Files.exists(to) && !Files.exists(from)) {
            return;
        }
        try {
            tier.disk.link(to, from);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(to, from)) {
                throw e;
            }
        }
        tier.disk.forceFolder(folder);
        tier.disk.delete(from);
        tier.disk.forceFolder(aside());
    }

    @Override
    public void deleteAside(BlobId blob) throws IOException {
        if (tier.disk.delete(aside().resolve(blob.toString()))) {
            tier.disk.forceFolder(aside());
        }
    }
}
