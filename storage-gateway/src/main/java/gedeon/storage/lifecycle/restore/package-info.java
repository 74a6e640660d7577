/**
 * What lies in an archive, brought back for a while: rows say what was asked for, a process that dies is followed by the next, and a copy whose time is over
 * goes. The archive's copy is read and never touched.
 */
@NullMarked
package gedeon.storage.lifecycle.restore;

import org.jspecify.annotations.NullMarked;
