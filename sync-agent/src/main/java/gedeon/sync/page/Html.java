package gedeon.sync.page;

/** HTML as it grows: what comes from elsewhere only as text. */
final class Html {
    private final StringBuilder html = new StringBuilder();

    /** Markup of our own, as it is. */
    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Anybody's text. */
    Html text(Object value) {
        String text = String.valueOf(value);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return this;
    }

    /** An element of that name around a text. */
    Html element(String name, Object value) {
        return raw("<" + name + ">").text(value).raw("</" + name.split(" ", 2)[0] + ">");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
