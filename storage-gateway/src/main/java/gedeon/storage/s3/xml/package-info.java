/** S3's XML: a small streaming writer, and a reader on StAX without document types, entities or unbounded input. */
@NullMarked
package gedeon.storage.s3.xml;

import org.jspecify.annotations.NullMarked;
