package gedeon.metadata.extraction.microscopy;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.MaterialStream;
import gedeon.metadata.extraction.SafeXml;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** OME-XML (2003 to 2016-06) as a file of its own, or in the first description of a TIFF. */
public final class OmeReader extends HeaderReader {
    private static final int HEAD = 8192;

    public OmeReader() {
        super("ome", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (material.folder()) {
            return false;
        }
        if (xml(material)) {
            return true;
        }
        return TiffDescription.of(material, material.main())
                .filter(text -> text.contains("<OME") && text.contains("openmicroscopy.org"))
                .isPresent();
    }

    private static boolean xml(Material material) throws IOException {
        String head = new String(material.read(material.main(), 0, HEAD), StandardCharsets.UTF_8);
        String start = head.startsWith("\ufeff") ? head.substring(1) : head;
        return start.stripLeading().startsWith("<")
                && (start.contains("<OME ") || start.contains(":OME "))
                && start.contains("openmicroscopy.org/Schemas");
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        InputStream in;
        if (xml(material)) {
            found.type("application/vnd.ome+xml");
            in = new MaterialStream(material, material.main());
        } else {
            Optional<String> text = TiffDescription.of(material, material.main());
            if (text.isEmpty()) {
                throw new EOFException(material.main().path() + " ends before its description");
            }
            found.type("image/tiff");
            in = new ByteArrayInputStream(text.get().getBytes(StandardCharsets.UTF_8));
        }
        OmeDocument document = new OmeDocument(found);
        try {
            XMLStreamReader xml = SafeXml.reader(in);
            while (xml.hasNext()) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamReader.START_ELEMENT) {
                    document.open(xml);
                } else if (event == XMLStreamReader.CHARACTERS) {
                    document.text(xml.getText());
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    document.close(xml.getLocalName());
                }
            }
            document.finish();
        } catch (XMLStreamException e) {
            document.finish();
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            if (in instanceof MaterialStream stream
                    && stream.position() >= material.main().size()) {
                throw new EOFException(material.main().path() + " ends early");
            }
            throw new IOException("the XML is broken", e);
        }
    }
}
