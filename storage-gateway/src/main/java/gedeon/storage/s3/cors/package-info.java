/** What a bucket lets pages of other sites ask of it (WHATWG Fetch, "HTTP CORS protocol"; S3's CORSConfiguration). Plain rules, without HTTP. */
@NullMarked
package gedeon.storage.s3.cors;

import org.jspecify.annotations.NullMarked;
