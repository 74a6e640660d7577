package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A journal as it stood when it was opened, for reading alone; an agent may be writing it. Knows nothing where there is none. */
public final class Reading implements KnownAcquisitions, Closeable {
    private final Optional<Journal> journal;

    private Reading(Optional<Journal> journal) {
        this.journal = journal;
    }

    public static Reading of(Path journal) throws IOException {
        return new Reading(Journal.reading(journal));
    }

    @Override
    public Optional<Known> known(String source, String name) {
        return ask(source, name, State::known);
    }

    @Override
    public Optional<StoredFile> stored(String source, String name, String path) {
        return ask(source, name, state -> state.files().get(path));
    }

    private <T> Optional<T> ask(String source, String name, Function<State, @Nullable T> question) {
        try {
            return journal.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(journal.get().ask(source, name, question));
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's journal cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (journal.isPresent()) {
            journal.get().close();
        }
    }
}
