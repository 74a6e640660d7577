package gedeon.metadata.search;

import gedeon.metadata.extraction.Vocabulary;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * How text becomes words, for the index and for queries alike: lower case, accents folded (also those that a Mac writes as a letter and a mark), split at all that is
 * neither letter nor digit, so that {@code Caféine_2024-03.raw} is found by {@code cafeine}, {@code 2024} and {@code raw}.
 */
final class Words {
    /** Lucene takes terms up to 32,766 bytes; nobody types that. */
    static final int LONGEST = 200;

    private Words() {}

    static List<String> of(String text) {
        String plain = folded(text);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= plain.length(); ) {
            int c = i < plain.length() ? plain.codePointAt(i) : ' ';
            if (Character.isLetterOrDigit(c)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(plain.substring(start, Math.min(i, start + LONGEST)));
                start = -1;
            }
            i += Character.charCount(c);
        }
        return words;
    }

    /** The words with one space between: what the index's whitespace analyzer splits again, and what whole values are compared by. */
    static String joined(String text) {
        return String.join(" ", of(text));
    }

    /** How fields are named in the index and compared with what people type; a full stop would mean a nested field there. */
    static String field(String name) {
        return folded(name).strip().replaceAll("[\\s.]+", "_");
    }

    /** Whether the field, as it is named here, tells of a person. */
    static boolean personal(String field) {
        return Vocabulary.personal(field(field));
    }

    private static String folded(String text) {
        char[] in = Normalizer.normalize(text, Normalizer.Form.NFKC).toCharArray();
        char[] out = new char[in.length * 4];
        int length = ASCIIFoldingFilter.foldToASCII(in, 0, out, 0, in.length);
        String folded = new String(out, 0, length).toLowerCase(Locale.ROOT);
        // what has no composed form keeps its mark until here
        return Normalizer.normalize(folded, Normalizer.Form.NFKD).replaceAll("\\p{Mn}+", "");
    }
}
