package gedeon.cli.instruments;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.client.wire.NewCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon instrument calendar}: where an instrument's bookings stand; shown where nothing is to be set. */
@Command(name = "calendar")
final class CalendarCommand extends Answering {
    @Parameters(paramLabel = "INSTRUMENT", descriptionKey = "instrument")
    String instrument = "";

    @Option(names = "--url", paramLabel = "URL", descriptionKey = "calendar-url")
    @Nullable String url;

    @Option(names = "--file", paramLabel = "FILE", descriptionKey = "calendar-file")
    @Nullable Path file;

    @Option(names = "--none", descriptionKey = "calendar-none")
    boolean none;

    @Override
    protected ExitCode act() {
        if ((url == null ? 0 : 1) + (file == null ? 0 : 1) + (none ? 1 : 0) > 1) {
            throw new Refusal(ExitCode.USAGE, shell().say("calendar-one"));
        }
        if (none) {
            client().centre().removeCalendar(instrument);
            return ExitCode.DONE;
        }
        if (url == null && file == null) {
            return show(client().centre().calendar(instrument));
        }
        return show(client().centre().setCalendar(instrument, new NewCalendar(url, file == null ? null : text(file))));
    }

    private String text(Path from) {
        try {
            return Files.readString(from);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, shell().say("unreadable", from));
        }
    }
}
