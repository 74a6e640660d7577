package gedeon.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Instruments, their watched folders and the codes by which agents enrol. Durable on return; rights are the caller's to ask. */
public interface Instruments {
    /** @throws gedeon.storage.notebooks.Notebooks.NameTaken where the name is in use */
    Instrument register(Instrument.Draft draft);

    /** Makes or updates what a connector read, by {@code origin} and {@code originId}. Repeatable. */
    Instrument sync(String origin, String originId, Instrument.Draft draft);

    Optional<Instrument> find(String name);

    Optional<Instrument> find(int id);

    /** In order of name after {@code after}. */
    List<Instrument> page(Set<Integer> notebooks, @Nullable String after, int limit);

    /**
     * Adds a source, or replaces the one of that name: its version counts up, and a new version of the instrument's settings comes with it. No source's
     * prefix may lie in another's of the notebook.
     */
    Source put(int instrument, Source source, String by);

    List<Source> sources(int instrument);

    /** A code for one enrolment, told once; kept as SHA-256 for 15 minutes. {@code by} is the account that asks. */
    Code code(int instrument, long by);

    /** A one-time code. */
    record Code(String code, Instant expires) {
        @Override
        public String toString() {
            return "Code[***, " + expires + "]";
        }
    }
}
