package gedeon.metadata.extraction;

import java.util.List;

/** Every reader, the surest first: magic bytes and folder shapes before text formats. The first that recognises an acquisition reads it. */
final class FormatReaders {
    private FormatReaders() {}

    static List<FormatReader> all() {
        return List.of();
    }
}
