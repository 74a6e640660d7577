/**
 * What the centre says: the settings of this instrument's agents, orders to pause, to look at everything anew, to write more for a while, and the signed notice of a
 * newer version. {@link gedeon.sync.centre.Orders} hears it with each sign of life and keeps it in a file beside the configuration, so that an agent that starts
 * while the server is away still does as it was told.
 */
@NullMarked
package gedeon.sync.centre;

import org.jspecify.annotations.NullMarked;
