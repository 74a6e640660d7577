package gedeon.storage.s3.fuzz;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.xml.XmlTree;

/** Bodies in XML. */
public final class XmlTarget {
    private XmlTarget() {}

    public static void fuzzerTestOneInput(byte[] body) {
        try {
            XmlTree.read(body, "Delete");
        } catch (S3Error declared) {
            // What a client is told.
        }
    }
}
