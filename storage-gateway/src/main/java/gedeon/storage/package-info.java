/**
 * Storage: S3 face, quota ledger, namespace, tiers. This root package is the public face for the modules further right: values, ports and events.
 * Nothing here knows about datasets or plans; policy comes back as plain values ({@link gedeon.storage.Quotas#setLimit}).
 */
@NullMarked
package gedeon.storage;

import org.jspecify.annotations.NullMarked;
