/**
 * Uploads by an HTML form (S3 "Browser-based uploads using POST"; RFC 7578): the form read as a stream, and the policy that its author signed. The fields
 * before the file take at most 20 KiB; the file is never held.
 */
@NullMarked
package gedeon.storage.s3.forms;

import org.jspecify.annotations.NullMarked;
