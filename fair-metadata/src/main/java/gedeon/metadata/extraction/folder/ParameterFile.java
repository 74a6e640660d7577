package gedeon.metadata.extraction.folder;

import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.SafeXml;
import gedeon.metadata.extraction.bytes.Lines;
import gedeon.metadata.extraction.bytes.RangeBuffer;
import gedeon.metadata.extraction.bytes.RangeStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** One file of parameters: XML, JSON, or lines of {@code key=value}, {@code key: value} or key, tab, value. What is broken is read up to there. */
final class ParameterFile {
    static final long MOST = 256 << 10;
    static final int LONGEST_KEY = 80;

    private static final int MOST_LINES = 5000;
    private static final Set<String> ENDINGS = Set.of(
            "txt",
            "ini",
            "inf",
            "par",
            "param",
            "params",
            "cfg",
            "conf",
            "config",
            "meta",
            "info",
            "xml",
            "json",
            "method",
            "properties");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(64 << 10)
                    .maxNumberLength(200)
                    .maxDocumentLength(MOST)
                    .build())
            .build();

    private ParameterFile() {}

    static boolean isOne(Material.MaterialFile file) {
        String name = file.fileName();
        int dot = name.lastIndexOf('.');
        return dot > 0
                && file.size() > 0
                && file.size() <= 4 * MOST
                && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static List<Entry> entries(Material material, Material.MaterialFile file, long most) throws IOException {
        RangeBuffer in = new RangeBuffer(material, file, 4096);
        byte[] head = in.upTo(0, 512);
        String start =
                new String(head, StandardCharsets.ISO_8859_1).replace("\0", "").replaceFirst("^[^\\x00-\\x7f]+", "");
        if (start.stripLeading().startsWith("<")) {
            return xml(in, most);
        }
        if (start.stripLeading().startsWith("{") || start.stripLeading().startsWith("[{")) {
            return json(in, most);
        }
        return lines(in, head, most);
    }

    private static List<Entry> xml(RangeBuffer in, long most) throws IOException {
        Tree tree = new Tree();
        Deque<StringBuilder> texts = new ArrayDeque<>();
        try {
            XMLStreamReader xml = SafeXml.reader(new RangeStream(in, 0, most));
            boolean more = true;
            while (more && xml.hasNext()) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamReader.START_ELEMENT) {
                    texts.push(new StringBuilder());
                    more = tree.open(xml.getLocalName());
                    for (int i = 0; i < Math.min(xml.getAttributeCount(), 50); i++) {
                        tree.leaf(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                    }
                } else if (event == XMLStreamReader.CHARACTERS
                        && !texts.isEmpty()
                        && texts.peek().length() < 2000) {
                    texts.peek().append(xml.getText());
                } else if (event == XMLStreamReader.END_ELEMENT && !texts.isEmpty()) {
                    String text = texts.pop().toString().strip();
                    if (!text.isEmpty()) {
                        tree.holds("value", text);
                    }
                    tree.close();
                    if (!text.isEmpty()) {
                        tree.holds(xml.getLocalName(), text);
                    }
                }
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            // Broken: what came before stays.
        }
        return tree.entries();
    }

    private static List<Entry> json(RangeBuffer in, long most) throws IOException {
        Tree tree = new Tree();
        int bom = in.size() > 2 && in.u8(0) == 0xef ? 3 : 0;
        try (InputStream stream = new RangeStream(in, bom, most);
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), stream)) {
            boolean more = true;
            for (JsonToken token = json.nextToken(); more && token != null; token = json.nextToken()) {
                String name = json.currentName() == null ? "" : json.currentName();
                if (token == JsonToken.START_OBJECT) {
                    more = tree.open(name);
                } else if (token == JsonToken.END_OBJECT) {
                    tree.close();
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    tree.leaf(name, json.getString());
                }
            }
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            // Broken: what came before stays.
        }
        return tree.entries();
    }

    private static List<Entry> lines(RangeBuffer in, byte[] head, long most) throws IOException {
        List<Entry> entries = new ArrayList<>();
        byte[] all = in.upTo(0, most);
        Charset charset = charset(head, all);
        if (charset.equals(StandardCharsets.ISO_8859_1) && new String(head, charset).indexOf(0) >= 0) {
            return entries;
        }
        byte[] text = new String(all, charset).getBytes(StandardCharsets.UTF_8);
        Lines lines = new Lines(new ByteArrayInputStream(text), StandardCharsets.UTF_8, text.length);
        int count = 0;
        for (String line = lines.next(); line != null && count++ < MOST_LINES; line = lines.next()) {
            int at = line.isBlank() || "#;/".indexOf(line.strip().charAt(0)) >= 0 ? -1 : separator(line);
            if (at > 0 && at <= LONGEST_KEY) {
                String value = line.substring(at + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                entries.add(new Entry(
                        line.substring(0, at).strip(), quoted ? value.substring(1, value.length() - 1) : value, ""));
            }
        }
        return entries;
    }

    /** An equals sign, or a colon with a blank behind it (not that of a clock or a drive), or a tab, whichever comes first. */
    private static int separator(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean colon = c == ':' && i + 1 < line.length() && Character.isWhitespace(line.charAt(i + 1));
            if (c == '=' || c == '\t' || colon) {
                return i;
            }
        }
        return -1;
    }

    private static Charset charset(byte[] head, byte[] all) {
        if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16;
        }
        if (head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
