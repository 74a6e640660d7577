package gedeon.storage.s3;

import gedeon.storage.memory.WorkingMemory;
import gedeon.storage.s3.xml.XmlTree;
import java.io.IOException;

/**
 * A request body that is XML or JSON, read whole and bounded, with what was declared of it checked. Room for the tree that is made of it is the request's until it
 * has been answered.
 */
final class SmallBody {
    private static final int LARGEST = 2 << 20;
    /** Bytes of the heap for one element of a tree: itself, its text and its list, and what is made of it. */
    private static final int ELEMENT = 200;
    /** For each byte of the text: itself, its characters, and those of the answer. */
    private static final int CHARACTER = 4;

    private SmallBody() {}

    static byte[] read(Call call) throws IOException {
        return read(call, LARGEST);
    }

    static byte[] read(Call call, int largest) throws IOException {
        return read(call, Body.of(call), largest);
    }

    /** For a request whose checksum headers are of the object that it makes. */
    static byte[] readOfCompletion(Call call) throws IOException {
        return read(call, Body.of(call, false), LARGEST);
    }

    private static byte[] read(Call call, Body body, int largest) throws IOException {
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
            call.exchange().holds(WorkingMemory.DOCUMENTS.take(memory(bytes)));
            return bytes;
        }
    }

    /** What a tree of it takes at most: each element begins with {@code <}, and there are no more of them than are read. */
    static int memory(byte[] text) {
        int elements = 0;
        for (byte one : text) {
            elements += one == '<' ? 1 : 0;
        }
        return CHARACTER * text.length + ELEMENT * Math.min(elements, XmlTree.MOST_ELEMENTS);
    }

    private static S3Error tooLong(int largest) {
        return new S3Error("MalformedXML", 400, "the body is longer than " + (largest >> 10) + " KiB");
    }
}
