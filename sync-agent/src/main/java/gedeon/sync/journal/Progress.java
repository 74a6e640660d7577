package gedeon.sync.journal;

import gedeon.sync.settle.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every acquisition, on disk before anybody acts on it. Thread-safe; one agent at a time (a lock file beside it). What is only
 * news (seen, in trouble, gone) is written without waiting for the disk: losing it costs nothing. A journal that cannot be written stops the
 * agent: without it nothing can be promised.
 */
public final class Progress implements KnownAcquisitions, Closeable {
    private final Clock clock;
    private final Journal journal;
    private final FileChannel lockFile;

    private Progress(Clock clock, Journal journal, FileChannel lockFile) {
        this.clock = clock;
        this.journal = journal;
        this.lockFile = lockFile;
    }

    /** Opens the journal for an agent. Refused while another one runs on it. */
    public static Progress open(Path journal, Clock clock) throws IOException {
        FileChannel lockFile = FileChannel.open(
                journal.resolveSibling(journal.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            if (!locked(lockFile)) {
                throw new IOException(
                        "another agent runs on " + journal + "; stop it first, or give this one its own --config");
            }
            return new Progress(clock, Journal.open(journal), lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    /** How all stands in a journal, which an agent may be writing; {@code shown} acquisitions one by one. */
    public static Standing peek(Path journal, int shown) throws IOException {
        return Journal.peek(journal, shown);
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** What was lost when the journal was opened, as a sentence; empty where nothing was. */
    public Optional<String> lost() {
        return journal.lost();
    }

    /** The journal is new or was damaged, and what the server keeps was not taken over since: also true after a crash amid that. */
    public boolean wanting() {
        return journal.wanting();
    }

    /** All that the server keeps was taken over. */
    public void complete() {
        read(() -> {
            journal.complete();
            return null;
        });
    }

    /** Something of it was stored since its last receipt, whichever run of the agent did that. */
    public boolean undeclared(String source, String name) {
        return read(() -> journal.ask(source, name, State::undeclared)).orElse(false);
    }

    /** What the server tells of an acquisition of which this journal has no receipt. On disk with the next {@link #force}. */
    public void recovered(
            String source,
            String name,
            String content,
            Verdict verdict,
            String dataset,
            String receipt,
            List<StoredFile> files) {
        Instant now = clock.instant();
        long bytes = files.stream().mapToLong(StoredFile::size).sum();
        for (int from = 0; from < files.size(); from += Journal.FILES_A_RECORD) {
            List<StoredFile> some = files.subList(from, Math.min(files.size(), from + Journal.FILES_A_RECORD));
            write(new Entry.Stored(source, name, now, List.copyOf(some)));
        }
        write(new Entry.Settled(source, name, now, content, verdict));
        write(new Entry.Received(source, name, now, content, dataset, receipt, bytes));
        // Whoever sent it has read it again, or it would have changed the server's mind.
        write(new Entry.Looked(source, name, now));
    }

    @Override
    public Optional<Known> known(String source, String name) {
        return read(() -> journal.ask(source, name, State::known));
    }

    @Override
    public Optional<StoredFile> stored(String source, String name, String path) {
        return read(() -> journal.ask(source, name, state -> state.files().get(path)));
    }

    public Optional<OpenUpload> upload(String source, String name, String path) {
        return read(() -> journal.ask(source, name, state -> state.uploads().get(path)));
    }

    /** There is a receipt for this content, and nothing newer waits. Costs no look at the disk. */
    public boolean unchanged(String source, String name, long print) {
        return journal.unchanged(source, name, print);
    }

    /** Something of this source waits. */
    public boolean waits(String source) {
        return journal.waits(source);
    }

    /** How all stands, {@code shown} acquisitions one by one; reads the whole journal. */
    public Standing standing(int shown) {
        return read(() -> journal.standing(shown)).orElseThrow();
    }

    public Backlog backlog() {
        return journal.backlog();
    }

    /** A look at all of a source begins. */
    public void lookBegins(String source) {
        journal.lookBegins(source);
    }

    /** It is there. */
    public void there(String source, String name) {
        journal.there(source, name);
    }

    /** Whether it was there in the look that began last. */
    public boolean isThere(String source, String name) {
        return journal.isThere(source, name);
    }

    public void seen(String source, String name) {
        write(new Entry.Seen(source, name, clock.instant()));
    }

    /** On disk with the next thing that is forced to be; who loses it judges anew. */
    public void settled(String source, String name, String content, Verdict verdict) {
        write(new Entry.Settled(source, name, clock.instant(), content, verdict));
    }

    public void uploadOpened(String source, String name, OpenUpload upload) {
        promise(new Entry.UploadOpened(source, name, clock.instant(), upload));
    }

    public void uploadDropped(String source, String name, String path) {
        write(new Entry.UploadDropped(source, name, clock.instant(), path));
    }

    public void stored(String source, String name, StoredFile file) {
        storedAll(source, name, List.of(file));
    }

    /** All of them or none, with one wait for the disk. */
    public void storedAll(String source, String name, List<StoredFile> files) {
        for (int from = 0; from < files.size(); from += Journal.FILES_A_RECORD) {
            List<StoredFile> some = files.subList(from, Math.min(files.size(), from + Journal.FILES_A_RECORD));
            write(new Entry.Stored(source, name, clock.instant(), List.copyOf(some)));
        }
        force();
    }

    /** All of it is stored and told; the receipt comes later. */
    public void declared(String source, String name, Outstanding outstanding) {
        promise(new Entry.Declared(source, name, clock.instant(), outstanding));
    }

    public void received(String source, String name, String content, String dataset, String receipt, long bytes) {
        promise(new Entry.Received(source, name, clock.instant(), content, dataset, receipt, bytes));
    }

    /** It changed after it was settled: nothing said before about its being finished holds. */
    public void reopened(String source, String name) {
        promise(new Entry.Reopened(source, name, clock.instant()));
    }

    /** It was read again after its receipt, and is what was sent. */
    public void looked(String source, String name) {
        write(new Entry.Looked(source, name, clock.instant()));
    }

    /** What has its receipt by quiet alone and was not read again since. */
    public List<Known> unlooked() {
        return read(journal::unlooked).orElse(List.of());
    }

    /** A file was found to hold other bytes than those stored, without any sign in its size or time. */
    public void doubted(String source, String name, String path) {
        promise(new Entry.Doubted(source, name, clock.instant(), path));
    }

    public void troubled(String source, String name, String reason) {
        boolean news = known(source, name)
                .map(known -> !reason.equals(known.trouble()))
                .orElse(true);
        if (news) {
            write(new Entry.Troubled(source, name, clock.instant(), reason));
        }
    }

    /**
     * The look at this source that began last was complete: what never got a receipt and was not there is forgotten.
     */
    public void retain(String source) {
        Instant now = clock.instant();
        read(() -> {
            journal.forgetAbsent(source, now);
            return null;
        });
    }

    /** What was written before is on disk when this returns. */
    public void force() {
        read(() -> {
            journal.force();
            return null;
        });
    }

    /** Writes the journal anew with what is known now. */
    void compact() throws IOException {
        journal.compact();
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            journal.close();
        }
    }

    private void promise(Entry entry) {
        write(entry);
        force();
    }

    private void write(Entry entry) {
        read(() -> {
            journal.write(entry);
            return null;
        });
    }

    private interface Work<T> {
        @Nullable T done() throws IOException;
    }

    private static <T> Optional<T> read(Work<T> work) {
        try {
            return Optional.ofNullable(work.done());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the agent's journal cannot be used; make room on its disk: " + e.getMessage(), e);
        }
    }
}
