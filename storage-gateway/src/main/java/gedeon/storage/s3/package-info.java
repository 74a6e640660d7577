/**
 * The S3 face: authenticates, asks {@link gedeon.storage.notebooks.Rights}, then calls {@link gedeon.storage.objects.ObjectStore}. The core speaks of
 * {@link gedeon.storage.s3.Exchange}, not of servlets, so that the HTTP engine is one file. What is not offered answers 501.
 */
@NullMarked
@NamedInterface("s3")
package gedeon.storage.s3;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
