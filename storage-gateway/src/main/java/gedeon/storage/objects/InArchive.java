package gedeon.storage.objects;

import gedeon.storage.BlobId;
import java.io.IOException;

/** No copy of a blob can be read now but those in archives, from which it has to be restored. */
public final class InArchive extends IOException {
    private static final long serialVersionUID = 1;

    InArchive(BlobId blob) {
        super("blob " + blob + " lies in an archive; it has to be restored first");
    }
}
