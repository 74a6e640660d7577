package gedeon.storage.tier.check;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.tier.Annals;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The promises of a tier, tried out on a place as it is: what is published reads back whole and by range, nothing is overwritten, what was given up is not there,
 * what was deleted is gone; and how fast it is. Takes about 80 MiB of room and a minute at most on what is worth using; what it wrote is deleted again (in packs
 * it stays as holes, until they are compacted).
 */
public final class TierCheck {
    private static final byte[] METADATA = "{\"check\":true}".getBytes(StandardCharsets.UTF_8);
    private static final int LARGE = 64 << 20;
    private static final int SMALL = 16 << 10;
    private static final Duration SMALL_FOR = Duration.ofSeconds(5);
    private static final int PIECE = 256 << 10;

    private final Tier tier;
    private final Clock clock;
    private final List<Location> written = new ArrayList<>();

    public TierCheck(Tier tier, Clock clock) {
        this.tier = tier;
        this.clock = clock;
    }

    /** @param said a figure, or what went wrong; empty where there is nothing to say */
    public record Line(String what, boolean holds, Duration took, String said) {}

    @FunctionalInterface
    private interface Attempt {
        /** Returns what there is to say. @throws Broken where a promise is not kept */
        String run() throws IOException;
    }

    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(String why) {
            super(why);
        }
    }

    public List<Line> run() {
        List<Line> lines = new ArrayList<>();
        lines.add(line("what is published reads back whole and by range", this::readsBack));
        lines.add(line("a blob of unknown length is kept", this::unknownLength));
        lines.add(line("nothing is overwritten", this::neverOverwrites));
        lines.add(line("what was given up is not there", this::givenUp));
        lines.add(line("what was deleted is gone", this::deleted));
        lines.add(line(
                "free room is told",
                () -> tier.capacity().isPresent()
                        ? "of " + tier.capacity().getAsLong() + " bytes as they were set"
                        : tier.free() == Long.MAX_VALUE ? "no end is known" : tier.free() + " bytes"));
        lines.add(line("the journal can be kept", this::journal));
        lines.add(line("large blobs", this::large));
        lines.add(line("small blobs, one after the other, each durable", this::small));
        lines.add(line("what was written is taken away", this::clean));
        return lines;
    }

    private static Line line(String what, Attempt attempt) {
        long begun = System.nanoTime();
        try {
            String said = attempt.run();
            return new Line(what, true, since(begun), said);
        } catch (IOException | RuntimeException e) {
            String why = e instanceof Broken ? String.valueOf(e.getMessage()) : e.toString();
            return new Line(what, false, since(begun), why);
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private String readsBack() throws IOException {
        for (int size : new int[] {0, 1, SMALL, BlobForm.BLOCK - 1, BlobForm.BLOCK, 3 * BlobForm.BLOCK + 17, 3 << 20}) {
            byte[] payload = random(size);
            Location at = write(BlobId.next(clock), payload, size);
            require(
                    Arrays.equals(read(at, 0, size), payload),
                    size + " bytes read back otherwise than they were written");
            if (size > 10) {
                require(
                        Arrays.equals(read(at, 5, size - 10), Arrays.copyOfRange(payload, 5, size - 5)),
                        "a range of " + size + " bytes is another");
            }
            BlobEnds ends = tier.ends(at);
            require(
                    ends.sha256().equals(sha256(payload)) && Arrays.equals(ends.metadata(), METADATA),
                    "header or trailer say something else");
            require(tier.holds(at), "it says that a blob is not there that is");
        }
        return "";
    }

    private String unknownLength() throws IOException {
        byte[] payload = random(BlobForm.BLOCK + 5);
        Location at = write(BlobId.next(clock), payload, -1);
        require(Arrays.equals(read(at, 0, payload.length), payload), "it reads back otherwise than it was written");
        return "";
    }

    private String neverOverwrites() throws IOException {
        BlobId blob = BlobId.next(clock);
        byte[] first = random(2 << 20);
        Location at = write(blob, first, first.length);
        byte[] other = random((2 << 20) + 1);
        try {
            write(blob, other, other.length);
            throw new Broken("a second blob of the same id was taken");
        } catch (FileAlreadyExistsException e) {
            require(Arrays.equals(read(at, 0, first.length), first), "the first is another now");
            return "";
        }
    }

    private String givenUp() throws IOException {
        BlobId blob = BlobId.next(clock);
        try (Tier.BlobWriter writer = tier.begin(blob, METADATA, 2 << 20)) {
            writer.write(new byte[100], 0, 100);
        }
        requireAbsent(new Location(blob, null, BlobForm.headLength(METADATA.length), 100));
        return "";
    }

    private String deleted() throws IOException {
        byte[] payload = random(2 << 20);
        Location at = write(BlobId.next(clock), payload, payload.length);
        tier.delete(at);
        tier.delete(at);
        requireAbsent(at);
        return "";
    }

    private void requireAbsent(Location at) throws IOException {
        try (InputStream in = tier.read(at, 0, 1)) {
            throw new Broken("it can still be read: " + in.read());
        } catch (NoSuchFileException e) {
            require(!tier.holds(at), "it says that it is there");
        }
    }

    private String journal() throws IOException {
        Optional<Annals> kept = tier.annals();
        if (kept.isEmpty()) {
            return "not here; another tier has to";
        }
        Annals annals = kept.get();
        String name = "%013d-check000-0001.gjl".formatted(clock.millis());
        annals.append(name, new byte[] {'\n'});
        List<String> mine = annals.list().stream()
                .map(Annals.Entry::name)
                .filter(one -> one.startsWith(name))
                .toList();
        for (String one : mine) {
            annals.remove(one);
        }
        require(!mine.isEmpty(), "what was added to it is not listed");
        return "";
    }

    private String large() throws IOException {
        byte[] payload = random(LARGE);
        long begun = System.nanoTime();
        Location at = write(BlobId.next(clock), payload, payload.length);
        long wrote = System.nanoTime() - begun;
        long read = System.nanoTime();
        require(Arrays.equals(read(at, 0, LARGE), payload), "64 MiB read back otherwise than they were written");
        return "%d MiB/s written, %d MiB/s read".formatted(rate(wrote), rate(System.nanoTime() - read));
    }

    private static long rate(long nanos) {
        return Math.round((LARGE >> 20) / (nanos / 1e9));
    }

    private String small() throws IOException {
        byte[] payload = random(SMALL);
        long begun = System.nanoTime();
        int count = 0;
        while (System.nanoTime() - begun < SMALL_FOR.toNanos() && count < 2000) {
            write(BlobId.next(clock), payload, payload.length);
            count++;
        }
        return "%d a second".formatted(Math.round(count / ((System.nanoTime() - begun) / 1e9)));
    }

    private String clean() throws IOException {
        for (Location at : written) {
            tier.delete(at);
        }
        return "";
    }

    private Location write(BlobId blob, byte[] payload, long expected) throws IOException {
        try (Tier.BlobWriter writer = tier.begin(blob, METADATA, expected)) {
            for (int at = 0; at < payload.length; at += PIECE) {
                writer.write(payload, at, Math.min(PIECE, payload.length - at));
            }
            Digest sha256 = sha256(payload);
            Location at = writer.publish(sha256, sha256, digest("MD5", DigestAlgorithm.MD5, payload));
            written.add(at);
            return at;
        }
    }

    private byte[] read(Location at, long from, long length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        try (InputStream in = tier.read(at, from, length)) {
            return in.readAllBytes();
        }
    }

    private static void require(boolean holds, String otherwise) throws Broken {
        if (!holds) {
            throw new Broken(otherwise);
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Digest sha256(byte[] payload) {
        return digest("SHA-256", DigestAlgorithm.SHA256, payload);
    }

    private static Digest digest(String name, DigestAlgorithm algorithm, byte[] payload) {
        try {
            return Digest.of(algorithm, MessageDigest.getInstance(name).digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
