package gedeon.dmp.plans;

import gedeon.dmp.PlanCheck;
import gedeon.dmp.PlanCheck.Finding;
import gedeon.dmp.PlanUnusable;
import gedeon.dmp.exchange.madmp.MadmpIncomplete;
import gedeon.dmp.exchange.madmp.MadmpReader;
import gedeon.dmp.exchange.madmp.MadmpUnreadable;
import gedeon.dmp.exchange.madmp.MadmpValidator;
import gedeon.dmp.exchange.madmp.MadmpWriter;
import gedeon.dmp.exchange.madmp.Mended;
import gedeon.dmp.exchange.madmp.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Documents against the standard, on their way in and out. */
final class Checking {
    private static final int MOST = 1000;

    private final MadmpReader reader = new MadmpReader();
    private final MadmpValidator validator = new MadmpValidator();
    private final MadmpWriter writer = new MadmpWriter(validator);

    /** The document as it stands, not as reading it would mend it; where importing mends a finding, the remedy says so. */
    PlanCheck check(byte[] document, String standard) {
        Version version = Version.of(standard);
        try {
            Map<String, String> mends = reader.read(document).mended().stream()
                    .collect(Collectors.toMap(Mended::pointer, Mended::what, (first, second) -> first));
            return new PlanCheck(first(validator.validate(JsonMapper.shared().readTree(document), version).stream()
                    .map(one -> new Finding(
                            one.pointer(),
                            one.code(),
                            one.message(),
                            mends.containsKey(one.pointer())
                                    ? one.remedy() + " Importing mends it: " + mends.get(one.pointer()) + "."
                                    : one.remedy()))
                    .toList()));
        } catch (MadmpUnreadable e) {
            return new PlanCheck(List.of(new Finding(
                    e.pointer(), "unreadable", String.valueOf(e.getMessage()), "Repair the document at this place.")));
        }
    }

    private static List<Finding> first(List<Finding> all) {
        if (all.size() <= MOST) {
            return all;
        }
        List<Finding> first = new ArrayList<>(all.subList(0, MOST));
        first.add(new Finding(
                "", "more", (all.size() - MOST) + " more findings", "Repair these first, then check again."));
        return first;
    }

    byte[] write(String document, String standard) {
        Version version = Version.of(standard);
        try {
            return writer.write(JsonMapper.shared().readTree(document), version);
        } catch (MadmpIncomplete e) {
            throw new PlanUnusable(
                    e.getMessage() + ". " + e.findings().getFirst().remedy() + " Then import the plan anew.", e);
        }
    }
}
