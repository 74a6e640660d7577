package gedeon.metadata.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.extraction.Extraction.Extracted;
import java.util.List;

/** Reads in this process, without the bounds: what the tests of a reader need. Every field that comes out must be of the vocabulary. */
public final class Readings {
    private Readings() {}

    /** By all readers of {@link FormatReaders}, as the catalogue would. */
    public static Extracted read(Material material) {
        return read(FormatReaders.all(), material);
    }

    /** By one reader, which need not be registered. */
    public static Extracted read(FormatReader reader, Material material) {
        return read(List.of(reader), material);
    }

    private static Extracted read(List<FormatReader> readers, Material material) {
        Extracted extracted = Reading.of(readers, material).extracted();
        assertThat(extracted.fields())
                .allSatisfy(field -> assertThat(Vocabulary.knows(field.name()))
                        .as("vocabulary.tsv must know the field " + field.name())
                        .isTrue());
        return extracted;
    }

    /** The values of a field, in the order found. */
    public static List<String> values(Extracted extracted, String field) {
        return extracted.fields().stream()
                .filter(f -> f.name().equals(field))
                .map(Extraction.ExtractedField::value)
                .toList();
    }

    /** One line a field: {@code name = value unit (SI)}, for exact comparison. */
    public static List<String> lines(Extracted extracted) {
        return extracted.fields().stream()
                .map(f -> f.name() + " = " + f.value() + (f.unit() == null ? "" : " " + f.unit())
                        + (f.siValue() == null ? "" : " (" + f.siValue() + ")"))
                .toList();
    }
}
