package gedeon.storage.lifecycle.adoption;

import gedeon.storage.tier.adopted.Folder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a folder holds, counted without reading a file.
 *
 * @param leftOut how many of each are no objects; none where there are none
 * @param examples some of their paths
 * @param quota why there is no room for it; null where there is
 * @param lackingBytes and {@code lackingObjects}: what the quota lacks
 */
public record Survey(
        long files,
        long bytes,
        Map<LeftOut, Long> leftOut,
        List<Example> examples,
        @Nullable String quota,
        long lackingBytes,
        long lackingObjects) {
    private static final int EXAMPLES = 20;

    public record Example(LeftOut why, String path) {}

    static Survey of(Folder folder, String prefix) throws IOException {
        FolderWalk walk = new FolderWalk(folder, null);
        Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
        List<Example> examples = new ArrayList<>();
        long files = 0;
        long bytes = 0;
        for (FolderWalk.Entry entry = walk.next(); entry != null; entry = walk.next()) {
            LeftOut why = leftOut(entry, prefix);
            if (why == null) {
                files++;
                bytes += entry.look().size();
            } else if (leftOut.merge(why, 1L, Long::sum) <= EXAMPLES) {
                examples.add(new Example(why, Folder.shown(entry.path())));
            }
        }
        folder.requireThere();
        return new Survey(files, bytes, Map.copyOf(leftOut), List.copyOf(examples), null, 0, 0);
    }

    /** Null where it becomes an object. */
    static @Nullable LeftOut leftOut(FolderWalk.Entry entry, String prefix) {
        return switch (entry.kind()) {
            case LINK -> LeftOut.LINK;
            case SPECIAL -> LeftOut.SPECIAL;
            case UNREADABLE -> LeftOut.UNREADABLE;
            case TOO_LONG -> LeftOut.UNNAMEABLE;
            case FILE -> Naming.key(prefix, entry.path()).isEmpty() ? LeftOut.UNNAMEABLE : null;
        };
    }

    Survey lacking(String why, long moreBytes, long moreObjects) {
        return new Survey(files, bytes, leftOut, examples, why, moreBytes, moreObjects);
    }
}
