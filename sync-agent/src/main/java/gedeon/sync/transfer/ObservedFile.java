package gedeon.sync.transfer;

import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A source file that is read a part at a time. Each part opens the file anew, sharing read, write and delete as NIO does, and checks
 * before and after that it is still what was settled, so that the acquisition program is never in the way and never overlooked.
 */
final class ObservedFile {
    /** Java keeps as much memory outside its heap for each thread that reads as is read at once. */
    private static final int STEP = 1 << 20;

    private final FoundFile file;

    /** The file is not what it was. */
    static final class Changed extends IOException {
        private static final long serialVersionUID = 1L;

        Changed(String message) {
            super(message);
        }
    }

    ObservedFile(FoundFile file) {
        this.file = file;
    }

    long size() {
        return file.state().size();
    }

    /** Reads exactly {@code length} bytes from {@code offset} into {@code into}. */
    void read(long offset, byte[] into, int length) throws IOException {
        read(offset, into, 0, length);
    }

    /** As the one beside, to {@code at} and behind. */
    void read(long offset, byte[] into, int at, int length) throws IOException {
        check();
        try (FileChannel channel = PatientOpening.open(file.file())) {
            int done = 0;
            while (done < length) {
                int read = channel.read(ByteBuffer.wrap(into, at + done, Math.min(STEP, length - done)), offset + done);
                if (read < 0) {
                    throw new EOFException();
                }
                done += read;
            }
            if (channel.size() != file.state().size()) {
                throw new Changed(file.file() + " has " + channel.size() + " bytes now, had "
                        + file.state().size());
            }
        } catch (EOFException e) {
            throw new Changed(file.file() + " became shorter while it was read");
        }
        check();
    }

    void check() throws IOException {
        FileState now;
        try {
            now = FileState.of(file.file());
        } catch (java.nio.file.NoSuchFileException e) {
            throw new Changed(file.file() + " is not there any more");
        }
        if (!now.equals(file.state())) {
            throw new Changed(file.file() + " changed while it was sent");
        }
    }
}
