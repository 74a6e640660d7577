package gedeon.storage.journal.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a rebuild made, and what it could not.
 *
 * @param tiers by name, in the order in which they were asked; {@code away}: those that did not answer, and why
 * @param lines read from {@code files} of the journal; {@code broken} ones were cut or changed, {@code sealed} ones have a key that is not here
 * @param snapshot when the last one was begun; 1970 where there is none
 * @param told when the journals name all that was committed before: what was begun long before that and has no name was never acknowledged
 * @param objects versions with content, {@code bytes} of them
 * @param blobs found in tiers and named by a version or a part
 * @param missing versions whose content lies in no tier that answered
 * @param recovered made of blobs that no line names: written in the last moments
 * @param left blobs that no line names and that were not recovered, by reason; they stay where they are
 */
public record RebuildReport(
        List<String> tiers,
        List<String> away,
        int files,
        long lines,
        long broken,
        long sealed,
        Instant snapshot,
        Instant told,
        long objects,
        long bytes,
        long blobs,
        long missing,
        long recovered,
        List<Left> left,
        Duration took) {
    /** So many blobs, for one reason. */
    public record Left(String why, long blobs) {}

    RebuildReport with(long newlyRecovered, List<Left> newlyLeft, Duration all) {
        return new RebuildReport(
                tiers,
                away,
                files,
                lines,
                broken,
                sealed,
                snapshot,
                told,
                objects + newlyRecovered,
                bytes,
                blobs + newlyRecovered,
                missing,
                newlyRecovered,
                newlyLeft,
                all);
    }
}
