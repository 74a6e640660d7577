package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import java.io.IOException;

/** A request body that is XML or JSON, read whole and bounded, with what was declared of it checked. */
final class SmallBody {
    private static final int LARGEST = 2 << 20;

    private SmallBody() {}

    static byte[] read(Call call) throws IOException {
        return read(call, LARGEST);
    }

    static byte[] read(Call call, int largest) throws IOException {
        return read(Body.of(call), largest);
    }

    /** For a request whose checksum headers are of the object that it makes. */
    static byte[] readOfCompletion(Call call) throws IOException {
        return read(Body.of(call, false), LARGEST);
    }

    private static byte[] read(Body body, int largest) throws IOException {
        if (body.length() > largest) {
            throw tooLong(largest);
        }
        int room = body.length() < 0 ? largest : (int) body.length();
        try (WorkingMemory.Taken taken = WorkingMemory.BODIES.take(room)) {
            byte[] bytes = body.stream().readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw tooLong(largest);
            }
            Digests.require(bytes, body.declared().get());
            return bytes;
        }
    }

    private static S3Error tooLong(int largest) {
        return new S3Error("MalformedXML", 400, "the body is longer than " + (largest >> 10) + " KiB");
    }
}
