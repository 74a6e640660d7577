package gedeon.storage.lifecycle;

import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.tiering.Unsettled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What outranks the rules of a bucket, beside the locks of its versions: that they are sealed, and the storage policy of the notebook. */
interface Outranks {
    /** Where nothing does. */
    Outranks NOTHING = new Outranks() {
        @Override
        public @Nullable Standing of(StoredVersion version) {
            return null;
        }

        @Override
        public boolean lets(int notebook) {
            return true;
        }
    };

    /** Reads a few rows. */
    @Nullable Standing of(StoredVersion version);

    /** Whether transitions into an archive move anything of a notebook. */
    boolean lets(int notebook);

    /**
     * @param sealed neither hidden nor removed
     * @param awaited where it still has to go before it may be removed; null where nowhere
     */
    record Standing(boolean sealed, @Nullable String awaited) {}

    static Outranks by(Unsettled unsettled) {
        return new Outranks() {
            @Override
            public @Nullable Standing of(StoredVersion version) {
                Optional<Unsettled.Standing> found = unsettled.of(version);
                return found.map(one -> new Standing(
                                one.sealed(), one.awaited().isEmpty() ? null : String.join(", ", one.awaited())))
                        .orElse(null);
            }

            @Override
            public boolean lets(int notebook) {
                return unsettled.archives(notebook);
            }
        };
    }
}
