package gedeon.dmp.exchange.madmp;

import gedeon.kernel.ByteCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Brings values into the form the schema asks for, wherever their meaning is plain. Walks tree and schema side by side. */
final class Mending {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_DIGITS = 40;
    private static final int MOST_QUOTED = 200;

    private final Told mended;

    Mending(Told mended) {
        this.mended = mended;
    }

    void mend(ObjectNode owner, Shape shape, String pointer) {
        for (String key : List.copyOf(owner.propertyNames())) {
            Shape wanted = shape.property(key).orElse(null);
            if (wanted == null) {
                continue;
            }
            String place = pointer + "/" + key;
            JsonNode value = owner.get(key);
            if (value.isNull()) {
                owner.remove(key);
                tell(place, "null is no value; the key was left out");
            } else {
                owner.set(key, value(value, wanted, place));
            }
        }
    }

    private JsonNode value(JsonNode value, Shape wanted, String place) {
        if (wanted.eitherOneOrMany()) {
            // One identifier is written as an object: a list of one means the same.
            JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
            return value(one, wanted.fitting(one), place);
        }
        if (wanted.is("array")) {
            return list(value, wanted, place);
        }
        JsonNode single = value;
        if (value.isArray() && value.size() == 1) {
            tell(place, "a list of one where one value is expected");
            single = value.get(0);
        }
        if (wanted.is("object")) {
            return object(single, wanted, place);
        }
        return scalar(single, wanted, place);
    }

    private JsonNode list(JsonNode value, Shape wanted, String place) {
        List<JsonNode> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(parts::add);
        } else {
            parts.add(value);
            tell(place, "one value where a list is expected");
        }
        ArrayNode list = NODES.arrayNode();
        Shape item = wanted.items().orElse(null);
        for (JsonNode part : parts) {
            if (part.isNull()) {
                tell(place, "null in a list was left out");
            } else {
                list.add(item == null ? part : value(part, item, place + "/" + list.size()));
            }
        }
        if (!wanted.unique()) {
            return list;
        }
        Set<JsonNode> distinct = new LinkedHashSet<>();
        list.forEach(distinct::add);
        if (distinct.size() < list.size()) {
            tell(place, "the same value more than once");
        }
        return NODES.arrayNode().addAll(distinct);
    }

    private JsonNode object(JsonNode value, Shape wanted, String place) {
        if (value instanceof ObjectNode object) {
            mend(object, wanted, place);
            return object;
        }
        if (value.isString() && wanted.property("identifier").isPresent()) {
            tell(place, "an identifier as plain text");
            String text = value.stringValue();
            return NODES.objectNode().put("identifier", text).put("type", text.startsWith("http") ? "url" : "other");
        }
        return value;
    }

    private JsonNode scalar(JsonNode value, Shape wanted, String place) {
        List<String> allowed = wanted.allowed();
        if (!allowed.isEmpty()) {
            return choice(value, allowed, place);
        }
        if (wanted.is("string")) {
            if (value.isNumber() || value.isBoolean()) {
                tell(place, "a " + (value.isNumber() ? "number" : "boolean") + " where text is expected");
                return StringNode.valueOf(value.asString());
            }
            return value.isString() ? date(value, wanted, place) : value;
        }
        String text = value.isString() ? value.stringValue().strip() : "";
        if (wanted.is("boolean") && !text.isEmpty()) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "reused" -> told(NODES.booleanNode(true), place, text);
                case "false", "no", "produced" -> told(NODES.booleanNode(false), place, text);
                default -> value;
            };
        }
        return wanted.is("integer") || wanted.is("number") ? number(value, text, wanted, place) : value;
    }

    private JsonNode number(JsonNode value, String text, Shape wanted, String place) {
        try {
            if (text.length() > MOST_DIGITS) {
                return value;
            }
            if (wanted.is("number")) {
                return text.isEmpty() ? value : told(NODES.numberNode(plain(new BigDecimal(text))), place, text);
            }
            if (!text.isEmpty()) {
                return told(NODES.numberNode(ByteCount.parse(text).value()), place, text);
            }
            if (value.isNumber() && !value.isIntegralNumber()) {
                long whole = plain(value.decimalValue())
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
                return told(NODES.numberNode(whole), place, value.asString());
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            return value; // no number anybody could guess: the validator names it
        }
        return value;
    }

    /** {@code 1e999999999} is short to write and has a billion digits. */
    private static BigDecimal plain(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new ArithmeticException("more digits than any size has");
        }
        return number;
    }

    private JsonNode choice(JsonNode value, List<String> allowed, String place) {
        String text = value.isBoolean() ? (value.booleanValue() ? "yes" : "no") : value.asString("");
        if (value.isString() && allowed.contains(text)) {
            return value;
        }
        String word = text.strip();
        if (word.length() == 2 && allowed.contains("fra")) {
            word = iso3(word);
        }
        for (String choice : allowed) {
            if (choice.equalsIgnoreCase(word)) {
                return told(StringNode.valueOf(choice), place, text);
            }
        }
        // A list that knows "other" has a place for every word it does not know.
        return value.isString() && allowed.contains("other") ? told(StringNode.valueOf("other"), place, text) : value;
    }

    private static String iso3(String language) {
        try {
            return Locale.of(language).getISO3Language();
        } catch (MissingResourceException e) {
            return language;
        }
    }

    private JsonNode date(JsonNode value, Shape wanted, String place) {
        String text = value.stringValue();
        try {
            String right = wanted.hasFormat("date-time")
                    ? Dates.instant(text)
                    : wanted.hasFormat("date") ? Dates.day(text) : text;
            return right.equals(text) ? value : told(StringNode.valueOf(right), place, text);
        } catch (DateTimeException e) {
            tell(place, quoted(text) + " is no date that exists; it counts as not given");
            return value;
        }
    }

    private JsonNode told(JsonNode right, String place, String was) {
        tell(place, quoted(was) + " read as " + right.asString());
        return right;
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "…" : text) + "\"";
    }

    private void tell(String place, String what) {
        mended.add(new Mended(place, what));
    }
}
