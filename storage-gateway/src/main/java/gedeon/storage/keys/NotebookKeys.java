package gedeon.storage.keys;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Pace;
import gedeon.storage.objects.Refusal;
import gedeon.storage.objects.Rewriting;
import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The keys of notebooks, for people: each act is durable on return. Rights are the caller's to ask. */
public final class NotebookKeys {
    /** How long the file of a destroyed key is kept, for who destroyed the wrong one. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Duration ERASE_EVERY = Duration.ofHours(1);

    private final KeyProvider keys;
    private final Disposals disposals;
    private final Withdrawals withdrawals;
    private final Clock clock;
    private Instant nextErase = Instant.MIN;

    /**
     * @param pace of blobs that are written anew
     * @param claim how long a withdrawal of a process that died waits for another
     */
    public NotebookKeys(Sql sql, KeyProvider keys, Rewriting rewriting, Pace pace, Duration claim, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.disposals = new Disposals(sql, keys);
        this.withdrawals = new Withdrawals(sql, keys, rewriting, disposals, pace, claim);
    }

    /** Makes a named key. @throws Notebooks.NameTaken where one of that name lives */
    public KeyRef create(int notebook, String name) throws IOException {
        KeyName key = named(notebook, name);
        if (keys.current(key).isPresent()) {
            throw new Notebooks.NameTaken("key", name);
        }
        return keys.ensure(key);
    }

    /** A key that people may name: never the notebook's own by its inner name. */
    private static KeyName named(int notebook, String name) {
        if (name.equals(KeyName.OWN)) {
            throw new IllegalArgumentException("the notebook's own key is made by itself; choose another name");
        }
        return new KeyName(notebook, name);
    }

    public List<KeyProvider.Generation> keys(int notebook) throws IOException {
        return keys.keys(notebook);
    }

    /** Names the master key in use. */
    public String master() throws IOException {
        return keys.master();
    }

    /** Wraps all keys of all notebooks under a new master key. */
    public KeyProvider.Rotation rotate() throws IOException {
        return keys.rotate();
    }

    /** Begins a new generation for what is written from now on. @throws Refusal UNKNOWN_KEY where a named key never was */
    public KeyRef renew(KeyName key) throws IOException {
        if (!key.name().equals(KeyName.OWN) && keys.current(key).isEmpty()) {
            throw new Refusal(
                    Refusal.Reason.UNKNOWN_KEY, "there is no " + key + "; make it with gedeon encryption key create");
        }
        return keys.renew(key);
    }

    /**
     * Has all content under a generation written anew under the current one, beside, and destroys the generation then. Begun twice, it is one.
     *
     * @throws IllegalArgumentException where it is the current one
     * @throws Refusal UNKNOWN_KEY
     */
    public Withdrawal withdraw(KeyRef ref) throws IOException {
        return withdrawals.start(ref);
    }

    public List<Withdrawal> withdrawals(int notebook) {
        return withdrawals.of(notebook);
    }

    /** What {@link #destroy} would do; changes nothing. */
    public Disposal disposal(int notebook) {
        return disposals.preview(notebook);
    }

    /**
     * Destroys all keys of a notebook: what is encrypted with them cannot be read any more, by nobody, once their last copies are erased ({@link #KEPT}).
     *
     * @param bypass whether GOVERNANCE stands in the way; the right to is the caller's to ask
     * @param account who does it
     * @throws Refusal LOCKED while any version of the notebook is under COMPLIANCE or on hold
     */
    public Disposal destroy(int notebook, boolean bypass, long account, String reason) {
        return disposals.destroy(notebook, bypass, account, reason);
    }

    /** Goes on with withdrawals that others left, and once an hour erases what was destroyed long enough ago: that looks at all keys, under their lock. */
    public synchronized void tidy() throws IOException {
        withdrawals.wake();
        Instant now = clock.instant();
        if (!now.isBefore(nextErase)) {
            keys.erase(now.minus(KEPT));
            nextErase = now.plus(ERASE_EVERY);
        }
    }

    /** Ends the work on withdrawals of this process. */
    public void close() {
        withdrawals.close();
    }
}
