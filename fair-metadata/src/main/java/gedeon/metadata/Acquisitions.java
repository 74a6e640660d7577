package gedeon.metadata;

import gedeon.storage.Objects.OpenUpload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is kept of an instrument's acquisitions: enough for an agent that lost its journal to go on where it was. Deleted datasets are left out. */
public interface Acquisitions {
    /** With this many files, the files come along in a list. */
    int FEW = 100;

    /** In order of source and name, after the acquisition that became the dataset {@code after}. */
    List<Told> of(int instrument, @Nullable UUID after, int most);

    /** Files of what the acquisition consisted of when it was last told, in order of path, after {@code after}. */
    List<Manifest.File> files(int instrument, UUID dataset, @Nullable String after, int most);

    /** Uploads under the prefixes of the instrument's sources that are not completed, at most a thousand of a source. */
    List<OpenUpload> open(Agents.Agent agent);

    /**
     * As an agent told it last.
     *
     * @param receipt the signed statement; null where none was given yet
     * @param files all of them where there are at most {@link #FEW}, else none
     */
    record Told(
            UUID dataset,
            String source,
            String name,
            Optional<Manifest.Verdict> verdict,
            @Nullable String receipt,
            Instant received,
            long count,
            List<Manifest.File> files) {
        public Told {
            files = List.copyOf(files);
        }
    }
}
