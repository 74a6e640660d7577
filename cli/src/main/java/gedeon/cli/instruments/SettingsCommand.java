package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.Page;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SettingsChangeBody;
import gedeon.client.wire.SettingsPutBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code gedeon agent settings}: what is central of an instrument's agents, version by version. */
@Command(
        name = "settings",
        subcommands = {
            SettingsCommand.Show.class,
            SettingsCommand.Versions.class,
            SettingsCommand.Put.class,
            SettingsCommand.Back.class
        })
final class SettingsCommand extends Group {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A version as a line. */
    record Line(
            @Nullable Integer version,
            int sources,
            @Nullable Instant made,
            @Nullable String by,
            @Nullable String note) {
        static Line of(SettingsBody body) {
            List<?> all = body.sources();
            return new Line(body.version(), all == null ? 0 : all.size(), body.made(), body.by(), body.note());
        }
    }

    @Command(name = "show")
    static final class Show extends Answering {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Override
        protected ExitCode act() {
            return show(client().centre().settings(instrument));
        }
    }

    @Command(name = "versions")
    static final class Versions extends Answering {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Override
        protected ExitCode act() {
            Page<SettingsBody> all = client().centre().settingsVersions(instrument);
            return asJson()
                    ? show(all)
                    : show(Page.of(all.items().stream().map(Line::of).toList()));
        }
    }

    /** Says what changes, or would: in words, or as the server's answer. */
    abstract static class Changing extends Answering {
        @Option(names = "--dry-run", descriptionKey = "settings-dry-run")
        boolean dryRun;

        final ExitCode told(SettingsPutBody answer) {
            if (asJson()) {
                return show(answer);
            }
            answer.changes().forEach(change -> shell().out().println(words(change)));
            String key = answer.changes().isEmpty()
                    ? "settings-same"
                    : answer.kept() ? "settings-kept" : "settings-not-kept";
            shell().out().println(shell().say(key, answer.version()));
            return ExitCode.DONE;
        }

        private String words(SettingsChangeBody change) {
            String none = shell().say("settings-none");
            String what = change.source() == null
                    ? shell().say("settings-of-all")
                    : shell().say("settings-of-source", change.source());
            String field = change.field();
            return what + " "
                    + (field == null
                            ? shell().say(
                                            "settings-" + change.what(),
                                            or(change.after() == null ? change.before() : change.after(), none))
                            : shell().say(
                                            "settings-changed",
                                            field,
                                            or(change.before(), none),
                                            or(change.after(), none)));
        }

        private static String or(@Nullable String text, String none) {
            return text == null ? none : text;
        }
    }

    @Command(name = "put")
    static final class Put extends Changing {
        @Parameters(paramLabel = "FILE", descriptionKey = "settings-file")
        Path file = Path.of("");

        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "settings-note")
        @Nullable String note;

        @Override
        protected ExitCode act() {
            SettingsBody read = read();
            // Without a version in the file it rests on what is in force now; another's change in between is not
            // undone.
            Integer said = read.version();
            Integer now = said == null ? client().centre().settings(instrument).version() : said;
            SettingsBody put = new SettingsBody(
                    null, read.sources(), read.bandwidth(), read.senders(), read.logLevel(), null, note, null, null);
            return told(client().centre().putSettings(instrument, put, now == null ? 0 : now, dryRun));
        }

        private SettingsBody read() {
            try {
                return JSON.readValue(Files.readAllBytes(file), SettingsBody.class);
            } catch (JacksonException e) {
                throw new Refusal(ExitCode.USAGE, file + ": " + e.getOriginalMessage());
            } catch (IOException e) {
                throw new Refusal(ExitCode.USAGE, shell().say("unreadable", file));
            }
        }
    }

    @Command(name = "back")
    static final class Back extends Changing {
        @Option(names = "--instrument", paramLabel = "INSTRUMENT", required = true)
        String instrument = "";

        @Option(names = "--to", paramLabel = "N", required = true, descriptionKey = "settings-back-to")
        int to;

        @Override
        protected ExitCode act() {
            return told(client().centre().settingsBack(instrument, to, dryRun));
        }
    }
}
