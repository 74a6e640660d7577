package gedeon.storage.s3;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Texts that buckets keep, as they were read before: the same text means the same, whoever asks. Many requests need them, and reading XML or JSON each time
 * costs more than the rest of the answer. Of all texts the ones used last are at hand, bounded in number and in characters. What cannot be read is read again.
 *
 * @param <T> what a text means; never changed, for many threads share it
 */
public final class Parsed<T> {
    private static final int MOST = 512;
    private static final int MOST_CHARACTERS = 4 << 20;

    /** @param scope what the meaning depends on beside the text, as the name of the bucket; empty where on nothing */
    private record Key(String scope, String text) {
        int characters() {
            return scope.length() + text.length();
        }
    }

    private final BiFunction<String, String, T> reader;
    private final int most;
    private final int mostCharacters;
    private final Map<Key, T> known = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    /** @param reader of a text alone */
    public Parsed(Function<String, T> reader) {
        this((text, scope) -> reader.apply(text));
    }

    /** @param reader of a text and its scope */
    public Parsed(BiFunction<String, String, T> reader) {
        this(reader, MOST, MOST_CHARACTERS);
    }

    Parsed(BiFunction<String, String, T> reader, int most, int mostCharacters) {
        this.reader = reader;
        this.most = most;
        this.mostCharacters = mostCharacters;
    }

    public T of(String text) {
        return of(text, "");
    }

    /** Threads that ask for a new text at the same moment may each read it; nobody waits for another's reading. Throws what the reader throws. */
    public T of(String text, String scope) {
        Key key = new Key(scope, text);
        synchronized (known) {
            T found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        T read = reader.apply(text, scope);
        if (key.characters() <= mostCharacters) {
            keep(key, read);
        }
        return read;
    }

    private void keep(Key key, T read) {
        synchronized (known) {
            if (known.put(key, read) == null) {
                characters += key.characters();
            }
            Iterator<Key> oldest = known.keySet().iterator();
            while (known.size() > most || characters > mostCharacters) {
                characters -= oldest.next().characters();
                oldest.remove();
            }
        }
    }

    int size() {
        synchronized (known) {
            return known.size();
        }
    }
}
