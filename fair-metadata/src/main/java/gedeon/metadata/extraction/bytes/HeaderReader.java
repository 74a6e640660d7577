package gedeon.metadata.extraction.bytes;

import gedeon.metadata.extraction.FormatReader;
import gedeon.metadata.extraction.Found;
import gedeon.metadata.extraction.Material;
import java.io.EOFException;
import java.io.IOException;

/**
 * A reader that keeps what it found when a file ends early or the reading budget is spent, and that turns whatever damaged material makes a parser throw into an
 * {@link IOException} that names the acquisition.
 */
public abstract class HeaderReader implements FormatReader {
    private final String name;
    private final String version;

    protected HeaderReader(String name, String version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String version() {
        return version;
    }

    @Override
    public final boolean recognises(Material material) throws IOException {
        try {
            return !material.files().isEmpty() && isOne(material);
        } catch (EOFException e) {
            return false;
        }
    }

    @Override
    public final void read(Material material, Found found) throws IOException {
        try {
            readHeader(material, found);
        } catch (Material.BudgetSpent e) {
            found.truncated("read up to the reading budget only: " + e.getMessage());
        } catch (EOFException e) {
            found.truncated(e.getMessage() == null ? material.name() + " ends early" : e.getMessage());
        } catch (RuntimeException e) {
            // Without its message, which may quote the file: reasons are for all readers of the notebook.
            throw new IOException(
                    material.name() + " is damaged, or no " + name + " file: "
                            + e.getClass().getSimpleName(),
                    e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw new IOException(
                    material.name() + " asks for more than a header needs: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    protected abstract boolean isOne(Material material) throws IOException;

    protected abstract void readHeader(Material material, Found found) throws IOException;
}
