package gedeon.server.rest;

import gedeon.client.wire.BandwidthBody;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SettingsChangeBody;
import gedeon.client.wire.SettingsPutBody;
import gedeon.client.wire.SourceBody;
import gedeon.metadata.AgentSettings;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.AgentSettingsVersions.Kept;
import gedeon.metadata.AgentSettingsVersions.Outcome;
import gedeon.metadata.BandwidthHours;
import gedeon.metadata.SettingsChange;
import gedeon.metadata.Source;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of agents between the wire and the catalogue. */
final class SettingsBodies {
    private SettingsBodies() {}

    /** What people see: sources without what their rules say. */
    static SettingsBody body(Kept kept) {
        return body(kept, Sources::body);
    }

    static SettingsBody body(Kept kept, Function<Source, SourceBody> source) {
        AgentSettings settings = kept.settings();
        return new SettingsBody(
                kept.version(),
                settings.sources().stream().map(source).toList(),
                settings.bandwidth().stream()
                        .map(one -> new BandwidthBody(one.days(), one.from(), one.to(), one.limit()))
                        .toList(),
                settings.senders(),
                word(settings.logLevel()),
                pause(settings.paused()),
                kept.note(),
                kept.made(),
                kept.by());
    }

    static String word(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable PauseBody pause(@Nullable Pause pause) {
        return pause == null ? null : new PauseBody(pause.until(), pause.reason(), pause.by(), pause.since());
    }

    /** What is in force, with what the body names instead. */
    static AgentSettings over(AgentSettings now, SettingsBody body) {
        List<SourceBody> sources = body.sources();
        List<BandwidthBody> bandwidth = body.bandwidth();
        return new AgentSettings(
                sources == null
                        ? now.sources()
                        : sources.stream().map(Sources::source).toList(),
                bandwidth == null
                        ? now.bandwidth()
                        : bandwidth.stream()
                                .map(one -> new BandwidthHours(one.days(), one.from(), one.to(), one.limit()))
                                .toList(),
                body.senders() == null ? now.senders() : body.senders(),
                body.logLevel() == null ? now.logLevel() : LogLevel.of(body.logLevel()),
                now.paused());
    }

    static SettingsPutBody body(Outcome outcome) {
        return new SettingsPutBody(
                outcome.version(),
                outcome.kept(),
                outcome.changes().stream().map(SettingsBodies::change).toList());
    }

    private static SettingsChangeBody change(SettingsChange change) {
        return new SettingsChangeBody(
                change.what().name().toLowerCase(Locale.ROOT),
                change.source(),
                change.field(),
                change.before(),
                change.after());
    }
}
