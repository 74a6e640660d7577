package gedeon.metadata.extraction.folder;

import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import gedeon.metadata.extraction.Material.MaterialFile;
import gedeon.metadata.extraction.bytes.HeaderReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Any folder whose parameter files hold two known keys or more. It names no media type: what program wrote the folder is not known. */
public final class FolderReader extends HeaderReader {
    private static final int ENOUGH = 2;
    private static final int LOOKED_AT = 6;
    private static final long GLANCE = 8 << 10;

    public FolderReader() {
        super("folder", "1");
    }

    @Override
    protected boolean isOne(Material material) throws IOException {
        if (!material.folder()) {
            return false;
        }
        int known = 0;
        List<MaterialFile> files = FolderParameters.files(material, file -> true);
        for (MaterialFile file : files.subList(0, Math.min(files.size(), LOOKED_AT))) {
            known += (int) ParameterFile.entries(material, file, GLANCE).stream()
                    .map(entry -> Aliases.field(entry.key().replaceFirst("\\s*[(\\[].*", ""))
                            .orElse(null))
                    .filter(Objects::nonNull)
                    .distinct()
                    .count();
            if (known >= ENOUGH) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void readHeader(Material material, Found found) throws IOException {
        FolderParameters.tell(material, file -> true, found);
        found.number("files", material.files().size(), null, "files of the folder");
    }
}
