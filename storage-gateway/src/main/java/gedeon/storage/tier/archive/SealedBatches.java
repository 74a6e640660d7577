package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.posix.PosixTier;
import io.ocfl.api.OcflObjectUpdater;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches of an archive. Of those that were read last it keeps in memory where everything lies in them. */
final class SealedBatches implements Batches, Packed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealedBatches.class);

    /** Blobs of the batches that are kept: about 1 KiB each, and 4 bytes more for each 256 KiB of content. */
    private static final int KEPT = 40_000;

    private final ArchiveSettings settings;
    private final UUID tier;
    private final PosixTier gathering;
    private final OcflObjects objects;
    private final Clock clock;
    private final Map<BlobId, BatchIndex> kept = new LinkedHashMap<>(16, 0.75f, true);

    SealedBatches(ArchiveSettings settings, UUID tier, PosixTier gathering, OcflObjects objects, Clock clock) {
        this.settings = settings;
        this.tier = tier;
        this.gathering = gathering;
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public OptionalDouble holes() {
        return OptionalDouble.of(settings.holes());
    }

    /** @throws NoSuchFileException where the batch, or the blob in it, is not there */
    SealedPayload open(Location location) throws IOException {
        BlobId batch = java.util.Objects.requireNonNull(location.pack(), "the batch");
        BatchIndex index = index(batch, location);
        BatchIndex.Entry entry = index.of(location.blob());
        Path file = entry == null ? null : index.file(entry);
        if (entry == null || file == null || entry.length() != location.length()) {
            throw new NoSuchFileException("blob " + location.blob() + " in batch " + batch);
        }
        return new SealedPayload(entry, file);
    }

    private BatchIndex index(BlobId batch, Location wanted) throws IOException {
        try {
            return index(batch);
        } catch (NoSuchFileException e) {
            Mark.require(Path.of(settings.root()), tier);
            throw e;
        } catch (IOException e) {
            throw new DamagedBlock(wanted, 0, "its batch cannot be read: " + e.getMessage());
        }
    }

    private BatchIndex index(BlobId batch) throws IOException {
        synchronized (kept) {
            BatchIndex index = kept.get(batch);
            if (index == null) {
                index = BatchIndex.read(objects.files(batch));
                kept.put(batch, index);
                forgetOldest();
            }
            return index;
        }
    }

    /** Always keeps the newest, however large. */
    private void forgetOldest() {
        long blobs =
                kept.values().stream().mapToLong(one -> one.entries().size()).sum();
        Iterator<BatchIndex> oldest = kept.values().iterator();
        while (blobs > KEPT && kept.size() > 1) {
            blobs -= oldest.next().entries().size();
            oldest.remove();
        }
    }

    @Override
    public List<Location> seal(BlobId batch, String about, List<Item> items, Passing passing) throws IOException {
        Mark.require(Path.of(settings.root()), tier);
        Path lines = Path.of(settings.root()).resolve("work").resolve(batch + ".jsonl");
        Writing writing = new Writing(batch, passing);
        try (BufferedWriter index = Files.newBufferedWriter(lines, UTF_8)) {
            index.append(about).append('\n');
            objects.write(
                    batch, "Written by Gédéon on " + clock.instant(), files -> writing.all(files, items, index, lines));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(lines);
        }
        return writing.made;
    }

    /** The content of one batch, file by file, and what is said of it. */
    private final class Writing {
        private final BlobId batch;
        private final Passing passing;
        private final List<Location> made = new ArrayList<>();

        Writing(BlobId batch, Passing passing) {
            this.batch = batch;
            this.passing = passing;
        }

        void all(OcflObjectUpdater files, List<Item> items, BufferedWriter index, Path lines) {
            try {
                for (Item item : items) {
                    one(files, item, index);
                }
                index.flush();
                try (InputStream in = Files.newInputStream(lines)) {
                    files.writeFile(in, BatchIndex.NAME);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void one(OcflObjectUpdater files, Item item, BufferedWriter index) throws IOException {
            for (String told : item.told()) {
                index.append(told).append('\n');
            }
            List<GatheredContent.Part> parts = new ArrayList<>();
            long at = 0;
            for (Location blob : item.blobs()) {
                GatheredContent.Part part = GatheredContent.part(gathering, blob, item.bare());
                BatchIndex.Entry entry = new BatchIndex.Entry(
                        blob.blob(), item.path(), at + part.before(), blob.length(), part.head(), part.trailer());
                index.append(entry.line()).append('\n');
                made.add(new Location(blob.blob(), batch, part.head().length, blob.length()));
                parts.add(part);
                at += part.length();
            }
            try (InputStream content = new GatheredContent(gathering, parts, passing)) {
                files.writeFile(content, item.path());
            }
        }
    }

    @Override
    public void remove(BlobId batch) throws IOException {
        Mark.require(Path.of(settings.root()), tier);
        objects.remove(batch);
        synchronized (kept) {
            kept.remove(batch);
        }
    }

    @Override
    public void cleared(List<BlobId> blobs) throws IOException {
        for (BlobId blob : blobs) {
            gathering.delete(new Location(blob, null, 0, 0));
        }
    }

    @Override
    public List<BlobId> blobs(BlobId batch) throws IOException {
        return List.copyOf(index(batch).entries().keySet());
    }

    /** As many bytes as the rows of what lives there would say if all of it lived. */
    @Override
    public List<Pack> sealed() throws IOException {
        List<Pack> packs = new ArrayList<>();
        for (BlobId batch : objects.batches()) {
            packs.add(new Pack(
                    batch, in(batch).stream().mapToLong(Packed.Record::size).sum()));
        }
        return packs;
    }

    @Override
    public List<Packed.Record> in(BlobId pack) throws IOException {
        return BatchIndex.read(objects.files(pack)).entries().values().stream()
                .map(entry -> new Packed.Record(entry.blob(), entry.length() + Packed.AROUND))
                .toList();
    }

    /** Blobs whose header, as the index has it, holds; a batch that cannot be read is passed over, and said. */
    void each(Holdings.Visitor visitor) throws IOException {
        for (BlobId batch : objects.batches()) {
            each(batch, visitor);
        }
    }

    @Override
    public List<BlobId> ids() throws IOException {
        return objects.batches();
    }

    @Override
    public void each(BlobId batch, Holdings.Visitor visitor) throws IOException {
        BatchIndex index;
        try {
            index = BatchIndex.read(objects.files(batch));
        } catch (IOException e) {
            LOG.warn("batch {} is passed over: {}", batch, e.getMessage());
            return;
        }
        for (BatchIndex.Entry entry : index.entries().values()) {
            byte[] head = BlobForm.wholeHead(ByteBuffer.wrap(entry.head()), more -> {});
            if (head != null && index.file(entry) != null) {
                visitor.found(Holdings.Held.of(new Location(entry.blob(), batch, head.length, entry.length()), head));
            }
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
