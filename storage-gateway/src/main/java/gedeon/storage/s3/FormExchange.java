package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.forms.Form;
import gedeon.storage.s3.xml.XmlTree;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form as the PUT that it stands for: its fields are the headers, its file is the body.
 *
 * @param expected how long the file is likely to be; -1 where the form's own length is not known
 */
record FormExchange(Exchange exchange, Form form, Map<String, List<String>> headers, InputStream file, long expected)
        implements Wrapped {
    static FormExchange of(Exchange exchange, Form form, long least, long most) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        form.fields().forEach((name, value) -> {
            switch (name) {
                case "acl" -> headers.put("x-amz-acl", List.of(value));
                case "tagging" -> headers.put("x-amz-tagging", List.of(tags(value)));
                default -> headers.put(name, List.of(value));
            }
        });
        return new FormExchange(
                exchange, form, Map.copyOf(headers), form.file(least, most), expected(exchange, form, most));
    }

    /** Never more than the policy lets through. */
    private static long expected(Exchange exchange, Form form, long most) {
        return exchange.header("content-length")
                .map(text -> Math.min(most, form.expected(Long.parseLong(text.strip()))))
                .orElse(-1L);
    }

    /** A form has its tags in XML, a PUT as a query. */
    private static String tags(String xml) {
        return String.join(
                "&",
                Tags.xml(XmlTree.read(xml.getBytes(UTF_8), "Tagging"), Tags.OF_AN_OBJECT).entrySet().stream()
                        .map(tag -> Uri.encode(tag.getKey(), false) + "=" + Uri.encode(tag.getValue(), false))
                        .toList());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    @Override
    public InputStream body() {
        return file;
    }
}
