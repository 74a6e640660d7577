/**
 * Tiers for decades: plain OCFL 1.1 in a folder, which anybody reads without Gédéon. What comes in gathers as files of its own, acknowledged and whole, until a
 * batch is worth it; a batch is one OCFL object that is written once. Layout: docs/storage.md and decision 0011.
 */
@NullMarked
package gedeon.storage.tier.archive;

import org.jspecify.annotations.NullMarked;
