package gedeon.metadata.search;

import gedeon.kernel.ByteCount;
import gedeon.metadata.Search;
import gedeon.metadata.Sight;
import gedeon.metadata.search.Query.Mode;
import gedeon.storage.sql.Sql;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hits as the tables hold them now, each with the field that answers the query. What is gone or has left the notebooks since it was indexed is left out. */
final class Matched {
    private static final int LONGEST = 120;

    private final Sql sql;

    Matched(Sql sql) {
        this.sql = sql;
    }

    /** In the order of {@code ids}. */
    List<Search.Hit> hits(Query query, List<UUID> ids, Sight sight) {
        UUID[] every = ids.toArray(UUID[]::new);
        Map<UUID, Row> rows = sql
                .list(
                        row -> new Row(
                                row.getObject(1, UUID.class),
                                row.getInt(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getObject(7, OffsetDateTime.class).toInstant(),
                                new ArrayList<>()),
                        "select id, notebook, name, type, bytes, files, created from catalogue.dataset"
                                + " where id = any (?) and state <> 'deleted'",
                        (Object) every)
                .stream()
                .filter(row -> sight.notebooks().contains(row.notebook))
                .collect(Collectors.toMap(Row::id, row -> row));
        if (query.parts().stream().anyMatch(part -> !part.not())) {
            values(every).forEach((id, values) -> {
                Row row = rows.get(id);
                if (row != null) {
                    boolean all = sight.personal().contains(row.notebook);
                    values.stream().filter(v -> all || !Words.personal(v.field)).forEach(row.values::add);
                }
            });
        }
        List<Search.Hit> hits = new ArrayList<>();
        for (UUID id : ids) {
            Row row = rows.get(id);
            if (row != null) {
                hits.add(new Search.Hit(id, row.notebook, row.name, row.type, row.bytes, told(query, row)));
            }
        }
        return hits;
    }

    private Map<UUID, List<Value>> values(UUID[] ids) {
        record Of(UUID dataset, Value value) {}
        Map<UUID, List<Value>> values = new HashMap<>();
        sql.list(
                        row -> new Of(
                                row.getObject(1, UUID.class),
                                new Value(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getObject(6, Double.class))),
                        "select dataset, name, raw, value, unit, si_value from catalogue.field where dataset = any (?)"
                                + " union all select dataset, kind, name, name, null, null from catalogue.link where dataset = any (?)"
                                + " union all select d.id, 'instrument', i.name, i.name, null, null from catalogue.dataset d"
                                + " join catalogue.instrument i on i.id = d.instrument where d.id = any (?)",
                        ids,
                        ids,
                        ids)
                .forEach(of -> values.computeIfAbsent(of.dataset, id -> new ArrayList<>())
                        .add(of.value));
        return values;
    }

    private static @Nullable String told(Query query, Row row) {
        Set<String> told = new LinkedHashSet<>();
        for (Query.Part part : query.parts()) {
            String one = part.not() ? null : told(part.term(), row);
            if (one != null && told.size() < 3) {
                told.add(one);
            }
        }
        return told.isEmpty() ? null : String.join(", ", told);
    }

    private static @Nullable String told(Query.Term term, Row row) {
        return switch (term) {
            case Query.Anywhere anywhere -> anywhere(anywhere.words(), anywhere.mode(), row);
            case Query.Number number -> number(number, row);
            case Query.Text text -> text(text, row);
        };
    }

    private static @Nullable String number(Query.Number number, Row row) {
        return switch (number.field()) {
            case "bytes" -> "bytes " + new ByteCount(row.bytes).human(Locale.ENGLISH);
            case "files" -> "files " + row.files;
            case "created" -> "created " + row.created;
            default -> first(row, v -> v.of(number.field()) && v.within(number.interval()));
        };
    }

    private static @Nullable String text(Query.Text text, Row row) {
        return text.field().equals("created")
                ? "created " + row.created
                : first(
                        row,
                        v -> v.of(text.field())
                                && (v.si == null
                                        ? v.holds(text.words(), text.mode())
                                        : text.number() != null && v.within(text.number())));
    }

    /** What the name shows needs no telling. */
    private static @Nullable String anywhere(List<String> words, Mode mode, Row row) {
        if (new Value("name", row.name, row.name, null, null).holds(words, mode)) {
            return null;
        }
        String whole = first(row, v -> v.holds(words, mode));
        return whole != null || mode == Mode.PHRASE
                ? whole
                : first(row, v -> words.stream().anyMatch(word -> v.holds(List.of(word), mode)));
    }

    private static @Nullable String first(Row row, Predicate<Value> which) {
        return row.values.stream().filter(which).findFirst().map(Value::told).orElse(null);
    }

    private record Row(
            UUID id,
            int notebook,
            String name,
            @Nullable String type,
            long bytes,
            long files,
            Instant created,
            List<Value> values) {}

    private record Value(
            String field,
            String raw,
            String value,
            @Nullable String unit,
            @Nullable Double si) {
        boolean of(String name) {
            return Words.field(field).equals(name);
        }

        boolean within(Query.Interval interval) {
            return si != null && interval.holds(si);
        }

        boolean holds(List<String> words, Mode mode) {
            return holds(Words.of(value), words, mode) || !raw.equals(value) && holds(Words.of(raw), words, mode);
        }

        private static boolean holds(List<String> text, List<String> words, Mode mode) {
            return switch (mode) {
                case ALL -> text.containsAll(words);
                case PREFIX ->
                    text.containsAll(words.subList(0, words.size() - 1))
                            && text.stream().anyMatch(word -> word.startsWith(words.getLast()));
                case PHRASE -> Collections.indexOfSubList(text, words) >= 0;
                case WHOLE -> text.equals(words);
            };
        }

        String told() {
            String text = value.length() > LONGEST ? value.substring(0, LONGEST - 1) + "…" : value;
            return field + " " + text + (unit == null || unit.isEmpty() ? "" : " " + unit);
        }
    }
}
