package gedeon.server.web.operations;

import gedeon.server.web.Moment;
import gedeon.storage.operations.StorageOverview;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A process as the page shows it; what it does not say is null. */
record ProcessLine(
        @Nullable String role,
        @Nullable String host,
        @Nullable String serves,
        @Nullable String release,
        Moment since) {
    static ProcessLine of(StorageOverview.Process one, Locale locale) {
        return new ProcessLine(one.role(), one.host(), one.serves(), one.release(), Moment.of(one.since(), locale));
    }
}
