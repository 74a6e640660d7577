package gedeon.server.rest;

import gedeon.dmp.Plan;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of plans: version and state, {@code "2-draft"}. An update rests on the version alone ({@code "2"} is enough), so that an approval whose
 * answer was lost can be repeated.
 */
final class PlanTags {
    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,9})(-[a-z]+)?\"");

    private PlanTags() {}

    static String of(Plan plan) {
        return "\"" + plan.version() + "-" + plan.state().name().toLowerCase(Locale.ROOT) + "\"";
    }

    /** The version that the caller saw; null where it does not matter. */
    static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw new Preconditions.Changed("the plan");
        }
        return Integer.valueOf(tag.group(1));
    }
}
