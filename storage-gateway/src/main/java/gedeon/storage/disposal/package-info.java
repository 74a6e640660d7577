/**
 * Disposal of content, with care: docs/storage.md, "Disposal". Contributors mark versions as {@link gedeon.storage.disposal.Waste}, which a manager disposes
 * of alone while they are new and nothing is tied to them; all else of raw and sealed data is disposed of by a
 * {@link gedeon.storage.disposal.DisposalRequests request} that another person approves, after a waiting time. What goes leaves a
 * {@link gedeon.storage.disposal.Tombstone}. Destroying keys is another thing ({@code gedeon.storage.keys}).
 */
@NamedInterface("disposal")
@NullMarked
package gedeon.storage.disposal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
