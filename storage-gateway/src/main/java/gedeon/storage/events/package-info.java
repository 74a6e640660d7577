/** Events of committed versions in PostgreSQL, one row a consumer: {@link gedeon.storage.Outbox}. */
@NullMarked
package gedeon.storage.events;

import org.jspecify.annotations.NullMarked;
