package gedeon.storage.encryption.file;

import gedeon.storage.encryption.DestroyedKey;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.encryption.KeyWrap;
import gedeon.storage.encryption.UnknownKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys in a folder, one file a generation. Reading takes no lock: a file is whole or absent, and nothing is kept in memory, so what another process
 * destroyed is gone here too. A generation is destroyed by a second file beside it; only then it is moved away, to be erased later.
 */
public final class FileKeyProvider implements KeyProvider {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PURPOSE = "gedeon data key";
    private static final String KEY = ".key";
    private static final String DESTROYED = ".destroyed";

    private final Path notebooks;
    private final Path destroyed;
    private final KeyLock lock;
    private final MasterKeys masters;
    private final Clock clock;

    private FileKeyProvider(Path folder, MasterKeys masters, Clock clock) {
        Path absolute = folder.toAbsolutePath().normalize();
        this.notebooks = absolute.resolve("notebooks");
        this.destroyed = absolute.resolve("destroyed");
        this.lock = new KeyLock(absolute);
        this.masters = masters;
        this.clock = clock;
    }

    /** With master keys in the folder too. */
    public static FileKeyProvider inFolder(Path folder, Clock clock) {
        return new FileKeyProvider(folder, new MasterKeyFiles(folder.resolve("master"), clock), clock);
    }

    /**
     * With the master key of {@code GEDEON_MASTER_KEY} where the environment has one, and the one before it of {@code GEDEON_MASTER_KEY_PREVIOUS}; with
     * master keys in the folder otherwise.
     *
     * @throws IllegalArgumentException where a variable is not 32 bytes in base64
     */
    public static FileKeyProvider of(Path folder, Map<String, String> environment, Clock clock) {
        String given = environment.getOrDefault("GEDEON_MASTER_KEY", "");
        String previous = environment.getOrDefault("GEDEON_MASTER_KEY_PREVIOUS", "");
        return given.isBlank()
                ? inFolder(folder, clock)
                : new FileKeyProvider(folder, new GivenMasterKeys(given, previous.isBlank() ? null : previous), clock);
    }

    private Path folder(KeyName key) {
        return notebooks.resolve(String.valueOf(key.notebook())).resolve(key.name());
    }

    private Path file(KeyRef ref) {
        return folder(ref.key()).resolve(ref.generation() + KEY);
    }

    private Path tombstone(KeyRef ref) {
        return folder(ref.key()).resolve(ref.generation() + DESTROYED);
    }

    @Override
    public Wrapped wrap(KeyName key, byte[] dataKey, byte[] context) throws IOException {
        KeyRef ref = current(key).orElseThrow(() -> new UnknownKey(key));
        return new Wrapped(ref, KeyWrap.wrap(open(ref), PURPOSE, context, dataKey));
    }

    @Override
    public byte[] unwrap(KeyRef ref, byte[] wrapped, byte[] context) throws IOException {
        return KeyWrap.unwrap(open(ref), PURPOSE, context, wrapped);
    }

    private byte[] open(KeyRef ref) throws IOException {
        if (Files.exists(tombstone(ref))) {
            throw new DestroyedKey(ref);
        }
        KeyFile file;
        try {
            file = KeyFile.read(file(ref));
        } catch (NoSuchFileException e) {
            if (Files.exists(tombstone(ref))) {
                throw new DestroyedKey(ref);
            }
            throw new UnknownKey(ref);
        }
        if (!file.ref().equals(ref)) {
            throw new IOException(file(ref) + " is the file of " + file.ref() + "; put the right one back from a copy");
        }
        try {
            return file.open(masters);
        } catch (IOException e) {
            // Another process may have wrapped it anew since it was read, and retired the master key.
            KeyFile now = KeyFile.read(file(ref));
            if (now.master().equals(file.master())) {
                throw e;
            }
            return now.open(masters);
        }
    }

    @Override
    public boolean alive(KeyRef ref) {
        return Files.exists(file(ref)) && !Files.exists(tombstone(ref));
    }

    @Override
    public Optional<KeyRef> current(KeyName key) throws IOException {
        return generations(key).stream().filter(this::alive).max(Comparator.comparingInt(KeyRef::generation));
    }

    /** All that ever were, in order. */
    private List<KeyRef> generations(KeyName key) throws IOException {
        return PrivateFolder.list(folder(key)).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.matches("[1-9][0-9]{0,8}\\.(key|destroyed)"))
                .map(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
                .distinct()
                .sorted()
                .map(generation -> new KeyRef(key, generation))
                .toList();
    }

    @Override
    public KeyRef ensure(KeyName key) throws IOException {
        return lock.hold(() -> {
            Optional<KeyRef> current = current(key);
            return current.isPresent() ? current.get() : make(key);
        });
    }

    @Override
    public KeyRef renew(KeyName key) throws IOException {
        return lock.hold(() -> make(key));
    }

    private KeyRef make(KeyName key) throws IOException {
        List<KeyRef> before = generations(key);
        KeyRef ref = new KeyRef(key, before.isEmpty() ? 1 : before.getLast().generation() + 1);
        byte[] bytes = new byte[KeyWrap.KEY];
        RANDOM.nextBytes(bytes);
        PrivateFolder.write(
                file(ref),
                KeyFile.of(ref, clock.instant(), bytes, masters.current()).bytes());
        return ref;
    }

    /** Waits for nobody, since the notebook waits for it: the second file is what destroys; where another changes keys, {@link #erase} moves the first. */
    @Override
    public void destroy(KeyRef ref) throws IOException {
        if (!Files.exists(tombstone(ref))) {
            bury(ref);
        }
        lock.ifFree(() -> putAway(ref));
    }

    private void bury(KeyRef ref) throws IOException {
        Instant created;
        try {
            created = KeyFile.read(file(ref)).created();
        } catch (NoSuchFileException e) {
            if (Files.exists(tombstone(ref))) {
                return; // another was quicker
            }
            throw new UnknownKey(ref);
        }
        PrivateFolder.writeBeside(
                tombstone(ref), (clock.instant() + "\n" + created + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** From where keys are read to where they wait to be erased. */
    private boolean putAway(KeyRef ref) throws IOException {
        if (!Files.exists(file(ref))) {
            return false;
        }
        PrivateFolder.move(
                file(ref),
                destroyed.resolve(ref.key().notebook() + "-" + ref.key().name() + "-" + ref.generation() + KEY));
        return true;
    }

    /** What is left of a destroyed one: when that was, and when it had been made. */
    private Generation destroyed(KeyRef ref) throws IOException {
        List<String> lines = Files.readAllLines(tombstone(ref));
        return new Generation(ref, Instant.parse(lines.get(1)), Instant.parse(lines.get(0)));
    }

    @Override
    public List<Generation> keys(int notebook) throws IOException {
        List<Generation> all = new ArrayList<>();
        for (KeyRef ref : refs(notebook)) {
            all.add(
                    Files.exists(tombstone(ref))
                            ? destroyed(ref)
                            : new Generation(ref, KeyFile.read(file(ref)).created(), null));
        }
        return all;
    }

    private List<KeyRef> refs(int notebook) throws IOException {
        List<KeyRef> all = new ArrayList<>();
        for (Path key : PrivateFolder.list(notebooks.resolve(String.valueOf(notebook)))) {
            all.addAll(generations(new KeyName(notebook, key.getFileName().toString())));
        }
        return all;
    }

    @Override
    public List<Integer> notebooks() throws IOException {
        return PrivateFolder.list(notebooks).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    @Override
    public Rotation rotate() throws IOException {
        return lock.hold(() -> {
            MasterKey next = masters.next();
            int rewrapped = 0;
            for (Path file : keyFiles()) {
                KeyFile key = KeyFile.read(file);
                if (!key.master().equals(next.id())) {
                    PrivateFolder.write(
                            file,
                            KeyFile.of(key.ref(), key.created(), key.open(masters), next)
                                    .bytes());
                    rewrapped++;
                }
            }
            masters.retireOthers();
            return new Rotation(next.id(), rewrapped);
        });
    }

    /** Those destroyed and not erased yet are wrapped anew too: they stay what a person can bring back for as long as was said. */
    private List<Path> keyFiles() throws IOException {
        List<Path> all = new ArrayList<>();
        for (int notebook : notebooks()) {
            for (Path key : PrivateFolder.list(notebooks.resolve(String.valueOf(notebook)))) {
                all.addAll(PrivateFolder.list(key));
            }
        }
        all.addAll(PrivateFolder.list(destroyed));
        return all.stream().filter(path -> path.toString().endsWith(KEY)).toList();
    }

    @Override
    public int erase(Instant before) throws IOException {
        if (notebooks().isEmpty()) {
            return 0;
        }
        return lock.hold(() -> {
            int erased = 0;
            for (int notebook : notebooks()) {
                for (KeyRef ref : refs(notebook)) {
                    if (Files.exists(tombstone(ref))) {
                        putAway(ref); // where a destruction was cut short
                    }
                }
                for (Path key : PrivateFolder.list(notebooks.resolve(String.valueOf(notebook)))) {
                    PrivateFolder.sweep(key, clock);
                }
            }
            for (Path file : PrivateFolder.list(destroyed)) {
                Instant since = file.toString().endsWith(KEY)
                        ? destroyed(KeyFile.read(file).ref()).destroyed()
                        : null;
                if (since != null && since.isBefore(before)) {
                    PrivateFolder.erase(file);
                    erased++;
                }
            }
            PrivateFolder.sweep(destroyed, clock);
            return erased;
        });
    }

    @Override
    public String master() throws IOException {
        return lock.hold(masters::current).id();
    }
}
