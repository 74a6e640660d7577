/**
 * Declares an acquisition whose files are all stored, and keeps the receipt that the server gives after its own check of every digest. Only
 * a receipt makes an acquisition green.
 */
@NullMarked
package gedeon.sync.verify;

import org.jspecify.annotations.NullMarked;
