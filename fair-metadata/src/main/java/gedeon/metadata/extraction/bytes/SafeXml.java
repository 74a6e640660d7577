package gedeon.metadata.extraction.bytes;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML of strangers: no document type, no entities but the five of XML itself, nothing fetched. */
public final class SafeXml {
    private SafeXml() {}

    public static XMLStreamReader reader(InputStream stream) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> InputStream.nullInputStream());
        try {
            return factory.createXMLStreamReader(stream);
        } catch (XMLStreamException e) {
            throw new IOException("no XML: " + e.getMessage(), e);
        }
    }
}
