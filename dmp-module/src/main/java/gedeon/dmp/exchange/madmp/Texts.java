package gedeon.dmp.exchange.madmp;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds characters that JSON can write and no database or file can keep. */
final class Texts {
    private static final char NUL = 0;

    private Texts() {}

    /** @throws MadmpUnreadable with the place of the first */
    static void requireWhole(JsonNode node, String pointer) {
        if (node.isString()) {
            requireWhole(node.stringValue(), pointer);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                requireWhole(node.get(i), pointer + "/" + i);
            }
        } else {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                requireWhole(member.getKey(), pointer);
                requireWhole(member.getValue(), pointer + "/" + escaped(member.getKey()));
            }
        }
    }

    private static void requireWhole(String text, String pointer) {
        if (text.indexOf(NUL) >= 0) {
            throw new MadmpUnreadable(pointer, "has a NUL character (\\u0000); remove it");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MadmpUnreadable(
                        pointer, "has half a character (\\u%04x, a lone surrogate); write it whole".formatted((int) c));
            }
        }
    }

    /** RFC 6901 §3. */
    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
