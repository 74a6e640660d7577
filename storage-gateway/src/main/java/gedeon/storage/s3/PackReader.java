package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import gedeon.storage.ObjectKey;
import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.objects.Together;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The body of a request that brings many objects (docs/s3.md, "Many small objects in one request"): {@code GEDSEND1}, then of each object the length of its
 * head, the head and its bytes, then a zero, the number of objects and the CRC32C of all before it, each number in four bytes, the most significant first. Read
 * whole, since nothing of it counts before its signature fits.
 */
final class PackReader {
    /** Bytes of objects. */
    static final int MOST_BYTES = 8 << 20;
    /** Bytes of all heads. */
    static final int MOST_HEADS = 1 << 20;

    private static final int LONGEST_HEAD = 16 << 10;
    private static final byte[] MAGIC = "GEDSEND1".getBytes(US_ASCII);
    private static final int NUMBER = 4;
    private static final int END = 3 * NUMBER;
    /** Bytes of the heap for one of a head: itself, its tree, and what is made of it. */
    private static final int OF_A_HEAD = 16;

    private final Said said;
    private final byte[] pack;
    private int at = MAGIC.length;

    /** What the headers of the request say of the pack. */
    record Said(int objects, int bytes) {
        /** @throws S3Error InvalidRequest, EntityTooLarge */
        static Said of(Exchange exchange) {
            return new Said(
                    number(exchange, "x-gedeon-pack-objects", 1, Together.MOST),
                    number(exchange, "x-gedeon-pack-bytes", 0, MOST_BYTES));
        }

        private static int number(Exchange exchange, String name, int least, int most) {
            String text = exchange.header(name)
                    .orElseThrow(() -> S3Error.invalidRequest("the header " + name + " is missing"));
            long number;
            try {
                number = Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                throw S3Error.invalidArgument(name + " is a number, was \"" + Text.shown(text) + "\"");
            }
            if (number < least || number > most) {
                throw new S3Error(
                        number < least ? "InvalidArgument" : "EntityTooLarge",
                        400,
                        name + " is " + least + " to " + most + ", was " + number);
            }
            return (int) number;
        }
    }

    /** An object's head, and where its bytes begin. */
    record Found(PackHead head, int from) {}

    private PackReader(Said said, byte[] pack) {
        this.said = said;
        this.pack = pack;
    }

    /**
     * Reads a body to its end, checks what was declared and signed of it, and that it is whole.
     *
     * @throws S3Error EntityTooLarge, IncompleteBody, BadDigest, InvalidRequest
     */
    static PackReader read(Call call, Said said) throws IOException {
        Body body = Body.of(call);
        if (body.length() < 0) {
            throw new S3Error("MissingContentLength", 411, "the header Content-Length is missing");
        }
        long heads = body.length() - said.bytes() - MAGIC.length - END;
        if (heads > MOST_HEADS + (long) said.objects() * NUMBER) {
            throw new S3Error(
                    "EntityTooLarge", 400, "the heads of a pack take at most " + (MOST_HEADS >> 10) + " KiB together");
        }
        if (heads < 0) {
            throw malformed("its length is not that of its objects");
        }
        call.exchange().holds(WorkingMemory.PACKS.take((int) (said.bytes() + OF_A_HEAD * heads)));
        byte[] pack = new byte[(int) body.length()];
        int length = body.stream().readNBytes(pack, 0, pack.length);
        if (length < pack.length) {
            throw new S3Error(
                    "IncompleteBody", 400, "the body ended after " + length + " of " + pack.length + " bytes");
        }
        // Trailers come behind the last byte.
        if (body.stream().read() >= 0) {
            throw new S3Error("IncompleteBody", 400, "the body is longer than the " + length + " bytes declared");
        }
        Digests.require(pack, body.declared().get());
        return new PackReader(said, pack);
    }

    byte[] pack() {
        return pack;
    }

    /** All objects, of distinct keys. */
    List<Found> objects() {
        requireWhole();
        List<Found> found = new ArrayList<>();
        Set<ObjectKey> keys = new HashSet<>();
        long bytes = 0;
        while (pack.length - at > END) {
            Found next = next();
            if (!keys.add(next.head().key())) {
                throw S3Error.invalidRequest("the pack has two objects of this key")
                        .about(next.head().key());
            }
            found.add(next);
            bytes += next.head().size();
        }
        if (found.size() != said.objects() || bytes != said.bytes()) {
            throw malformed("it has " + found.size() + " objects of " + bytes + " bytes, declared were "
                    + said.objects() + " of " + said.bytes());
        }
        return found;
    }

    private void requireWhole() {
        if (!Arrays.equals(pack, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw malformed("it does not begin with GEDSEND1");
        }
        ByteBuffer end = ByteBuffer.wrap(pack, pack.length - END, END);
        CRC32C crc = new CRC32C();
        crc.update(pack, 0, pack.length - NUMBER);
        if (end.getInt() != 0 || end.getInt() != said.objects() || end.getInt() != (int) crc.getValue()) {
            throw malformed("it does not end as a whole one does");
        }
    }

    private Found next() {
        int length = ByteBuffer.wrap(pack, at, NUMBER).getInt();
        int from = at + NUMBER;
        int end = pack.length - END;
        if (length < 1 || length > LONGEST_HEAD || length > end - from) {
            throw malformed("a head has 1 to " + LONGEST_HEAD + " bytes");
        }
        PackHead head = PackHead.read(pack, from, length);
        from += length;
        if (head.size() > end - from) {
            throw malformed("an object is longer than the pack").about(head.key());
        }
        at = from + head.size();
        return new Found(head, from);
    }

    private static S3Error malformed(String why) {
        return S3Error.invalidRequest("the pack cannot be read: " + why);
    }
}
