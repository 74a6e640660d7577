package gedeon.sync.scan;

import gedeon.kernel.FinishRule;
import java.util.List;
import java.util.Locale;

/** Files that belong to a main file: the same name before their endings, upper and lower case alike. */
final class Companions {
    private final List<FinishRule.Companion> pairs;

    Companions(List<FinishRule.Companion> pairs) {
        this.pairs = pairs.stream()
                .map(pair -> new FinishRule.Companion(lower(pair.main()), lower(pair.with())))
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Lower-case names that the main file of this companion may have; empty: it is no companion. */
    List<String> mainsOf(String name) {
        String lower = lower(name);
        return pairs.stream()
                .filter(pair -> lower.endsWith(pair.with())
                        && lower.length() > pair.with().length())
                .map(pair -> lower.substring(0, lower.length() - pair.with().length()) + pair.main())
                .toList();
    }

    /** Whether companions of this file are possible. */
    boolean mayLead(String name) {
        String lower = lower(name);
        return pairs.stream().anyMatch(pair -> lower.endsWith(pair.main()));
    }
}
