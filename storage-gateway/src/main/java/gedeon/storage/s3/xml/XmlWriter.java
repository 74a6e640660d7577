package gedeon.storage.s3.xml;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes S3's answers: elements with escaped text, nothing else. */
public final class XmlWriter {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder(1024).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    public static XmlWriter root(String name) {
        XmlWriter xml = new XmlWriter();
        xml.text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        return xml;
    }

    /** Error answers have no namespace. */
    public static XmlWriter plainRoot(String name) {
        XmlWriter xml = new XmlWriter();
        xml.text.append('<').append(name).append('>');
        return xml;
    }

    public XmlWriter open(String name) {
        text.append('<').append(name).append('>');
        return this;
    }

    /** With attributes, in their order. */
    public XmlWriter open(String name, Map<String, String> attributes) {
        text.append('<').append(name);
        attributes.forEach((key, value) -> {
            text.append(' ').append(key).append("=\"");
            escape(value);
            text.append('"');
        });
        text.append('>');
        return this;
    }

    public XmlWriter close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter element(String name, String value) {
        open(name);
        escape(value);
        return close(name);
    }

    public XmlWriter element(String name, long value) {
        return element(name, Long.toString(value));
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (c < 0x20 && c != '\t') {
                        text.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }

    public byte[] end(String root) {
        close(root);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
