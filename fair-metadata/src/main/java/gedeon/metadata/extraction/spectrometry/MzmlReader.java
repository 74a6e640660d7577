package gedeon.metadata.extraction.spectrometry;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.MaterialStream;
import gedeon.metadata.extraction.SafeXml;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** mzML 1.0 and 1.1, indexed or not, and imzML with its companion {@code .ibd}. */
public final class MzmlReader extends HeaderReader {
    private static final int HEAD = 4096;
    private static final int TAIL = 256 * 1024;
    private static final Pattern ROOT = Pattern.compile("<(?:indexedmzML|mzML)[\\s>]");
    private static final Pattern INDEX = Pattern.compile("<spectrum\\s[^>]*?\\bindex=\"(\\d{1,9})\"");

    public MzmlReader() {
        super("mzml", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        Optional<Material.MaterialFile> file = file(material);
        if (file.isEmpty()) {
            return false;
        }
        String head = new String(material.read(file.get(), 0, HEAD), StandardCharsets.ISO_8859_1);
        return ROOT.matcher(head).find()
                && head.stripLeading().replace("\u00ef\u00bb\u00bf", "").startsWith("<");
    }

    /** The file itself; in a folder, or beside an {@code .ibd}, the one that is called imzML. */
    private static Optional<Material.MaterialFile> file(Material material) {
        Optional<Material.MaterialFile> imaging = material.files().stream()
                .filter(f -> f.path().toLowerCase(Locale.ROOT).endsWith(".imzml"))
                .findFirst();
        if (imaging.isPresent() || material.folder()) {
            return imaging;
        }
        return Optional.of(material.main());
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        Material.MaterialFile file = file(material).orElseThrow();
        MzmlDocument document = new MzmlDocument(found);
        MaterialStream stream = new MaterialStream(material, file);
        boolean ended = false;
        try {
            XMLStreamReader xml = SafeXml.reader(stream);
            while (xml.hasNext() && !document.done()) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamReader.START_ELEMENT) {
                    document.open(xml);
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    document.close(xml.getLocalName());
                }
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            ended = stream.position() >= file.size() && !whole(material, file);
            if (!ended) {
                document.finish();
                throw new IOException("the XML is broken" + where(e), e);
            }
        }
        found.type(document.imaging() ? "application/x-imzml+xml" : "application/x-mzml+xml");
        if (ended) {
            found.truncated("The file ends before its header does.");
        } else {
            tail(material, file, document, found);
        }
        document.finish();
        if (document.imaging()) {
            companion(material, file, document, found);
        }
    }

    private static boolean whole(Material material, Material.MaterialFile file) throws IOException {
        byte[] end = material.read(file, Math.max(0, file.size() - 200), 200);
        return new String(end, StandardCharsets.ISO_8859_1).contains("mzML>");
    }

    private static String where(XMLStreamException e) {
        return e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNumber();
    }

    /** A run that was cut keeps the count of before; its last spectrum tells the truth. */
    private static void tail(Material material, Material.MaterialFile file, MzmlDocument document, Found found)
            throws IOException {
        long from = Math.max(0, file.size() - TAIL);
        String tail = new String(material.read(file, from, TAIL), StandardCharsets.ISO_8859_1);
        if (!tail.contains("</mzML>")) {
            found.truncated("The file ends before its run does.");
        }
        Matcher index = INDEX.matcher(tail);
        int last = -1;
        while (index.find()) {
            last = Integer.parseInt(index.group(1));
        }
        document.lastSpectrum(last);
    }

    /** The first 16 bytes of the data file are the identifier that the imzML names. */
    private static void companion(Material material, Material.MaterialFile file, MzmlDocument document, Found found)
            throws IOException {
        String path = file.path().substring(0, file.path().length() - "imzML".length()) + "ibd";
        Optional<Material.MaterialFile> data = material.file(path);
        if (data.isEmpty()) {
            found.note("The data file " + path + " is not part of this acquisition.");
            return;
        }
        String id = HexFormat.of().formatHex(material.read(data.get(), 0, 16));
        String named = document.uuid().replaceAll("[{}-]", "").toLowerCase(Locale.ROOT);
        if (!named.isEmpty() && !named.equals(id)) {
            found.note("The data file " + path + " belongs to another imzML: its identifier is " + id + ".");
        }
    }
}
