/**
 * Takes a folder that somebody else fills into a notebook, in place: a walk makes an object of each file, five hundred a transaction, and settles the quota; then
 * each is read and hashed. Asked again, the folder is compared with what is known of it; nothing that was acknowledged changes by that.
 */
@NullMarked
@NamedInterface("adoption")
package gedeon.storage.lifecycle.adoption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
