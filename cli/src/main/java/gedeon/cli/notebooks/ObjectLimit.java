package gedeon.cli.notebooks;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many objects fit: so many, or any number. */
final class ObjectLimit {
    @Option(names = "--objects", paramLabel = "N", descriptionKey = "objects")
    @Nullable Long limit;

    @Option(names = "--any-objects", descriptionKey = "any-objects")
    @Nullable Boolean unlimited;
}
