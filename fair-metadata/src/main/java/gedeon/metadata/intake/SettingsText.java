package gedeon.metadata.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.metadata.AgentSettings;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.BandwidthHours;
import gedeon.metadata.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Settings as their rows keep them: a form of its own, which stays readable whatever becomes of the values of this release. */
final class SettingsText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SettingsText() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Row(
            List<SourceRow> sources,
            @Nullable List<HoursRow> bandwidth,
            @Nullable Integer senders,
            @Nullable LogLevel logLevel,
            @Nullable PauseRow paused) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record SourceRow(
            String name,
            String folder,
            @Nullable String pattern,
            Source.Kind kind,
            @Nullable String marker,
            int quietSeconds,
            String prefix,
            @Nullable String experiment,
            int version,
            @Nullable String rule) {
        static SourceRow of(Source source) {
            return new SourceRow(
                    source.name(),
                    source.folder(),
                    source.pattern(),
                    source.kind(),
                    source.marker(),
                    (int) source.quiet().toSeconds(),
                    source.prefix(),
                    source.experiment(),
                    source.version(),
                    source.rule());
        }

        Source source() {
            return new Source(
                    name,
                    folder,
                    pattern,
                    kind,
                    marker,
                    Duration.ofSeconds(quietSeconds),
                    prefix,
                    experiment,
                    version,
                    rule);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record HoursRow(
            @Nullable String days,
            @Nullable String from,
            @Nullable String to,
            String limit) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record PauseRow(
            @Nullable Instant until, @Nullable String reason, String by, Instant since) {
        static @Nullable PauseRow of(@Nullable Pause pause) {
            return pause == null ? null : new PauseRow(pause.until(), pause.reason(), pause.by(), pause.since());
        }

        Pause pause() {
            return new Pause(until, reason, by, since);
        }
    }

    static String write(Pause pause) {
        return JSON.writeValueAsString(PauseRow.of(pause));
    }

    /** Null of the text {@code null}, which is what JSON has for none. */
    static @Nullable Pause pause(String text) {
        PauseRow row = JSON.readValue(text, PauseRow.class);
        return row == null ? null : row.pause();
    }

    static String write(AgentSettings settings) {
        return JSON.writeValueAsString(new Row(
                settings.sources().stream().map(SourceRow::of).toList(),
                settings.bandwidth().stream()
                        .map(one -> new HoursRow(one.days(), one.from(), one.to(), one.limit()))
                        .toList(),
                settings.senders(),
                settings.logLevel(),
                PauseRow.of(settings.paused())));
    }

    static AgentSettings read(String text) {
        Row row = JSON.readValue(text, Row.class);
        PauseRow pause = row.paused();
        List<HoursRow> hours = row.bandwidth();
        return new AgentSettings(
                row.sources().stream().map(SourceRow::source).toList(),
                hours == null
                        ? List.of()
                        : hours.stream()
                                .map(one -> new BandwidthHours(one.days(), one.from(), one.to(), one.limit()))
                                .toList(),
                row.senders() == null ? AgentSettings.SENDERS : row.senders(),
                row.logLevel() == null ? LogLevel.INFO : row.logLevel(),
                pause == null ? null : pause.pause());
    }
}
