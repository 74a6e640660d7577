/**
 * What people do with the keys of a notebook: make named ones, begin a new generation, withdraw an old one, destroy them. Who may is the caller's to ask.
 * Withdrawing keeps the content and changes its key; destroying keeps the bytes and ends their being readable, which is a disposal.
 */
@NullMarked
@NamedInterface("keys")
package gedeon.storage.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
