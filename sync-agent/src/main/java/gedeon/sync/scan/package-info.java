/**
 * What lies in the watched folders: walks each source without following links and offers acquisitions (a file with its companions, or a
 * folder as a whole) one by one, with size, time and identity of every file. Reads names and attributes only; opens and changes nothing.
 * Called by the agent's pass; knows nothing of what is finished or sent.
 */
@NullMarked
package gedeon.sync.scan;

import org.jspecify.annotations.NullMarked;
