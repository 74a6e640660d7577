package gedeon.storage.s3.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A request body as a small tree of names and texts. Document types and entities are refused, depth is bounded; the caller bounds the bytes. */
public record XmlTree(String name, String text, List<XmlTree> children) {
    private static final int DEPTH = 16;
    /** A completion of 10,000 parts with a checksum each has 40,001. */
    public static final int MOST_ELEMENTS = 60_000;

    private static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static final class Open {
        final String name;
        final StringBuilder text = new StringBuilder();
        final List<XmlTree> children = new ArrayList<>();

        Open(String name) {
            this.name = name;
        }
    }

    public static XmlTree read(byte[] body, String root) {
        try {
            XmlTree tree = parse(FACTORY.createXMLStreamReader(new StringReader(characters(body))));
            if (!tree.name().equals(root)) {
                throw malformed("the root is <" + tree.name() + ">, expected <" + root + ">");
            }
            return tree;
        } catch (XMLStreamException e) {
            throw malformed("it is not well-formed");
        }
    }

    /** The parser gets characters: of bytes that are none it would complain on the server's own console. */
    private static String characters(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            // Some writers begin with a byte order mark.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw malformed("it is not UTF-8");
        }
    }

    private static XmlTree parse(XMLStreamReader reader) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        int elements = 0;
        while (reader.hasNext()) {
            switch (next(reader)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == DEPTH) {
                        throw malformed("it is nested deeper than " + DEPTH);
                    }
                    if (++elements > MOST_ELEMENTS) {
                        throw malformed("it has more than " + MOST_ELEMENTS + " elements");
                    }
                    open.push(new Open(reader.getLocalName()));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    Open top = open.peek();
                    if (top != null) {
                        top.text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw malformed("document types and entities are not read");
                case XMLStreamConstants.END_ELEMENT -> {
                    Open done = open.pop();
                    XmlTree tree = new XmlTree(done.name, done.text.toString(), List.copyOf(done.children));
                    Open parent = open.peek();
                    if (parent == null) {
                        return tree;
                    }
                    parent.children.add(tree);
                }
                default -> {}
            }
        }
        throw malformed("it is empty");
    }

    /** The platform's parser fails on some documents in ways it does not declare: a sign that no document type may have lacks its message. */
    private static int next(XMLStreamReader reader) throws XMLStreamException {
        try {
            return reader.next();
        } catch (RuntimeException e) {
            throw new XMLStreamException(e);
        }
    }

    private static S3Error malformed(String why) {
        return new S3Error("MalformedXML", 400, "the XML in the body cannot be used: " + why);
    }

    public List<XmlTree> all(String child) {
        return children.stream().filter(one -> one.name().equals(child)).toList();
    }

    public Optional<XmlTree> child(String child) {
        return children.stream().filter(one -> one.name().equals(child)).findFirst();
    }

    /** The text as sent, spaces and all: names of objects. */
    public Optional<String> rawTextOf(String child) {
        return children.stream()
                .filter(one -> one.name().equals(child))
                .map(XmlTree::text)
                .findFirst();
    }

    public Optional<String> textOf(String child) {
        return children.stream()
                .filter(one -> one.name().equals(child))
                .map(one -> one.text().strip())
                .findFirst();
    }
}
