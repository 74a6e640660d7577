/** What a request has to know before anything else, by one statement. */
@NullMarked
package gedeon.storage.glance;

import org.jspecify.annotations.NullMarked;
