/**
 * Where buckets send what happens to their objects: the addresses that a notebook has registered, and the job that delivers. A notice is an outbox row
 * of its own for each address, so that one that does not answer delays none of the others.
 */
@NullMarked
@NamedInterface("webhooks")
package gedeon.storage.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
