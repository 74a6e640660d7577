package gedeon.metadata.intake;

import gedeon.metadata.AgentSettings;
import gedeon.metadata.BandwidthHours;
import gedeon.metadata.SettingsChange;
import gedeon.metadata.SettingsChange.What;
import gedeon.metadata.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two versions of settings: first the sources in the order of their names, then the rest. */
final class SettingsDifference {
    private final List<SettingsChange> changes = new ArrayList<>();
    private final UnaryOperator<String> ruleNow;

    private SettingsDifference(UnaryOperator<String> ruleNow) {
        this.ruleNow = ruleNow;
    }

    /** @param ruleNow a rule's name with the version by which agents go */
    static List<SettingsChange> of(AgentSettings before, AgentSettings after, UnaryOperator<String> ruleNow) {
        SettingsDifference difference = new SettingsDifference(ruleNow);
        difference.sources(byName(before), byName(after));
        difference.field(null, "bandwidth", hours(before), hours(after));
        difference.field(null, "senders", Integer.toString(before.senders()), Integer.toString(after.senders()));
        difference.field(null, "logLevel", word(before), word(after));
        difference.field(null, "paused", pause(before.paused()), pause(after.paused()));
        return List.copyOf(difference.changes);
    }

    private static Map<String, Source> byName(AgentSettings settings) {
        Map<String, Source> byName = new TreeMap<>();
        settings.sources().forEach(source -> byName.put(source.name(), source));
        return byName;
    }

    private void sources(Map<String, Source> before, Map<String, Source> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Source was = before.get(name);
            Source is = after.get(name);
            if (was == null && is != null) {
                changes.add(new SettingsChange(What.ADDED, name, null, null, said(is)));
            } else if (was != null && is == null) {
                changes.add(new SettingsChange(What.REMOVED, name, null, said(was), null));
            } else if (was != null && is != null) {
                fields(was, is);
            }
        }
    }

    private String said(Source source) {
        String rule = source.rule();
        return source.folder() + (rule == null ? "" : ", " + ruleNow.apply(rule));
    }

    private void fields(Source was, Source is) {
        String name = was.name();
        field(name, "folder", was.folder(), is.folder());
        field(name, "rule", rule(was), rule(is));
        field(name, "pattern", was.pattern(), is.pattern());
        field(name, "kind", was.kind().name(), is.kind().name());
        field(name, "marker", was.marker(), is.marker());
        field(
                name,
                "quietSeconds",
                Long.toString(was.quiet().toSeconds()),
                Long.toString(is.quiet().toSeconds()));
        field(name, "prefix", was.prefix(), is.prefix());
        field(name, "experiment", was.experiment(), is.experiment());
    }

    private @Nullable String rule(Source source) {
        String rule = source.rule();
        return rule == null ? null : ruleNow.apply(rule);
    }

    private static @Nullable String hours(AgentSettings settings) {
        return settings.bandwidth().isEmpty()
                ? null
                : settings.bandwidth().stream().map(BandwidthHours::toString).collect(Collectors.joining("; "));
    }

    private static String word(AgentSettings settings) {
        return settings.logLevel().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String pause(AgentSettings.@Nullable Pause pause) {
        if (pause == null) {
            return null;
        }
        return pause.by() + " " + pause.since() + (pause.until() == null ? "" : " - " + pause.until())
                + (pause.reason() == null ? "" : ": " + pause.reason());
    }

    private void field(@Nullable String source, String field, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new SettingsChange(What.CHANGED, source, field, before, after));
        }
    }
}
