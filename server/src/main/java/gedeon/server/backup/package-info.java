/** Copies of the server's own database from which it can be brought back as it was at a moment, and of the keys, which lie elsewhere. */
@org.springframework.modulith.NamedInterface
@NullMarked
package gedeon.server.backup;

import org.jspecify.annotations.NullMarked;
