package gedeon.storage.journal;

import gedeon.storage.encryption.DestroyedKey;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.UnknownKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lines back: {@code {"told": table, "gone": boolean, "change": number, "rows": [...]}} each, in no order. */
public final class JournalLines {
    /** What a line tells of that is of no table: all that was committed before its {@code millis}, by the database's clock, is told by then. */
    public static final String WHOLE = "whole";

    private final JournalSeal seal;

    public JournalLines(KeyProvider keys) {
        this.seal = new JournalSeal(keys);
    }

    /** When the youngest snapshot among files of a journal was begun; empty where none is whole. */
    public static Optional<Instant> snapshot(Collection<String> files) {
        return files.stream().filter(Names::isDone).map(Names::of).max(Instant::compareTo);
    }

    /** Takes the JSON of one line, opened where it was sealed. */
    @FunctionalInterface
    public interface Taker {
        void line(String json) throws IOException;
    }

    /** @param broken lines that are not what was written, {@code sealed}: lines whose key is not here */
    public record Read(long broken, long sealed) {}

    public Read read(InputStream in, Taker taker) throws IOException {
        long broken = 0;
        long sealed = 0;
        Pieces pieces = new Pieces(in);
        for (byte[] line = pieces.next(); line != null; line = pieces.next()) {
            if (line.length == 0) {
                continue;
            }
            Optional<String> json = JournalLine.read(line);
            if (json.isEmpty()) {
                broken++;
                continue;
            }
            try {
                taker.line(seal.open(json.get()));
            } catch (UnknownKey | DestroyedKey e) {
                sealed++;
            }
        }
        return new Read(broken, sealed);
    }

    /** Lines of a stream without their line feeds. */
    private static final class Pieces {
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int at;
        private int end;

        Pieces(InputStream in) {
            this.in = in;
        }

        byte @Nullable [] next() throws IOException {
            line.reset();
            while (true) {
                if (at == end) {
                    end = Math.max(0, in.read(buffer));
                    at = 0;
                    if (end == 0) {
                        return line.size() == 0 ? null : line.toByteArray();
                    }
                }
                int from = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                line.write(buffer, from, at - from);
                if (at < end) {
                    at++;
                    return line.toByteArray();
                }
            }
        }
    }
}
