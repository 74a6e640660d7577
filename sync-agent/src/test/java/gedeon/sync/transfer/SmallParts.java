package gedeon.sync.transfer;

import gedeon.sync.FakeGedeon;
import gedeon.sync.settle.Ticks;
import java.net.URI;
import java.time.Clock;

/** The S3 transport with parts of a size that suits small files. */
public final class SmallParts {
    private SmallParts() {}

    public static S3Transport of(URI server, long partSize) {
        return new S3Transport(
                new S3Door(
                        server,
                        "us-east-1",
                        FakeGedeon.BUCKET,
                        "ACCESS",
                        "SECRETKEY",
                        null,
                        new ServerClock(Clock.systemUTC())),
                new Bandwidth(Clock.systemUTC(), Ticks.SYSTEM),
                (int) partSize);
    }
}
