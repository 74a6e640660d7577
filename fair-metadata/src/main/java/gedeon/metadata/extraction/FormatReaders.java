package gedeon.metadata.extraction;

import gedeon.metadata.extraction.cytometry.FcsReader;
import gedeon.metadata.extraction.fits.FitsReader;
import gedeon.metadata.extraction.spectrometry.MzmlReader;
import java.util.List;

/** Every reader, the surest first: magic bytes and folder shapes before text formats. The first that recognises an acquisition reads it. */
final class FormatReaders {
    private FormatReaders() {}

    static List<FormatReader> all() {
        return List.of(
                // Magic bytes.
                new FitsReader(),
                new FcsReader(),
                // Text.
                new MzmlReader());
    }
}
