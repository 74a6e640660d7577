package gedeon.sync.scan;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.kernel.FinishRule.Companion;
import gedeon.kernel.FinishSign;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule of a source that names none: its pattern, its marker and its quiet period. */
final class OwnRule {
    private static final int LAST_LOOK = 3;

    /** Where a marker is expected and does not come: so many quiet periods, an hour at least. */
    private static final int OVERDUE = 10;

    private static final int HOUR = 3600;
    private static final int WEEK = 7 * 24 * HOUR;

    private static final List<Companion> COMPANIONS = List.of(
            new Companion(".par", ".rec"),
            new Companion(".imzml", ".ibd"),
            new Companion(".wiff", ".wiff.scan"),
            new Companion(".wiff", ".wiff2"),
            new Companion(".bam", ".bam.bai"),
            new Companion(".bam", ".bai"),
            new Companion(".cram", ".cram.crai"),
            new Companion(".vcf.gz", ".vcf.gz.tbi"),
            new Companion(".hdr", ".img"),
            new Companion(".vhdr", ".eeg"),
            new Companion(".vhdr", ".vmrk"));

    private OwnRule() {}

    /** @throws IllegalArgumentException naming the source and what of it is wrong */
    static FinishRule of(SourceBody body) {
        int quiet = body.quietSeconds();
        if (quiet < 1) {
            throw new IllegalArgumentException(
                    "source " + body.name() + " needs a quiet period of 1 s or more, was " + quiet + " s");
        }
        boolean folder = body.kind() == SourceKind.FOLDER;
        List<FinishSign> signs = new ArrayList<>();
        String marker = marker(body, folder);
        if (marker != null) {
            signs.add(new FinishSign(FinishSign.By.MARKER, 0.99, LAST_LOOK, List.of(marker), List.of(), List.of()));
        }
        signs.add(
                marker == null
                        ? FinishSign.of(FinishSign.By.QUIET, 0.7, quiet)
                        : FinishSign.of(FinishSign.By.QUIET, 0.5, Math.min(WEEK, Math.max(HOUR, quiet * OVERDUE))));
        return new FinishRule(
                "own",
                1,
                folder ? FinishRule.Kind.FOLDER : FinishRule.Kind.FILE,
                List.of("*"),
                folder ? List.of() : COMPANIONS,
                0,
                signs,
                null,
                null);
    }

    /** For files {@code .done} is added to the file's name. */
    private static @Nullable String marker(SourceBody body, boolean folder) {
        String marker = body.marker();
        if (marker == null || marker.isBlank()) {
            return null;
        }
        return !folder && marker.startsWith(".") && !marker.contains("{") ? "{name}" + marker : marker;
    }
}
