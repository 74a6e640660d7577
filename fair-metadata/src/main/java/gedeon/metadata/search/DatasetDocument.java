package gedeon.metadata.search;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.search.engine.backend.document.DocumentElement;
import org.hibernate.search.engine.backend.document.IndexFieldReference;
import org.hibernate.search.engine.backend.document.IndexObjectFieldReference;
import org.hibernate.search.engine.backend.document.model.dsl.IndexSchemaElement;
import org.hibernate.search.engine.backend.document.model.dsl.IndexSchemaObjectField;
import org.hibernate.search.engine.backend.types.Aggregable;
import org.hibernate.search.engine.backend.types.Norms;
import org.hibernate.search.engine.backend.types.Sortable;
import org.hibernate.search.mapper.pojo.bridge.TypeBridge;
import org.hibernate.search.mapper.pojo.bridge.binding.TypeBindingContext;
import org.hibernate.search.mapper.pojo.bridge.mapping.programmatic.TypeBinder;
import org.hibernate.search.mapper.pojo.bridge.runtime.TypeBridgeWriteContext;
import org.jspecify.annotations.Nullable;

/**
 * What the index holds of a dataset: {@code n.FIELD} its numbers in SI, {@code t.FIELD} its texts by word, {@code k.FIELD} whole, {@code text} all words but those of
 * personal fields, which are {@code personal}, {@code facet.NAME} what is counted. Change {@link #SCHEMA} with it: an index of another schema is made again.
 */
final class DatasetDocument implements TypeBinder {
    static final int SCHEMA = 2;

    static final List<String> FACETS = List.of("type", "instrument", "experiment", "kind", "person", "software");

    /** Every dataset has these; they are asked for like measured fields. */
    static final Set<String> OWN =
            Set.of("name", "type", "kind", "state", "source", "bucket", "file", "bytes", "files", "created");

    /** Kinds of what datasets are tied to. */
    static final Set<String> LINKED =
            Set.of("instrument", "experiment", "protocol", "software", "sample", "person", "dataset");

    private static final int LONGEST_WHOLE = 1000;

    @Override
    public void bind(TypeBindingContext context) {
        context.dependencies().useRootOnly();
        IndexSchemaElement root = context.indexSchemaElement();
        IndexFieldReference<Integer> notebook =
                root.field("notebook", f -> f.asInteger()).toReference();
        IndexFieldReference<Long> created =
                root.field("created", f -> f.asLong().sortable(Sortable.YES)).toReference();
        IndexFieldReference<String> text = root.field(
                        "text", f -> f.asString().analyzer(SearchIndex.ANALYZER).norms(Norms.NO))
                .multiValued()
                .toReference();
        IndexFieldReference<String> personal = root.field(
                        "personal",
                        f -> f.asString().analyzer(SearchIndex.ANALYZER).norms(Norms.NO))
                .multiValued()
                .toReference();
        IndexFieldReference<String> names = root.field(
                        "fields", f -> f.asString().aggregable(Aggregable.YES))
                .multiValued()
                .toReference();
        IndexSchemaObjectField facets = root.objectField("facet");
        facets.fieldTemplate("facet", f -> f.asString().aggregable(Aggregable.YES))
                .multiValued();
        IndexSchemaObjectField numbers = root.objectField("n");
        numbers.fieldTemplate("number", f -> f.asDouble()).multiValued();
        IndexSchemaObjectField texts = root.objectField("t");
        texts.fieldTemplate(
                        "words",
                        f -> f.asString().analyzer(SearchIndex.ANALYZER).norms(Norms.NO))
                .multiValued();
        IndexSchemaObjectField wholes = root.objectField("k");
        wholes.fieldTemplate("whole", f -> f.asString()).multiValued();
        context.bridge(
                DatasetRow.class,
                new Bridge(
                        notebook,
                        created,
                        text,
                        personal,
                        names,
                        facets.toReference(),
                        numbers.toReference(),
                        texts.toReference(),
                        wholes.toReference()));
    }

    private record Bridge(
            IndexFieldReference<Integer> notebook,
            IndexFieldReference<Long> created,
            IndexFieldReference<String> text,
            IndexFieldReference<String> personal,
            IndexFieldReference<String> names,
            IndexObjectFieldReference facets,
            IndexObjectFieldReference numbers,
            IndexObjectFieldReference texts,
            IndexObjectFieldReference wholes)
            implements TypeBridge<DatasetRow> {
        @Override
        public void write(DocumentElement target, DatasetRow row, TypeBridgeWriteContext context) {
            target.addValue(notebook, row.notebook);
            target.addValue(created, row.created.toEpochMilli());
            Writer to = new Writer(
                    this,
                    target,
                    target.addObject(facets),
                    target.addObject(numbers),
                    target.addObject(texts),
                    target.addObject(wholes),
                    new LinkedHashSet<>(),
                    new LinkedHashSet<>());
            to.own(row);
            for (DatasetRow.FieldRow field : row.fields) {
                to.measured(field);
            }
            for (DatasetRow.LinkRow link : row.links) {
                to.text(Words.field(link.kind()), link.name());
                to.facet(link.kind(), link.name());
            }
            if (row.instrumentName != null) {
                to.text("instrument", row.instrumentName);
                to.facet("instrument", row.instrumentName);
            }
            to.close();
        }
    }

    private record Writer(
            Bridge of,
            DocumentElement root,
            DocumentElement facets,
            DocumentElement numbers,
            DocumentElement texts,
            DocumentElement wholes,
            Set<String> names,
            Set<String> counted) {
        void own(DatasetRow row) {
            text("name", row.name);
            // words that very many share are asked for by their field alone
            field("kind", row.kind);
            field("state", row.state);
            field("bucket", row.bucket);
            text("source", row.source);
            text("type", row.type);
            row.paths.forEach(path -> text("file", path));
            number("bytes", row.bytes);
            number("files", row.files);
            number("created", seconds(row.created));
            facet("kind", row.kind);
            facet("type", row.type);
        }

        /** A number is compared as one: its digits are words, but no text of its field ("-8.5" is not "8.5"). */
        void measured(DatasetRow.FieldRow field) {
            String name = Words.field(field.name());
            if (name.isEmpty()) {
                return;
            }
            Double si = field.siValue();
            boolean measured = si != null && Double.isFinite(si);
            if (si != null && measured) {
                number(name, si);
            }
            boolean personal = Words.personal(name);
            for (String text : new LinkedHashSet<>(List.of(field.value(), field.raw()))) {
                if (words(text, personal ? of.personal : of.text) && !measured) {
                    field(name, text);
                }
            }
        }

        void number(String field, double value) {
            named(field);
            numbers.addValue(field, value + 0.0); // no -0.0: it sorts below 0
        }

        void text(String field, @Nullable String value) {
            if (value != null && words(value, of.text)) {
                field(field, value);
            }
        }

        /** False where the text holds none. */
        boolean words(String text, IndexFieldReference<String> among) {
            String words = Words.joined(text);
            if (words.isEmpty()) {
                return false;
            }
            root.addValue(among, words);
            return true;
        }

        void field(String field, String value) {
            String words = Words.joined(value);
            named(field);
            texts.addValue(field, words);
            wholes.addValue(field, whole(words));
        }

        void facet(String name, @Nullable String value) {
            if (value != null && FACETS.contains(name) && counted.add(name + "\n" + value)) {
                facets.addValue(name, value);
            }
        }

        void named(String field) {
            names.add(field);
        }

        void close() {
            names.forEach(name -> root.addValue(of.names, name));
        }
    }

    static String whole(String words) {
        return words.length() > LONGEST_WHOLE ? words.substring(0, LONGEST_WHOLE) : words;
    }

    static double seconds(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / 1e9;
    }
}
