package gedeon.metadata.search;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names like one that is not known. */
final class Nearest {
    private Nearest() {}

    /** Up to three, the nearest first; none that is far. */
    static List<String> of(String name, Collection<String> known) {
        int far = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(other -> distance(name, other) <= far || other.contains(name) || holdsWordsOf(other, name))
                .sorted(Comparator.<String>comparingInt(other -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    private static boolean holdsWordsOf(String other, String name) {
        return List.of(other.split("_")).contains(name.split("_")[0]);
    }

    /** Letters to add, drop or change. */
    static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[b.length()];
    }
}
