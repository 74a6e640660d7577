/**
 * What tiers are told of the namespace, and how it is made again from that: docs/storage.md, "Journal and rebuild". Triggers note each row that changes
 * ({@code journal_entry}); {@link gedeon.storage.journal.Journal} brings what was noted into a tier, at once where somebody waits for it;
 * {@link gedeon.storage.journal.JournalKeeper} copies it to the other tiers and writes it anew now and then.
 */
@NamedInterface("storage-journal")
@NullMarked
package gedeon.storage.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
