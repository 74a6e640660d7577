/**
 * What the agent promised and was promised, in one append-only file: each record with its CRC, forced to disk before the agent acts on it.
 * A torn tail is cut when the file is opened; compaction writes anew and renames. {@link gedeon.sync.journal.Progress} is the only way in:
 * the agent asks it what it knows of an acquisition and tells it what happened; status reads it without a lock.
 */
@NullMarked
package gedeon.sync.journal;

import org.jspecify.annotations.NullMarked;
