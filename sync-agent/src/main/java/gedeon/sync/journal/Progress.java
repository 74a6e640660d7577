package gedeon.sync.journal;

import gedeon.sync.settle.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of every acquisition, on disk before anybody acts on it. Thread-safe; one agent at a time (a lock file beside it). What is only
 * news (seen, in trouble, gone) is written without waiting for the disk: losing it costs nothing. A journal that cannot be written stops the
 * agent: without it nothing can be promised.
 */
public final class Progress implements Closeable {
    private static final long WORTH_COMPACTING = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Clock clock;
    private final Map<String, State> states = new LinkedHashMap<>();
    private @Nullable RecordFile records;
    private @Nullable FileChannel lockFile;
    private long compactAt = WORTH_COMPACTING;

    private static final class State {
        Known known;
        final Map<String, OpenUpload> uploads = new LinkedHashMap<>();
        final Map<String, StoredFile> files = new LinkedHashMap<>();
        boolean looked;
        boolean undeclared;

        State(Known known) {
            this.known = known;
        }
    }

    private Progress(Clock clock) {
        this.clock = clock;
    }

    /** Opens the journal for an agent. Refused while another one runs on it. */
    public static Progress open(Path journal, Clock clock) throws IOException {
        Progress progress = new Progress(clock);
        FileChannel lockFile = FileChannel.open(
                journal.resolveSibling(journal.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        progress.lockFile = lockFile;
        try {
            if (!locked(lockFile)) {
                throw new IOException(
                        "another agent runs on " + journal + "; stop it first, or give this one its own --config");
            }
            progress.records = RecordFile.open(journal, bytes -> progress.apply(read(bytes)));
            progress.compactAt = Math.max(WORTH_COMPACTING, 2 * progress.file().size());
            return progress;
        } catch (IOException | RuntimeException e) {
            progress.close();
            throw e;
        }
    }

    /** What the journal says just now, for reading; an agent may be writing it. */
    public static List<Known> peek(Path journal) throws IOException {
        Progress progress = new Progress(Clock.systemUTC());
        if (Files.exists(journal)) {
            RecordFile.peek(journal, bytes -> progress.apply(read(bytes)));
        }
        return List.copyOf(progress.all());
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public synchronized Optional<Known> known(String source, String name) {
        return Optional.ofNullable(states.get(id(source, name))).map(state -> state.known);
    }

    public synchronized Collection<Known> all() {
        List<Known> all = new ArrayList<>(states.size());
        states.values().forEach(state -> all.add(state.known));
        return all;
    }

    public synchronized Optional<StoredFile> stored(String source, String name, String path) {
        return Optional.ofNullable(states.get(id(source, name))).map(state -> state.files.get(path));
    }

    /** Something of it was stored since its last receipt, whichever run of the agent did that. */
    public synchronized boolean undeclared(String source, String name) {
        State state = states.get(id(source, name));
        return state != null && state.undeclared;
    }

    public synchronized Optional<OpenUpload> upload(String source, String name, String path) {
        return Optional.ofNullable(states.get(id(source, name))).map(state -> state.uploads.get(path));
    }

    public void seen(String source, String name) {
        write(new Entry.Seen(source, name, clock.instant()), false);
    }

    public void settled(String source, String name, String content, Verdict verdict) {
        write(new Entry.Settled(source, name, clock.instant(), content, verdict), true);
    }

    public void uploadOpened(String source, String name, OpenUpload upload) {
        write(new Entry.UploadOpened(source, name, clock.instant(), upload), true);
    }

    public void uploadDropped(String source, String name, String path) {
        write(new Entry.UploadDropped(source, name, clock.instant(), path), false);
    }

    public void stored(String source, String name, StoredFile file) {
        write(new Entry.Stored(source, name, clock.instant(), file), true);
    }

    public void received(String source, String name, String content, String dataset, String receipt, long bytes) {
        write(new Entry.Received(source, name, clock.instant(), content, dataset, receipt, bytes), true);
    }

    /** It changed after it was settled: nothing said before about its being finished holds. */
    public void reopened(String source, String name) {
        write(new Entry.Reopened(source, name, clock.instant()), true);
    }

    /** It was read again after its receipt, and is what was sent. */
    public void looked(String source, String name) {
        write(new Entry.Looked(source, name, clock.instant()), false);
    }

    /** What has its receipt by quiet alone and was not read again since. */
    public synchronized List<Known> unlooked() {
        List<Known> unlooked = new ArrayList<>();
        for (State state : states.values()) {
            Verdict verdict = state.known.verdict();
            if (!state.looked && state.known.receivedContent() != null && verdict != null && verdict.provisional()) {
                unlooked.add(state.known);
            }
        }
        return unlooked;
    }

    /** A file was found to hold other bytes than those stored, without any sign in its size or time. */
    public void doubted(String source, String name, String path) {
        write(new Entry.Doubted(source, name, clock.instant(), path), true);
    }

    public void troubled(String source, String name, String reason) {
        boolean news = known(source, name)
                .map(known -> !reason.equals(known.trouble()))
                .orElse(true);
        if (news) {
            write(new Entry.Troubled(source, name, clock.instant(), reason), false);
        }
    }

    /** A complete scan of the source found these only: what never got a receipt and is not there any more is forgotten. */
    public synchronized void retain(String source, Set<String> names) {
        List<Known> gone = new ArrayList<>();
        for (State state : states.values()) {
            Known known = state.known;
            if (known.source().equals(source) && known.receivedContent() == null && !names.contains(known.name())) {
                gone.add(known);
            }
        }
        gone.forEach(known -> write(new Entry.Gone(source, known.name(), clock.instant()), false));
    }

    @Override
    public synchronized void close() throws IOException {
        if (records != null) {
            records.close();
        }
        if (lockFile != null) {
            lockFile.close();
        }
    }

    private synchronized void write(Entry entry, boolean force) {
        try {
            file().append(JSON.writerFor(Entry.class).writeValueAsBytes(entry), force);
            apply(entry);
            if (file().size() > compactAt) {
                compact();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the agent's journal cannot be written; make room on its disk: " + e.getMessage(), e);
        }
    }

    /** Writes the journal anew with one record for each acquisition. */
    synchronized void compact() throws IOException {
        List<byte[]> live = new ArrayList<>(states.size());
        for (State state : states.values()) {
            Known known = state.known;
            Entry snapshot = new Entry.Snapshot(
                    known.source(),
                    known.name(),
                    known.seenAt(),
                    known,
                    List.copyOf(state.uploads.values()),
                    List.copyOf(state.files.values()),
                    state.looked,
                    state.undeclared);
            live.add(JSON.writerFor(Entry.class).writeValueAsBytes(snapshot));
        }
        file().replace(live);
        compactAt = Math.max(WORTH_COMPACTING, 2 * file().size());
    }

    private RecordFile file() {
        RecordFile open = records;
        if (open == null) {
            throw new IllegalStateException("a journal that was only read cannot be written");
        }
        return open;
    }

    private static Entry read(byte[] bytes) {
        return JSON.readValue(bytes, Entry.class);
    }

    private void apply(Entry entry) {
        String id = id(entry.source(), entry.name());
        if (entry instanceof Entry.Gone) {
            states.remove(id);
            return;
        }
        State state =
                states.computeIfAbsent(id, absent -> new State(Known.seen(entry.source(), entry.name(), entry.at())));
        // Release 17: no pattern switch yet.
        if (entry instanceof Entry.Settled settled) {
            state.known = state.known.settled(settled.content(), settled.verdict());
        } else if (entry instanceof Entry.UploadOpened opened) {
            state.uploads.put(opened.upload().path(), opened.upload());
        } else if (entry instanceof Entry.UploadDropped dropped) {
            state.uploads.remove(dropped.path());
        } else if (entry instanceof Entry.Stored stored) {
            state.uploads.remove(stored.file().path());
            state.files.put(stored.file().path(), stored.file());
            state.undeclared = true;
        } else if (entry instanceof Entry.Received received) {
            state.uploads.clear();
            state.looked = false;
            state.undeclared = false;
            state.known = state.known.received(
                    received.content(), received.dataset(), received.receipt(), received.at(), received.bytes());
        } else if (entry instanceof Entry.Reopened) {
            state.known = state.known.reopened();
        } else if (entry instanceof Entry.Looked) {
            state.looked = true;
        } else if (entry instanceof Entry.Doubted doubted) {
            state.files.remove(doubted.path());
            state.known = state.known.doubted();
        } else if (entry instanceof Entry.Troubled troubled) {
            state.known = state.known.troubled(troubled.reason());
        } else if (entry instanceof Entry.Snapshot snapshot) {
            state.known = snapshot.known();
            state.looked = snapshot.looked();
            state.undeclared = snapshot.undeclared();
            snapshot.uploads().forEach(upload -> state.uploads.put(upload.path(), upload));
            snapshot.files().forEach(file -> state.files.put(file.path(), file));
        }
    }

    private static String id(String source, String name) {
        return source + '\0' + name;
    }
}
