package gedeon.server.web;

import gedeon.metadata.extraction.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a search asks, as it stands in the address.
 *
 * @param given the parameters known to the form, without empty ones
 */
record SearchForm(Map<String, String> given) {
    static final List<String> FACETS = List.of("type", "instrument", "experiment", "kind", "person", "software");
    static final int STEP = 50;
    static final int MOST = 1000;

    private static final List<String> OTHERS = List.of("q", "notebook", "field", "min", "max", "limit");

    static SearchForm of(Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : OTHERS) {
            put(given, name, parameters);
        }
        for (String name : FACETS) {
            put(given, name, parameters);
        }
        return new SearchForm(given);
    }

    private static void put(Map<String, String> given, String name, Map<String, String> parameters) {
        String value = parameters.getOrDefault(name, "").strip();
        if (!value.isEmpty()) {
            given.put(name, value);
        }
    }

    /**
     * One thing asked.
     *
     * @param name its parameter
     * @param query in the language of queries
     */
    record Condition(String name, String shown, String query) {}

    public String get(String name) {
        return given.getOrDefault(name, "");
    }

    int limit() {
        try {
            return Math.clamp(Integer.parseInt(get("limit")), STEP, MOST);
        } catch (NumberFormatException e) {
            return STEP;
        }
    }

    /** The words come first, so that a place told by the reader of queries is the place in them. */
    List<Condition> conditions(Locale locale) {
        List<Condition> conditions = new ArrayList<>();
        if (given.containsKey("q")) {
            conditions.add(new Condition("q", get("q"), get("q")));
        }
        String field = get("field");
        String min = number("min");
        String max = number("max");
        if (field.matches("\\w+") && !(min + max).isEmpty()) {
            conditions.add(new Condition(
                    "field",
                    Vocabulary.label(field, locale)
                            + (min.isEmpty() ? "" : " ≥ " + get("min"))
                            + (max.isEmpty() ? "" : (min.isEmpty() ? " ≤ " : ", ≤ ") + get("max")),
                    (min.isEmpty() ? "" : field + ">=" + min + " ") + (max.isEmpty() ? "" : field + "<=" + max)));
        }
        for (String facet : FACETS) {
            String value = get(facet);
            if (value.chars().anyMatch(Character::isLetterOrDigit)) {
                conditions.add(new Condition(facet, value, facet + "=\"" + value.replace('"', ' ') + "\""));
            }
        }
        return conditions;
    }

    /** {@code 1,5 min} as the language of queries writes it: {@code 1.5min}. */
    private String number(String name) {
        return get(name)
                .replace(',', '.')
                .replaceAll("\\s+", "")
                .replace('"', ' ')
                .strip();
    }

    static String query(List<Condition> conditions) {
        return conditions.stream().map(Condition::query).collect(Collectors.joining(" "));
    }

    SearchForm with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(given);
        more.put(name, value);
        more.remove("limit");
        return new SearchForm(more);
    }

    SearchForm without(String name) {
        Map<String, String> less = new LinkedHashMap<>(given);
        less.remove(name);
        less.remove("limit");
        if (name.equals("field")) {
            less.remove("min");
            less.remove("max");
        }
        return new SearchForm(less);
    }

    /** The same search with more rows. */
    SearchForm longer() {
        SearchForm longer = new SearchForm(new LinkedHashMap<>(given));
        longer.given.put("limit", String.valueOf(Math.min(MOST, limit() + STEP)));
        return longer;
    }

    String address() {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/search");
        given.forEach((name, value) -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(given).toUriString();
    }
}
