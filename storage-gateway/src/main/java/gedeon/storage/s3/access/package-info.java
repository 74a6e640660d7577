/** Who may do what on a bucket and its objects: the notebook's roles, and what the bucket says beside them. */
@NullMarked
package gedeon.storage.s3.access;

import org.jspecify.annotations.NullMarked;
