package gedeon.sync.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Opens a file for reading, sharing read, write and delete, and asks again where somebody else is in the way for a moment: an antivirus or an indexer
 * that holds a fresh file, an acquisition program that lets nobody read just now. Ten times, half a second apart; then the failure is the caller's.
 * Windows says "sharing violation" in its own language and without a number: every failure that NIO has no class of its own for is taken for one. A
 * denied access is asked again on Windows alone, where a file that is about to be deleted, or that a scanner holds, looks so.
 */
final class PatientOpening {
    static final int TRIES = 10;
    static final Duration BETWEEN = Duration.ofMillis(500);

    /** How a file is opened. */
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    /** How the time between two tries passes. */
    interface Pause {
        void of(Duration length) throws InterruptedException;
    }

    private static final PatientOpening HERE = new PatientOpening(
            file -> FileChannel.open(file, StandardOpenOption.READ),
            length -> Thread.sleep(length.toMillis()),
            System.getProperty("os.name", "").startsWith("Windows"));

    private final Opener opener;
    private final Pause pause;
    private final boolean windows;

    PatientOpening(Opener opener, Pause pause, boolean windows) {
        this.opener = opener;
        this.pause = pause;
        this.windows = windows;
    }

    /** As this system needs it. */
    static FileChannel open(Path file) throws IOException {
        return HERE.channel(file);
    }

    FileChannel channel(Path file) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                return opener.open(file);
            } catch (FileSystemException e) {
                if (tried == TRIES || !passes(e)) {
                    throw e;
                }
            }
            try {
                pause.of(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("stopped while " + file + " could not be opened");
            }
        }
    }

    private boolean passes(FileSystemException e) {
        return e.getClass() == FileSystemException.class || windows && e instanceof AccessDeniedException;
    }
}
