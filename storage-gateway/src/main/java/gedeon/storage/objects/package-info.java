/**
 * The only way bytes enter and leave: admit → write → verify → commit → publish. {@link gedeon.storage.objects.ObjectStore} is what the S3 face calls;
 * behind it one class a path (WritePath, TogetherPath, ReadPath, DeletePath, MultipartUploads, CopyPath). Rights are asked by the caller before the body is read.
 */
@NullMarked
@NamedInterface("objects")
package gedeon.storage.objects;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
