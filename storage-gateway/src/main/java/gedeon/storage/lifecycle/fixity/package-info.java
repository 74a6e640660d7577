/** Fixity: every copy of every blob is read again within a period; what is damaged is written anew from another copy, or stands as lost. */
@NullMarked
@NamedInterface("fixity")
package gedeon.storage.lifecycle.fixity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
