/** Booking calendars of instruments, fetched each quarter of an hour by {@code CalendarPlace} within limits of size, time and addresses. What they say is the catalogue's. */
@NullMarked
package gedeon.server.connectors.calendar;

import org.jspecify.annotations.NullMarked;
