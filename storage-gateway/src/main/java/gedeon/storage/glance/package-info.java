/** What a request has to know before anything else, by one statement. */
@NullMarked
@NamedInterface("glance")
package gedeon.storage.glance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
