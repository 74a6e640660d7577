package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.BlobId;
import gedeon.storage.tier.Batches;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Packed;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.archive.ocfl.NewFiles;
import gedeon.storage.tier.archive.ocfl.OcflObjects;
import gedeon.storage.tier.archive.ocfl.StoredFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batches of an archive. Of those that were read last it keeps in memory where everything lies in them. */
final class SealedBatches implements Batches, Packed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealedBatches.class);

    /** Blobs of the batches that are kept: about 1 KiB each, and 4 bytes more for each 256 KiB of content. */
    private static final int KEPT = 40_000;

    private final ArchiveSettings settings;
    private final ArchivePlace.Mark mark;
    private final Gathering gathering;
    private final OcflObjects objects;
    private final int longestPath;
    private final Clock clock;
    private final BatchIndexes indexes;
    /** Of batches whose index was read for that: they never change. */
    private final Map<BlobId, Long> sizes = new ConcurrentHashMap<>();

    SealedBatches(ArchiveSettings settings, ArchivePlace.Opened opened, Clock clock) {
        this.settings = settings;
        this.mark = opened.mark();
        this.gathering = opened.gathering();
        this.objects = opened.objects();
        this.longestPath = opened.longestPath();
        this.clock = clock;
        this.indexes = new BatchIndexes(KEPT, batch -> BatchIndex.read(objects.files(batch)));
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public int longestPath() {
        return longestPath;
    }

    @Override
    public OptionalDouble holes() {
        return OptionalDouble.of(settings.holes());
    }

    /** For a range of its payload. @throws NoSuchFileException where the batch, or the blob in it, is not there */
    SealedPayload open(Location location, long from, long length) throws IOException {
        BlobId batch = java.util.Objects.requireNonNull(location.pack(), "the batch");
        BatchIndex index = index(batch, location);
        BatchIndex.Entry entry = index.of(location.blob());
        StoredFile file = entry == null ? null : index.file(entry);
        if (entry == null || file == null || entry.length() != location.length()) {
            throw new NoSuchFileException("blob " + location.blob() + " in batch " + batch);
        }
        return new SealedPayload(entry, file, from, length);
    }

    private BatchIndex index(BlobId batch, Location wanted) throws IOException {
        try {
            return indexes.of(batch);
        } catch (NoSuchFileException e) {
            mark.require();
            throw e;
        } catch (TierOffline | TierFull | TierBroken | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedBlock(wanted, 0, "its batch cannot be read: " + e.getMessage());
        }
    }

    @Override
    public List<Location> seal(BlobId batch, String about, List<Item> items, Passing passing) throws IOException {
        mark.require();
        Path lines = objects.work().resolve(batch + ".jsonl");
        Writing writing = new Writing(batch, passing);
        try (BufferedWriter index = Files.newBufferedWriter(lines, UTF_8)) {
            index.append(about).append('\n');
            objects.write(
                    batch, "Written by Gédéon on " + clock.instant(), files -> writing.all(files, items, index, lines));
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

        void all(NewFiles files, List<Item> items, BufferedWriter index, Path lines) throws IOException {
            for (Item item : items) {
                one(files, item, index);
            }
            index.flush();
            try (InputStream in = Files.newInputStream(lines)) {
                files.add(BatchIndex.NAME, in, Files.size(lines));
            }
        }

        private void one(NewFiles files, Item item, BufferedWriter index) throws IOException {
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
            try (InputStream content = new GatheredContent(gathering.tier(), parts, passing)) {
                files.add(item.path(), content, at);
            }
        }
    }

    @Override
    public void remove(BlobId batch) throws IOException {
        mark.require();
        objects.remove(batch);
        indexes.forget(batch);
        sizes.remove(batch);
    }

    @Override
    public void cleared(List<BlobId> blobs) throws IOException {
        for (BlobId blob : blobs) {
            gathering.tier().delete(new Location(blob, null, 0, 0));
        }
    }

    @Override
    public List<BlobId> blobs(BlobId batch) throws IOException {
        return List.copyOf(indexes.of(batch).entries().keySet());
    }

    /**
     * As many bytes as the rows of what lives there would say if all of it lived. A listing; the index of a batch is read where nobody knows its size yet, once in a
     * process.
     */
    @Override
    public List<Pack> sealed(Map<BlobId, Long> known) throws IOException {
        List<Pack> packs = new ArrayList<>();
        for (BlobId batch : objects.batches()) {
            Long size = known.containsKey(batch) ? known.get(batch) : sizes.get(batch);
            if (size == null) {
                Optional<BatchIndex> index = whole(batch);
                if (index.isEmpty()) {
                    continue;
                }
                size = records(index.get()).stream()
                        .mapToLong(Packed.Record::size)
                        .sum();
                sizes.put(batch, size);
            }
            packs.add(new Pack(batch, size));
        }
        return packs;
    }

    @Override
    public List<Packed.Record> in(BlobId pack) throws IOException {
        return records(BatchIndex.read(objects.files(pack)));
    }

    private static List<Packed.Record> records(BatchIndex index) {
        return index.entries().values().stream()
                .map(entry -> new Packed.Record(entry.blob(), entry.length() + Packed.AROUND))
                .toList();
    }

    /** Empty where it is not: its writer died, or has not ended yet; or it is damaged. That is said. */
    private Optional<BatchIndex> whole(BlobId batch) throws IOException {
        try {
            return Optional.of(BatchIndex.read(objects.files(batch)));
        } catch (TierOffline | TierFull | TierBroken | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("batch {} is passed over: {}", batch, e.getMessage());
            return Optional.empty();
        }
    }

    /** Blobs whose header, as the index has it, holds; a batch that is not whole is passed over, and said. */
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
        Optional<BatchIndex> whole = whole(batch);
        if (whole.isPresent()) {
            each(batch, whole.get(), visitor);
        }
    }

    private static void each(BlobId batch, BatchIndex index, Holdings.Visitor visitor) throws IOException {
        for (BatchIndex.Entry entry : index.entries().values()) {
            byte[] head = BlobForm.wholeHead(ByteBuffer.wrap(entry.head()), more -> {});
            if (head != null && index.file(entry) != null) {
                visitor.found(Holdings.Held.of(new Location(entry.blob(), batch, head.length, entry.length()), head));
            }
        }
    }

    void sweep(Instant before) throws IOException {
        objects.sweep(before);
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }
}
