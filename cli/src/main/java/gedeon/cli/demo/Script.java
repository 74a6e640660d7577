package gedeon.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What an instrument writes in the demo, and how. */
interface Script {
    List<Acquisition> acquisitions();

    /** Sources that the agent has to watch below {@code watched}. */
    List<SourceRule> sources();

    /**
     * Writes everything below {@code watched} as an instrument does. {@code meanwhile} is called when unfinished things lie there, so that it can be seen
     * that none of them is pushed.
     */
    void write(Path watched, Meanwhile meanwhile) throws Exception;

    default long bytes() {
        return acquisitions().stream().mapToLong(Acquisition::bytes).sum();
    }

    /** A watched folder below the instrument's, with the rule of what is finished. */
    record SourceRule(String name, String folder, String pattern, boolean folders, String marker) {}

    /** Looks while {@code unfinished} are still being written. */
    interface Meanwhile {
        void look(List<String> unfinished) throws IOException, InterruptedException;
    }
}
