package gedeon.storage.tier;

import java.io.IOException;
import java.io.InputStream;

/**
 * The payload of one blob as it rests in its tier: read to learn what is stored, where {@link Tier#read} may hand out what this computer still remembers of writing it.
 */
public interface AtRest extends Payload {
    /** Whether what is read comes past this computer's memory. */
    boolean pastCache();

    /** The same bytes, with nothing promised about where they come from. */
    static AtRest anyhow(Payload payload) {
        return of(payload, false);
    }

    static AtRest of(Payload payload, boolean pastCache) {
        return new AtRest() {
            @Override
            public InputStream read(long from, long length) throws IOException {
                return payload.read(from, length);
            }

            @Override
            public boolean pastCache() {
                return pastCache;
            }
        };
    }
}
