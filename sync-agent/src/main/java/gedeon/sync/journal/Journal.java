package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal's file with what must be in memory of it: {@link Slots} of all acquisitions, and whole {@link State}s of the few about which something
 * happens. The records of one acquisition are linked from the last to the first, so that its state is read from disk when it is asked for. Thread-safe.
 */
final class Journal implements Closeable {
    /** So many files of an acquisition are told in one record. */
    static final int FILES_A_RECORD = 500;

    private static final long WORTH_COMPACTING = 1 << 20;
    private static final int FILES_IN_MEMORY = 20_000;

    /** Of a slot: the content for which there is a receipt; where its last record stands; since when, and of which source; flags and look. */
    private static final int PRINT = 1;

    private static final int POSITION = 2;
    private static final int SINCE = 3;

    private static final int LOOKS = 1 << 14;
    private static final int UNSENT = 1;
    private static final int UNLOOKED = 1 << 15;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Slots slots = new Slots();
    private final Named named = new Named();
    private final States states = new States(FILES_IN_MEMORY);
    private final Map<String, Integer> looks = new HashMap<>();
    private final RecordFile file;
    private final Wanting wanting;
    private long compactAt;

    private Journal(Path journal, boolean toWrite) throws IOException {
        wanting = Wanting.of(journal);
        file = toWrite ? RecordFile.open(journal, this::found, wanting::begins) : RecordFile.peek(journal, this::found);
        compactAt = Math.max(WORTH_COMPACTING, 2 * file.size());
    }

    static Journal open(Path journal) throws IOException {
        return new Journal(journal, true);
    }

    /** What is whole of it now, an agent may be writing it; empty where there is none. */
    static Optional<Journal> reading(Path journal) throws IOException {
        return Files.exists(journal) ? Optional.of(new Journal(journal, false)) : Optional.empty();
    }

    static Standing peek(Path journal, int shown) throws IOException {
        if (!Files.exists(journal)) {
            return new Standing(0, 0, 0, 0, null, List.of());
        }
        try (Journal whole = new Journal(journal, false)) {
            return whole.standing(shown);
        }
    }

    synchronized Optional<String> lost() {
        RecordFile.Cut cut = file.cut();
        if (cut == null) {
            return Optional.empty();
        }
        return Optional.of(
                cut.kept() == null
                        ? "the journal's last " + cut.bytes()
                                + " bytes were torn by a crash and were cut; what they told happens again"
                        : "the journal was damaged: its last " + cut.bytes()
                                + " bytes cannot be read and were cut, the file as it was is kept as " + cut.kept()
                                + "; what they told is asked of the server");
    }

    boolean wanting() {
        return wanting.isTrue();
    }

    synchronized void complete() throws IOException {
        file.forceAlone();
        wanting.ends();
    }

    private void found(long position, ByteBuffer record) {
        Head head = Head.of(record);
        if (head.gone()) {
            slots.remove(head.id());
        } else {
            place(head, position);
        }
    }

    private void place(Head head, long position) {
        long slot = slots.make(head.id());
        slots.set(slot, PRINT, head.print());
        int look = look(slot);
        slots.set(
                slot,
                POSITION,
                position << 16 | (head.unlooked() ? UNLOOKED : 0) | (long) look << 1 | (head.unsent() ? UNSENT : 0));
        slots.set(slot, SINCE, head.seconds() << 32 | head.source() & 0xffffffffL);
    }

    private long position(long slot) {
        return slots.get(slot, POSITION) >>> 16;
    }

    private boolean unsent(long slot) {
        return (slots.get(slot, POSITION) & UNSENT) != 0;
    }

    private int look(long slot) {
        return (int) (slots.get(slot, POSITION) >>> 1) & (LOOKS - 1);
    }

    private long seconds(long slot) {
        return slots.get(slot, SINCE) >>> 32;
    }

    private int source(long slot) {
        return (int) slots.get(slot, SINCE);
    }

    /** What somebody asks of the state of an acquisition, while nobody changes it; null where nothing is known of it. */
    synchronized <T> @Nullable T ask(String source, String name, Function<State, @Nullable T> question)
            throws IOException {
        State state = state(source, name);
        return state == null ? null : question.apply(state);
    }

    private @Nullable State state(String source, String name) throws IOException {
        for (int salt = 0; ; salt++) {
            long id = named.id(source, name, salt);
            long slot = slots.find(id);
            if (slot == Slots.NONE) {
                return null;
            }
            State state = load(id, slot);
            if (state.is(source, name)) {
                return state;
            }
        }
    }

    private State load(long id, long slot) throws IOException {
        State there = states.get(id);
        if (there != null) {
            return there;
        }
        State read = fromDisk(position(slot));
        states.put(id, read);
        return read;
    }

    private State fromDisk(long last) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (long at = last; at >= 0; ) {
            ByteBuffer record = file.read(at);
            at = Head.of(record).previous();
            entries.add(entry(record));
        }
        Collections.reverse(entries);
        Entry first = entries.get(0);
        State state = new State(first.source(), first.name(), first.at());
        entries.forEach(state::apply);
        return state;
    }

    private static Entry entry(ByteBuffer text) {
        byte[] bytes = new byte[text.remaining()];
        text.get(bytes);
        return JSON.readValue(bytes, Entry.class);
    }

    synchronized boolean unchanged(String source, String name, long print) {
        long slot = slots.find(named.id(source, name, 0));
        return slot != Slots.NONE && !unsent(slot) && slots.get(slot, PRINT) == print && print != 0;
    }

    synchronized void write(Entry entry) throws IOException {
        long id = 0;
        State state = null;
        long previous = -1;
        for (int salt = 0; state == null; salt++) {
            id = named.id(entry.source(), entry.name(), salt);
            long slot = slots.find(id);
            if (slot == Slots.NONE) {
                state = new State(entry.source(), entry.name(), entry.at());
            } else if (load(id, slot).is(entry.source(), entry.name())) {
                state = load(id, slot);
                previous = position(slot);
            }
        }
        state.apply(entry);
        Head head = state.head(Named.source(entry.source()), id, previous);
        long position;
        try {
            position = file.append(head.with(text(entry)));
        } catch (IOException e) {
            // What is not on the disk is not known: the next to ask reads what is.
            states.remove(id);
            throw e;
        }
        place(head, position);
        if (previous < 0) {
            mark(id, entry.source());
        }
        states.put(id, state);
        if (file.size() > compactAt) {
            compactIfThereIsRoom();
        }
    }

    /** What was written stands without it. */
    private void compactIfThereIsRoom() throws IOException {
        RecordFile.Fresh fresh;
        try {
            fresh = written();
        } catch (IOException e) {
            compactAt = 2 * file.size();
            System.getLogger(Journal.class.getName())
                    .log(System.Logger.Level.WARNING, "the journal is not written anew for now", e);
            return;
        }
        put(fresh);
    }

    /** Others may write meanwhile. */
    void force() throws IOException {
        try {
            file.force();
        } catch (ClosedChannelException e) {
            synchronized (this) {
                // It was being written anew, or somebody was interrupted.
                file.forceAlone();
            }
        }
    }

    synchronized void lookBegins(String source) {
        looks.merge(source, 1, (before, one) -> before + 1 == LOOKS ? 1 : before + 1);
    }

    synchronized void there(String source, String name) {
        mark(named.id(source, name, 0), source);
    }

    private void mark(long id, String source) {
        long slot = slots.find(id);
        if (slot != Slots.NONE) {
            long look = looks.getOrDefault(source, 0);
            long word = slots.get(slot, POSITION);
            slots.set(slot, POSITION, word & ~((LOOKS - 1L) << 1) | look << 1);
        }
    }

    synchronized boolean isThere(String source, String name) {
        long slot = slots.find(named.id(source, name, 0));
        return slot != Slots.NONE && look(slot) == looks.getOrDefault(source, 0);
    }

    synchronized void forgetAbsent(String source, Instant now) throws IOException {
        int hash = Named.source(source);
        int look = looks.getOrDefault(source, 0);
        List<Long> absent = new ArrayList<>();
        slots.each(slot -> {
            if (source(slot) == hash && unsent(slot) && slots.get(slot, PRINT) == 0 && look(slot) != look) {
                absent.add(slots.id(slot));
            }
        });
        for (long id : absent) {
            long slot = slots.find(id);
            State state = load(id, slot);
            Known known = state.known();
            if (known.source().equals(source) && known.receipt() == null) {
                Head gone = new Head(
                        true, false, false, false, false, hash, id, 0, position(slot), now.getEpochSecond(), 0);
                file.append(gone.with(text(new Entry.Gone(known.source(), known.name(), now))));
                slots.remove(id);
                states.remove(id);
            }
        }
    }

    synchronized boolean waits(String source) {
        int hash = Named.source(source);
        boolean[] found = {false};
        slots.each(slot -> found[0] |= source(slot) == hash && unsent(slot));
        return found[0];
    }

    synchronized List<Known> unlooked() throws IOException {
        List<Long> found = new ArrayList<>();
        slots.each(slot -> {
            if ((slots.get(slot, POSITION) & UNLOOKED) != 0) {
                found.add(slot);
            }
        });
        List<Known> known = new ArrayList<>();
        for (long slot : found) {
            known.add(load(slots.id(slot), slot).known());
        }
        return known;
    }

    synchronized Backlog backlog() {
        long[] found = {0, Long.MAX_VALUE, 0};
        slots.each(slot -> {
            if (unsent(slot)) {
                found[0]++;
                found[1] = Math.min(found[1], seconds(slot));
                found[2] = Math.max(found[2], seconds(slot));
            }
        });
        boolean none = found[0] == 0;
        return new Backlog(
                found[0], none ? null : Instant.ofEpochSecond(found[1]), none ? null : Instant.ofEpochSecond(found[2]));
    }

    synchronized Standing standing(int most) throws IOException {
        long[] sums = new long[3];
        file.each((position, record) -> {
            Head head = Head.of(record);
            long slot = head.gone() ? Slots.NONE : slots.find(head.id());
            if (slot != Slots.NONE && position(slot) == position && head.print() != 0) {
                sums[0]++;
                sums[1] += head.provisional() ? 1 : 0;
                sums[2] += head.bytes();
            }
        });
        // Of each the most wanted stay: at the head of a queue stands what goes first.
        PriorityQueue<Long> waiting =
                new PriorityQueue<>(Comparator.comparingLong(this::seconds).reversed());
        PriorityQueue<Long> received = new PriorityQueue<>(Comparator.comparingLong(this::seconds));
        slots.each(slot -> {
            PriorityQueue<Long> kept = unsent(slot) ? waiting : received;
            kept.add(slot);
            if (kept.size() > most) {
                kept.remove();
            }
        });
        List<Known> shown = new ArrayList<>(known(waiting));
        for (Known one : known(received)) {
            if (shown.size() < most) {
                shown.add(one);
            }
        }
        Backlog backlog = backlog();
        return new Standing(sums[0], sums[1], sums[2], backlog.waiting(), backlog.oldest(), shown);
    }

    /** The last out of the queue first. */
    private List<Known> known(PriorityQueue<Long> queue) throws IOException {
        List<Known> known = new ArrayList<>();
        while (!queue.isEmpty()) {
            long slot = queue.remove();
            known.add(load(slots.id(slot), slot).known());
        }
        Collections.reverse(known);
        return known;
    }

    /** Writes the journal anew in the order in which acquisitions last changed: each with its files, then what else is known of it. */
    synchronized void compact() throws IOException {
        put(written());
    }

    /** All that is known, on disk beside the file; it has changed nothing yet. */
    private RecordFile.Fresh written() throws IOException {
        RecordFile.Fresh fresh = file.rewrite();
        try {
            file.each((position, record) -> {
                Head head = Head.of(record);
                long slot = head.gone() ? Slots.NONE : slots.find(head.id());
                if (slot != Slots.NONE && position(slot) == position) {
                    rewrite(fresh, head, position);
                }
            });
            fresh.finish();
            return fresh;
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    /** From here on that is the file, and every slot names its place in there before its name is on disk. */
    private void put(RecordFile.Fresh fresh) throws IOException {
        try (fresh) {
            fresh.place();
            file.again((position, record) -> {
                Head head = Head.of(record);
                long slot = slots.find(head.id());
                slots.set(slot, POSITION, slots.get(slot, POSITION) & 0xffff | position << 16);
            });
            fresh.keep();
        }
        compactAt = Math.max(WORTH_COMPACTING, 2 * file.size());
    }

    private void rewrite(RecordFile.Fresh fresh, Head head, long position) throws IOException {
        if (head.whole()) {
            copy(fresh, position);
            return;
        }
        State state = states.get(head.id());
        if (state == null) {
            state = fromDisk(position);
        }
        Known known = state.known();
        long previous = -1;
        List<StoredFile> files = List.copyOf(state.files().values());
        for (int from = 0; from < files.size(); from += FILES_A_RECORD) {
            Entry some = new Entry.Stored(
                    known.source(),
                    known.name(),
                    known.seenAt(),
                    files.subList(from, Math.min(files.size(), from + FILES_A_RECORD)));
            previous = fresh.append(head.after(previous).with(text(some)));
        }
        Entry rest = new Entry.Snapshot(
                known.source(),
                known.name(),
                known.seenAt(),
                known,
                List.copyOf(state.uploads().values()),
                state.looked(),
                state.undeclared());
        fresh.append(head.after(previous).asWhole().with(text(rest)));
    }

    /** What an earlier writing made whole goes on as it is. */
    private void copy(RecordFile.Fresh fresh, long last) throws IOException {
        List<ByteBuffer> linked = new ArrayList<>();
        for (long at = last; at >= 0; ) {
            ByteBuffer record = file.read(at);
            linked.add(record.duplicate());
            at = Head.of(record).previous();
        }
        Collections.reverse(linked);
        long previous = -1;
        for (ByteBuffer record : linked) {
            Head head = Head.of(record);
            byte[] text = new byte[record.remaining()];
            record.get(text);
            previous = fresh.append(head.after(previous).with(text));
        }
    }

    private static byte[] text(Entry entry) {
        return JSON.writerFor(Entry.class).writeValueAsBytes(entry);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
