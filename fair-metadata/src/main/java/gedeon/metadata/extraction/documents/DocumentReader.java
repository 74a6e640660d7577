package gedeon.metadata.extraction.documents;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.MaterialStream;
import gedeon.metadata.extraction.Moments;
import gedeon.metadata.extraction.bytes.HeaderReader;
import gedeon.metadata.extraction.bytes.Numbers;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.apache.tika.Tika;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Documents, images, MATLAB files, archives and mail by Apache Tika: asked last, and believed only for the types named here, for it takes instruments' files for
 * photographs, fonts and visiting cards. What lies inside an archive is not unpacked.
 */
public final class DocumentReader extends HeaderReader {
    private static final int HEAD = 64 * 1024;
    private static final long MOST_PARSED = 12L << 20;
    private static final Set<String> TYPES = Set.of(
            "application/pdf",
            "application/rtf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/x-tika-msoffice",
            "application/x-tika-ooxml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
            "application/x-matlab-data",
            "application/zip",
            "application/x-7z-compressed",
            "application/x-tar",
            "message/rfc822",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/bmp",
            "image/tiff",
            "image/webp");
    private static final Set<String> UNOPENED =
            Set.of("application/zip", "application/x-7z-compressed", "application/x-tar");
    private static final List<String[]> TEXTS = List.of(
            new String[] {"dc:title", "title"},
            new String[] {"dc:creator", "author"},
            new String[] {"dc:subject", "keywords"},
            new String[] {"dc:language", "language"},
            new String[] {"pdf:docinfo:producer", "software"},
            new String[] {"extended-properties:Application", "software"},
            new String[] {"tiff:Make", "manufacturer"},
            new String[] {"tiff:Model", "instrument_model"},
            new String[] {"tiff:Software", "software"});
    private static final List<String[]> NUMBERS = List.of(
            new String[] {"xmpTPg:NPages", "pages"},
            new String[] {"meta:page-count", "pages"},
            new String[] {"tiff:ImageWidth", "width"},
            new String[] {"tiff:ImageLength", "height"},
            new String[] {"tiff:BitsPerSample", "bits_per_value"});

    public DocumentReader() {
        super("tika", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        return !material.folder() && material.files().size() == 1 && TYPES.contains(type(material));
    }

    private static String type(Material material) throws IOException {
        byte[] head = material.read(material.main(), 0, HEAD);
        return Detector.TIKA.detect(
                new ByteArrayInputStream(head), material.main().fileName());
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        String type = type(material);
        found.type(type);
        if (UNOPENED.contains(type)) {
            return;
        }
        if (material.main().size() > MOST_PARSED) {
            found.truncated("documents above " + MOST_PARSED + " bytes are recognised and not read");
            return;
        }
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, material.main().fileName());
        ParseContext context = new ParseContext();
        // Streams, where the other way is to hold the whole document.
        OfficeParserConfig office = new OfficeParserConfig();
        office.setUseSAXDocxExtractor(true);
        office.setUseSAXPptxExtractor(true);
        context.set(OfficeParserConfig.class, office);
        context.set(Parser.class, new org.apache.tika.parser.EmptyParser()); // nothing embedded is opened
        try (InputStream in = new BufferedInputStream(new MaterialStream(material, material.main()))) {
            Documents.PARSER.parse(in, new DefaultHandler(), metadata, context);
        } catch (TikaException | SAXException e) {
            throw new IOException("the document cannot be read: " + e.getMessage(), e);
        } finally {
            tell(metadata, found);
        }
    }

    private static void tell(Metadata metadata, Found found) {
        for (String[] row : TEXTS) {
            for (String value : metadata.getValues(row[0])) {
                found.text(row[1], value, row[0]);
            }
        }
        for (String[] row : NUMBERS) {
            String raw = metadata.get(row[0]);
            Double value = Numbers.of(raw == null ? null : raw.split(" ", 2)[0]);
            if (value != null && raw != null) {
                found.number(row[1], value, null, raw, row[0]);
            }
        }
        String created = metadata.get("dcterms:created");
        if (created != null) {
            found.time("file_created", Moments.iso(created), created, "dcterms:created");
        }
    }

    /** Made when first needed: it reads tables of some thousand types. */
    private static final class Detector {
        static final Tika TIKA = new Tika();
    }

    private static final class Documents {
        static final Parser PARSER = new AutoDetectParser();
    }
}
