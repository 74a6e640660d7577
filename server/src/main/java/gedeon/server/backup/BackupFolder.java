package gedeon.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where copies of one database lie: {@code base-…} for each copy of its files, {@code log} for the segments of its write-ahead log, which PostgreSQL puts there
 * itself. On another machine's disk, by a mount: what this machine loses is what it is for.
 */
public record BackupFolder(Path root) {
    /** PostgreSQL hands its command to a shell: nothing in it is to mean anything there. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+-]+");

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}(\\.[0-9A-F]{8}\\.backup)?");
    private static final int TIMELINE = 8;

    /** @throws IllegalArgumentException where its path would mean something to a shell */
    public BackupFolder {
        root = root.toAbsolutePath().normalize();
        if (!PLAIN.matcher(root.toString()).matches()) {
            throw new IllegalArgumentException(
                    "the folder for backups may have letters, figures and / . _ + - in its path, was " + root);
        }
    }

    Path log() {
        return root.resolve("log");
    }

    Path base(String name) {
        return root.resolve(name);
    }

    /** Makes the folder where it is missing; nobody else may look into it: a database holds what people may not. */
    public void make() throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(root, owner);
        Files.createDirectories(log(), owner);
    }

    /**
     * Settings with which PostgreSQL puts each segment of its log there, synced and whole or not at all, and never over another one.
     *
     * @param seconds after which a segment goes there though it is not full
     */
    public List<String> settings(long seconds) {
        String to = log() + "/%f";
        return List.of(
                "archive_mode=on",
                "archive_timeout=" + seconds,
                "archive_command=if test -f " + to + "; then cmp -s %p " + to + "; else cp %p " + to + ".part && sync "
                        + to + ".part && mv " + to + ".part " + to + " && sync " + log() + "; fi");
    }

    /** The setting with which PostgreSQL takes them from there. */
    public String restoring() {
        return "restore_command=cp " + log() + "/%f %p";
    }

    /**
     * Puts there what that database knows of earlier restores, before it starts: by it a later restore sees which numbers of timelines are taken, and no segment
     * of the one has the name of another's.
     */
    public void histories(Path data) throws IOException {
        Path own = data.resolve("pg_wal");
        if (!Files.isDirectory(own)) {
            return;
        }
        try (Stream<Path> all = Files.list(own)) {
            for (Path one :
                    all.filter(path -> path.toString().endsWith(".history")).toList()) {
                Path to = log().resolve(one.getFileName());
                if (Files.notExists(to)) {
                    Trees.copy(one, to);
                }
            }
        }
        Trees.force(log());
    }

    /** Whole copies, the oldest first. */
    public List<BaseBackup> bases() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<BaseBackup> bases = new ArrayList<>();
        try (Stream<Path> all = Files.list(root)) {
            for (Path one : all.filter(path -> Files.exists(path.resolve(BaseBackup.FILE)))
                    .toList()) {
                bases.add(BaseBackup.read(one));
            }
        }
        bases.sort(Comparator.comparing(BaseBackup::ended));
        return bases;
    }

    /** Takes away copies that were not ended. Nobody makes one meanwhile. */
    void sweep() throws IOException {
        keep(bases());
    }

    private void keep(List<BaseBackup> kept) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            for (Path one : all.filter(path -> path.getFileName().toString().startsWith("base-"))
                    .toList()) {
                if (kept.stream()
                        .noneMatch(base -> base.name().equals(one.getFileName().toString()))) {
                    // First what makes it count: deleted half way it is no whole copy.
                    Files.deleteIfExists(one.resolve(BaseBackup.FILE));
                    Trees.delete(one);
                }
            }
        }
    }

    /** Takes away copies that were not ended, all whole ones but the last few, and segments that none of those needs. */
    void prune(int keep) throws IOException {
        List<BaseBackup> bases = bases();
        List<BaseBackup> kept = bases.subList(Math.max(0, bases.size() - keep), bases.size());
        keep(kept);
        if (!kept.isEmpty()) {
            String first = kept.getFirst().firstLog().substring(TIMELINE);
            try (Stream<Path> all = Files.list(log())) {
                for (Path one : all.toList()) {
                    String name = one.getFileName().toString();
                    if (SEGMENT.matcher(name).matches()
                            && name.substring(TIMELINE).compareTo(first) < 0) {
                        Files.delete(one);
                    }
                }
            }
        }
    }
}
