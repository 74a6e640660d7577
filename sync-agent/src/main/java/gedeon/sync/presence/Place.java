package gedeon.sync.presence;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * The file store that a folder lies on, as far as it is told from another: its name (device, {@code //server/share}, {@code server:/export}, volume) and
 * its type. An unmounted share leaves its folder on another one.
 */
public record Place(String name, String type) {
    private static final Set<String> SHARES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "ceph",
            "afs",
            "davfs",
            "fuse.sshfs",
            "fuse.rclone",
            "fuse.glusterfs",
            "lustre",
            "gpfs",
            "beegfs");
    private static final String VOLUME = "volume:vsn";

    public Place {
        if (type.isBlank() && name.isBlank()) {
            throw new IllegalArgumentException("a place has a name or a type");
        }
    }

    static Place of(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        Path root = folder.toAbsolutePath().getRoot();
        boolean unc = root != null && root.toString().startsWith("\\\\");
        // Of a volume of Windows the name is a label, which many share; its number is its own.
        Object number = store.supportsFileAttributeView("volume") ? store.getAttribute(VOLUME) : null;
        String name = unc ? root.toString() : number == null ? store.name() : store.name() + " " + number;
        return new Place(name, unc ? "smb" : store.type());
    }

    /** Whether it lies on another computer: polled like every folder, and never believed to be empty at once. */
    public boolean share() {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals("smb") || SHARES.contains(lower);
    }
}
