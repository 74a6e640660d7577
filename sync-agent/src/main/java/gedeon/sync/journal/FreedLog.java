package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was deleted on this computer because the server has it, step by step, each step on disk before the next is done. Kept for good, beside the journal. Whoever
 * holds the journal may write it: one at a time. Thread-safe.
 */
public final class FreedLog implements Closeable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final RecordFile file;
    private final Clock clock;
    private final Map<String, Freeing> open;

    private FreedLog(RecordFile file, Clock clock, Map<String, Freeing> open) {
        this.file = file;
        this.clock = clock;
        this.open = open;
    }

    /** How far one is. */
    public enum Step {
        /** Its receipt was checked again and its files read again; they are about to be put aside. */
        BEGUN,
        /** All of it is aside and unchanged: it will be deleted. */
        DECIDED,
        /** It is deleted; the server is to be told. */
        DELETED,
        /** The server knows. */
        TOLD,
        /** It changed: all of it is back where it was. */
        UNDONE
    }

    /**
     * One acquisition on its way.
     *
     * @param aside folder into which its files are put before they are deleted
     * @param home where they lay
     * @param things names of what is put there
     */
    public record Freeing(
            String source,
            String name,
            String receipt,
            String home,
            String aside,
            List<String> things,
            long files,
            long bytes,
            Step step) {
        public Freeing {
            things = List.copyOf(things);
        }

        public Freeing at(Step next) {
            return new Freeing(source, name, receipt, home, aside, things, files, bytes, next);
        }

        private boolean ended() {
            return step == Step.TOLD || step == Step.UNDONE;
        }
    }

    record Line(Instant at, Freeing freeing) {}

    public static FreedLog open(Path file, Clock clock) throws IOException {
        Map<String, Freeing> open = new LinkedHashMap<>();
        return new FreedLog(RecordFile.open(file, (position, bytes) -> apply(open, bytes)), clock, open);
    }

    /** The last word on each acquisition that was ever freed, for reading; an agent may be writing it. */
    public static List<Freeing> peek(Path file) throws IOException {
        Map<String, Freeing> last = new LinkedHashMap<>();
        if (Files.exists(file)) {
            RecordFile.peek(file, (position, bytes) -> {
                        Freeing one = line(bytes).freeing();
                        last.put(id(one.source(), one.name()), one);
                    })
                    .close();
        }
        return List.copyOf(last.values());
    }

    private static void apply(Map<String, Freeing> open, ByteBuffer bytes) {
        apply(open, line(bytes).freeing());
    }

    private static Line line(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        return JSON.readValue(bytes, Line.class);
    }

    private static void apply(Map<String, Freeing> open, Freeing one) {
        if (one.ended()) {
            open.remove(id(one.source(), one.name()));
        } else {
            open.put(id(one.source(), one.name()), one);
        }
    }

    /** Those of which the last step is not done. */
    public synchronized List<Freeing> open() {
        return new ArrayList<>(open.values());
    }

    public synchronized Optional<Freeing> open(String source, String name) {
        return Optional.ofNullable(open.get(id(source, name)));
    }

    /** On disk on return. */
    public synchronized Freeing write(Freeing step) throws IOException {
        file.append(JSON.writeValueAsBytes(new Line(clock.instant(), step)));
        file.forceAlone();
        apply(open, step);
        return step;
    }

    private static String id(String source, String name) {
        return source + '\0' + name;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
