/**
 * Deletes here what the server has, where its owner asked for it: off unless the configuration says otherwise. An acquisition goes whole or not at all: its receipt is
 * checked again with the server, each of its files is read again and compared, all are put aside by renaming, looked at once more and only then deleted. Each step is
 * in a log before the next is done, so that a kill leaves it whole or finished.
 */
@NullMarked
package gedeon.sync.free;

import org.jspecify.annotations.NullMarked;
