/** What the server speaks to outside: a laboratory's notebook, mail, calendars. Here is what they share: to which addresses it may go at all. */
@NullMarked
package gedeon.server.connectors;

import org.jspecify.annotations.NullMarked;
