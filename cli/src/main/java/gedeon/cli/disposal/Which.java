package gedeon.cli.disposal;

import gedeon.client.wire.ChosenVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which versions of a bucket are meant: those below a prefix, or one by one. */
final class Which {
    @ArgGroup(exclusive = true, multiplicity = "1")
    OneOf of = new OneOf();

    static final class OneOf {
        @Option(names = "--prefix", paramLabel = "PREFIX", required = true, descriptionKey = "which-prefix")
        @Nullable String prefix;

        @Option(names = "--object", paramLabel = "KEY[?versionId=V]", required = true, descriptionKey = "which-object")
        @Nullable List<String> objects;
    }

    private static final String VERSION = "?versionId=";

    @Nullable String prefix() {
        return of.prefix;
    }

    @Nullable List<ChosenVersion> versions() {
        return of.objects == null
                ? null
                : of.objects.stream().map(Which::version).toList();
    }

    private static ChosenVersion version(String object) {
        int at = object.lastIndexOf(VERSION);
        return at < 0
                ? new ChosenVersion(object, null)
                : new ChosenVersion(object.substring(0, at), object.substring(at + VERSION.length()));
    }
}
