/** Lifecycle rules as S3 writes them: read with S3's own refusals, and written as they are kept and shown. */
@NullMarked
package gedeon.storage.s3.lifecycle;

import org.jspecify.annotations.NullMarked;
