/**
 * How acquisitions come in: instruments and their watched folders, enrolment of agents by one-time codes, heartbeats, manifests and receipts; and objects that
 * came by S3 alone. Assembled by {@code gedeon.metadata.Catalogue}; others use the ports.
 */
@NullMarked
package gedeon.metadata.intake;

import org.jspecify.annotations.NullMarked;
