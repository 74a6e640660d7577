package gedeon.sync.transfer;

import gedeon.sync.FakeGedeon;
import java.net.URI;

/** The S3 transport with parts of a size that suits small files. */
public final class SmallParts {
    private SmallParts() {}

    public static S3Transport of(URI server, long partSize) {
        return new S3Transport(server, "us-east-1", FakeGedeon.BUCKET, "ACCESS", "SECRETKEY", partSize);
    }
}
