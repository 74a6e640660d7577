/**
 * Folders that instruments leave and no other reader knows: parameter files as key=value, key: value, XML or JSON, whose keys are matched with the vocabulary by a
 * table of aliases. Called by the reading process alone, after every reader of a known folder.
 */
@NullMarked
package gedeon.metadata.extraction.folder;

import org.jspecify.annotations.NullMarked;
