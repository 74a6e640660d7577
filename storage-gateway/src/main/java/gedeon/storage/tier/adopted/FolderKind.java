package gedeon.storage.tier.adopted;

import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Folders of others. Setting: {@code root}. Nothing marks them; what is read there was adopted before. */
public final class FolderKind implements TierKind {
    public static final String NAME = "folder";
    public static final String ROOT = "root";

    private final Function<UUID, AdoptedFiles> files;

    /** @param files what is known of the files of a tier */
    public FolderKind(Function<UUID, AdoptedFiles> files) {
        this.files = files;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public UUID create(Map<String, String> settings) {
        Path root = root(settings);
        if (!Files.isDirectory(root)) {
            throw new IllegalArgumentException("there is no folder " + root + " that this server can see");
        }
        return UUID.randomUUID();
    }

    /** Also of a folder that is not there now: what is known of its files can be forgotten all the same. */
    @Override
    public Tier open(Map<String, String> settings, UUID tier, UUID writer) {
        return new FolderTier(new Folder(root(settings)), files.apply(tier));
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    public static Path root(Map<String, String> settings) {
        String root = settings.get(ROOT);
        if (root == null || !root.startsWith("/") || settings.size() != 1) {
            throw new IllegalArgumentException(
                    "a tier that is an adopted folder has one setting, root: the absolute path of the folder");
        }
        return Path.of(root);
    }
}
