package gedeon.storage.s3.lifecycle;

import gedeon.storage.s3.S3Error;

/** The three ways in which S3 refuses rules. */
final class Refused {
    private Refused() {}

    static S3Error malformed(String why) {
        return new S3Error("MalformedXML", 400, why);
    }

    static S3Error argument(String why) {
        return S3Error.invalidArgument(why);
    }

    static S3Error request(String why) {
        return S3Error.invalidRequest(why);
    }
}
