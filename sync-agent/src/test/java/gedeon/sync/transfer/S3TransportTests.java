package gedeon.sync.transfer;

import gedeon.sync.FakeGedeon;

class S3TransportTests extends TransportContract {
    @Override
    Transport transport(FakeGedeon server) {
        return new S3Transport(server.uri(), "us-east-1", FakeGedeon.BUCKET, "ACCESS", "SECRETKEY", PART);
    }
}
