/** Makes the namespace and the ledger again from what the tiers hold: their journals, and the headers of their blobs. docs/storage.md, "Journal and rebuild". */
@NamedInterface("storage-rebuild")
@NullMarked
package gedeon.storage.journal.rebuild;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
