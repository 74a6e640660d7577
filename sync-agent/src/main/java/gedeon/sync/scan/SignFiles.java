package gedeon.sync.scan;

import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishSign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files that are there to say that another is finished: signs, not data. */
final class SignFiles {
    private final List<String[]> around = new ArrayList<>();

    SignFiles(FinishRule rule, Companions companions) {
        if (rule.kind() == FinishRule.Kind.FILE) {
            for (FinishSign sign : rule.signs()) {
                if (sign.by() == FinishSign.By.MARKER) {
                    sign.present().forEach(name -> add(name, companions));
                }
            }
        }
    }

    private void add(String name, Companions companions) {
        String lower = name.toLowerCase(Locale.ROOT);
        String hole = lower.contains("{name}") ? "{name}" : lower.contains("{stem}") ? "{stem}" : "";
        int at = hole.isEmpty() ? lower.length() : lower.indexOf(hole);
        String[] parts = {lower.substring(0, at), hole.isEmpty() ? "" : lower.substring(at + hole.length()), hole};
        // What belongs to the acquisition is data, whatever else it tells.
        if (companions.mainsOf("x" + parts[1]).isEmpty()) {
            around.add(parts);
        }
    }

    boolean named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return around.stream()
                .anyMatch(parts -> parts[2].isEmpty()
                        ? lower.equals(parts[0])
                        : lower.startsWith(parts[0])
                                && lower.endsWith(parts[1])
                                && lower.length() > parts[0].length() + parts[1].length());
    }
}
