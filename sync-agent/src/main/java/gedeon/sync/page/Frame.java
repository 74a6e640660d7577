package gedeon.sync.page;

import gedeon.sync.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** What both pages have around them: title, the way to the other page, one style sheet that stands in the page itself. */
final class Frame {
    private static final String STYLE = style();

    /** No script, no picture, nothing from elsewhere, in nobody's frame. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Frame() {}

    static String around(Words words, PageFacts facts, boolean leaves, Html content) {
        String heading = words.say(leaves ? "page-leaves" : "page-status");
        Html page = new Html()
                .raw("<!doctype html>\n<html lang=\"")
                .raw(words.locale().getLanguage())
                .raw(
                        "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", heading + " · Gédéon · " + facts.status().instrument())
                .raw("<style>")
                .raw(STYLE)
                .raw("</style></head>\n<body>\n<a class=\"skip\" href=\"#content\">")
                .text(words.say("page-skip"))
                .raw("</a>\n<header><p class=\"name\">")
                .text(words.say("page-name", facts.status().instrument()))
                .raw("</p><nav aria-label=\"Gédéon\">");
        link(page, "/", words.say("page-status"), !leaves);
        link(page, "/leaves", words.say("page-leaves"), leaves);
        return page.raw("</nav></header>\n<main id=\"content\">\n")
                .element("h1", heading)
                .raw("\n")
                .raw(content.toString())
                .raw("</main>\n<footer>")
                .text(words.say("page-foot", facts.version(), words.time(facts.at())))
                .raw("</footer>\n</body>\n</html>\n")
                .toString();
    }

    private static void link(Html page, String address, String text, boolean here) {
        page.raw("<a href=\"" + address + "\"" + (here ? " aria-current=\"page\"" : "") + ">")
                .text(text)
                .raw("</a>");
    }

    /** What stands above a column; {@code figures}: set to the right, as they are. */
    record Head(String text, boolean figures) {}

    static void table(Html html, String caption, List<Head> heads, Rows rows) {
        html.raw("<div class=\"wide\"><table>").element("caption", caption).raw("<thead><tr>");
        heads.forEach(head -> html.element("th scope=\"col\"" + (head.figures() ? " class=\"n\"" : ""), head.text()));
        html.raw("</tr></thead><tbody>\n");
        rows.into(html);
        html.raw("</tbody></table></div>\n");
    }

    interface Rows {
        void into(Html html);
    }

    private static String style() {
        try (InputStream in = Frame.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
