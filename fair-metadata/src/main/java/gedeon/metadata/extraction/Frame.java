package gedeon.metadata.extraction;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What server and reading process say to each other: a length (4 bytes), a kind (1 byte), a body. The server believes nothing of it: a frame that is longer than
 * allowed or of an unknown kind ends that process.
 */
record Frame(byte kind, byte[] body) {
    /** Process: ready. */
    static final byte READY = 0x47;
    /** Server: read this acquisition (name, folder, files). */
    static final byte START = 1;
    /** Process: bytes of a file, please. */
    static final byte READ = 2;
    /** Server: here they are. */
    static final byte BYTES = 3;
    /** Server: the reading budget is used up. */
    static final byte SPENT = 4;
    /** Server: the store could not read them. */
    static final byte UNREADABLE = 5;
    /** Process: what it found. */
    static final byte RESULT = 6;

    /** Most bytes that one READ may ask for. */
    static final int LONGEST_READ = 1 << 20;

    /** A frame's body is written by this. */
    interface Writer {
        void to(DataOutputStream out) throws IOException;
    }

    static Frame of(byte kind, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.to(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Frame(kind, bytes.toByteArray());
    }

    void send(DataOutputStream out) throws IOException {
        out.writeInt(body.length + 1);
        out.writeByte(kind);
        out.write(body);
        out.flush();
    }

    /** Waits for the next frame. @throws EOFException where the other side has gone */
    static Frame receive(DataInputStream in, int longestBody) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > longestBody + 1) {
            throw new Broken("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte kind = in.readByte();
        byte[] body = in.readNBytes(length - 1);
        if (body.length != length - 1) {
            throw new EOFException();
        }
        return new Frame(kind, body);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new Broken("a text of " + Integer.toUnsignedString(length) + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** The other side does not keep to the protocol. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }
}
