package gedeon.storage.s3.cors;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.Parsed;
import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A bucket's rules in their order: the first that fits decides. S3: 1 to 100 of them, 64 KiB in all. */
public record CorsRules(List<CorsRule> rules) {
    private static final int MOST = 100;
    private static final int LONGEST_ID = 255;
    private static final Parsed<CorsRules> KEPT = new Parsed<>(text -> read(text.getBytes(UTF_8)));
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

    public CorsRules {
        rules = List.copyOf(rules);
    }

    public Optional<CorsRule> first(String origin, String method) {
        return rules.stream().filter(rule -> rule.allows(origin, method)).findFirst();
    }

    public Optional<CorsRule> first(String origin, String method, List<String> headers) {
        return rules.stream()
                .filter(rule -> rule.allows(origin, method) && rule.allowsHeaders(headers))
                .findFirst();
    }

    /** @throws S3Error MalformedXML, InvalidRequest: where S3 refuses a configuration */
    public static CorsRules read(byte[] body) {
        List<CorsRule> rules = new ArrayList<>();
        for (XmlTree rule : XmlTree.read(body, "CORSConfiguration").all("CORSRule")) {
            rules.add(rule(rule));
        }
        if (rules.isEmpty() || rules.size() > MOST) {
            throw malformed("a CORS configuration has 1 to " + MOST + " rules, was " + rules.size());
        }
        return new CorsRules(rules);
    }

    /** The rules that a bucket keeps. */
    public static CorsRules kept(String text) {
        return KEPT.of(text);
    }

    private static CorsRule rule(XmlTree rule) {
        CorsRule read = new CorsRule(
                rule.textOf("ID").filter(id -> !id.isEmpty()).orElse(null),
                texts(rule, "AllowedOrigin"),
                texts(rule, "AllowedMethod"),
                texts(rule, "AllowedHeader"),
                texts(rule, "ExposeHeader"),
                rule.textOf("MaxAgeSeconds").map(CorsRules::seconds).orElse(null));
        if (read.origins().isEmpty() || read.methods().isEmpty()) {
            throw malformed("a CORS rule has an AllowedOrigin and an AllowedMethod");
        }
        String id = read.id();
        if (id != null && id.length() > LONGEST_ID) {
            throw S3Error.invalidRequest("a rule's ID has at most " + LONGEST_ID + " characters");
        }
        for (String method : read.methods()) {
            if (!METHODS.contains(method)) {
                throw S3Error.invalidRequest(
                        "the method " + method + " cannot be allowed; use GET, PUT, POST, DELETE, HEAD");
            }
        }
        read.origins().forEach(origin -> requireOneStar("AllowedOrigin", origin));
        read.headers().forEach(header -> requireOneStar("AllowedHeader", header));
        for (String header : read.exposed()) {
            if (header.contains("*")) {
                throw S3Error.invalidRequest("ExposeHeader \"" + header + "\" has a wildcard; name each header");
            }
        }
        return read;
    }

    private static List<String> texts(XmlTree rule, String name) {
        return rule.all(name).stream()
                .map(one -> line(one.text().strip()))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** What is answered as a header is one line. */
    private static String line(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw S3Error.invalidRequest("a CORS rule has a control character");
        }
        return text;
    }

    private static void requireOneStar(String what, String pattern) {
        if (pattern.indexOf('*') != pattern.lastIndexOf('*')) {
            throw S3Error.invalidRequest(what + " \"" + pattern + "\" has more than one wildcard");
        }
    }

    private static int seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw malformed("MaxAgeSeconds is a number of seconds, was \"" + text + "\"");
    }

    private static S3Error malformed(String why) {
        return new S3Error("MalformedXML", 400, why);
    }

    /** As it is kept and shown. */
    public String text() {
        XmlWriter xml = XmlWriter.root("CORSConfiguration");
        for (CorsRule rule : rules) {
            xml.open("CORSRule");
            String id = rule.id();
            if (id != null) {
                xml.element("ID", id);
            }
            rule.origins().forEach(one -> xml.element("AllowedOrigin", one));
            rule.methods().forEach(one -> xml.element("AllowedMethod", one));
            rule.headers().forEach(one -> xml.element("AllowedHeader", one));
            rule.exposed().forEach(one -> xml.element("ExposeHeader", one));
            Integer maxAge = rule.maxAge();
            if (maxAge != null) {
                xml.element("MaxAgeSeconds", maxAge);
            }
            xml.close("CORSRule");
        }
        return new String(xml.end("CORSConfiguration"), UTF_8);
    }
}
