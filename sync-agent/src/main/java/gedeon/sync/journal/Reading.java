package gedeon.sync.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** A journal as it stood when it was opened, for reading alone; an agent may be writing it. Knows nothing where there is none. */
public final class Reading implements KnownAcquisitions, Closeable {
    private final Optional<Ledger> ledger;

    private Reading(Optional<Ledger> ledger) {
        this.ledger = ledger;
    }

    public static Reading of(Path journal) throws IOException {
        return new Reading(Ledger.reading(journal));
    }

    @Override
    public Optional<Known> known(String source, String name) {
        return state(source, name).map(State::known);
    }

    @Override
    public Optional<StoredFile> stored(String source, String name, String path) {
        return state(source, name).map(state -> state.files().get(path));
    }

    private Optional<State> state(String source, String name) {
        try {
            return ledger.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(ledger.get().state(source, name));
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's journal cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ledger.isPresent()) {
            ledger.get().close();
        }
    }
}
