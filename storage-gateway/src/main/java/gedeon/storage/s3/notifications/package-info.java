/** A bucket's NotificationConfiguration: which events of which keys go to which webhook. Plain rules, without HTTP. */
@NullMarked
package gedeon.storage.s3.notifications;

import org.jspecify.annotations.NullMarked;
