/** AWS Signature Version 4: headers, presigned URLs, and the five forms of chunked bodies. A wrong signature never reaches storage. */
@NullMarked
package gedeon.storage.s3.auth;

import org.jspecify.annotations.NullMarked;
