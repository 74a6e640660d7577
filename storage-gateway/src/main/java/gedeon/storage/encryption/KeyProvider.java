package gedeon.storage.encryption;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of notebooks live: outside the database and its backups. A key has generations; data keys are wrapped under the current one, which is the
 * youngest that is not destroyed, and unwrapped under the one that is named.
 *
 * <p>Every change is whole or absent, durable on return, and seen by all processes that use the same provider from then on. No method hands a notebook's
 * key out. Calls may block on disk or network; an {@link IOException} means that the provider could not be asked, and nothing about the key.
 */
public interface KeyProvider {
    /** A data key under a key: what is kept beside the bytes. */
    record Wrapped(KeyRef key, byte[] bytes) {}

    /** @param destroyed when it was destroyed; null while it lives */
    record Generation(KeyRef ref, Instant created, @Nullable Instant destroyed) {}

    /** @param master names the master key that all are wrapped under now; {@code keys} of them were wrapped anew */
    record Rotation(String master, int keys) {}

    /**
     * Wraps a data key under the current generation.
     *
     * @param context what the data key belongs to: it is unwrapped with the same bytes only
     * @throws UnknownKey where there is no living generation
     */
    Wrapped wrap(KeyName key, byte[] dataKey, byte[] context) throws IOException;

    /**
     * @throws DestroyedKey where that generation was destroyed
     * @throws UnknownKey where it never was
     * @throws WrongKey where bytes or context are not those of {@link #wrap}
     */
    byte[] unwrap(KeyRef ref, byte[] wrapped, byte[] context) throws IOException;

    /** The current generation, or a first (or next) one where none lives. Two that ask at once get the same. */
    KeyRef ensure(KeyName key) throws IOException;

    /** Makes the next generation, which is current from now on; older ones go on unwrapping. */
    KeyRef renew(KeyName key) throws IOException;

    Optional<KeyRef> current(KeyName key) throws IOException;

    /** Whether {@link #unwrap} would open what is under it. */
    boolean alive(KeyRef ref) throws IOException;

    /**
     * From the return on nothing can be unwrapped under it, in no process. The key may be kept for {@link #erase} in a place that no call reads. A key
     * that is destroyed already: does nothing. Waits for no other change of keys: called while all of a notebook stands still.
     */
    void destroy(KeyRef ref) throws IOException;

    /** All generations of all keys of a notebook, destroyed ones too, by name and generation. */
    List<Generation> keys(int notebook) throws IOException;

    /** Notebooks that have or had a key. */
    List<Integer> notebooks() throws IOException;

    /**
     * Wraps all notebook keys under a new master key, and forgets the old one when nothing is under it any more. Data keys and blobs stay as they are.
     * Ended half way, all keys still open; the next call does the rest.
     *
     * @throws IllegalStateException where the master key is not this provider's to make; the message says who does it and how
     */
    Rotation rotate() throws IOException;

    /** Erases for good what was destroyed before that time; returns how many. */
    int erase(Instant before) throws IOException;

    /** Names the master key that new wraps are made under. */
    String master() throws IOException;
}
