package gedeon.storage.disposal;

import gedeon.storage.ObjectKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which versions of a bucket are meant. */
public sealed interface Chosen {
    /** All versions of all keys that begin so, those that are not current as well; empty: of the bucket. */
    record Prefix(byte[] bytes) implements Chosen {
        public Prefix {
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Prefix prefix && Arrays.equals(bytes, prefix.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** These, at most {@value #MOST}. */
    record Versions(List<Named> all) implements Chosen {
        public static final int MOST = 1000;

        public Versions {
            all = List.copyOf(all);
            if (all.isEmpty() || all.size() > MOST) {
                throw new IllegalArgumentException("1 to " + MOST + " versions are named at a time, was " + all.size());
            }
        }
    }

    /** @param version its name as S3 shows it; null: the current one of the key */
    record Named(ObjectKey key, @Nullable String version) {}
}
