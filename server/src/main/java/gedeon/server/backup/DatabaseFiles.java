package gedeon.server.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The files of a running database as PostgreSQL wants them copied (its manual, "Making a base backup using the low level API"): the log apart, and what ends with the process left out. */
final class DatabaseFiles {
    /** Folders of which only the name is copied. */
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "backup_label",
            "tablespace_map",
            "backup_manifest",
            "current_logfiles",
            "pg_internal.init");

    static final String LIST = "files.jsonl";
    static final String DATA = "data";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DatabaseFiles() {}

    /** A file as the list has it. */
    record Listed(String path, long bytes, String sha256) {}

    /** What was copied. */
    record Sum(long files, long bytes) {}

    /**
     * Copies {@code data} into {@code data} of the folder, and lists what was copied beside it.
     *
     * @throws IOException where no database lies there, or it cannot be read or written to its end
     */
    static Sum copy(Path data, Path folder) throws IOException {
        if (!Files.isRegularFile(data.resolve("PG_VERSION"))) {
            throw new NoSuchFileException(
                    data.resolve("PG_VERSION").toString(), null, "the database's files are not there");
        }
        Path to = folder.resolve(DATA);
        long[] sum = new long[2];
        Path list = folder.resolve(LIST);
        try (BufferedWriter out = Files.newBufferedWriter(list)) {
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                    Path relative = data.relativize(from);
                    Trees.folder(to.resolve(relative));
                    return EMPTY.contains(relative.toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                    String name = from.getFileName().toString();
                    if (attributes.isRegularFile() && !LEFT.contains(name) && !name.startsWith("pgsql_tmp")) {
                        Path relative = data.relativize(from);
                        Trees.Copied copied;
                        try {
                            copied = Trees.copy(from, to.resolve(relative));
                        } catch (NoSuchFileException gone) {
                            // A table that was dropped meanwhile: the log says so too.
                            Files.deleteIfExists(to.resolve(relative));
                            return FileVisitResult.CONTINUE;
                        }
                        write(out, new Listed(relative.toString(), copied.bytes(), copied.sha256()));
                        sum[0]++;
                        sum[1] += copied.bytes();
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException && !file.equals(data)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        }
        if (!Files.isRegularFile(to.resolve("global/pg_control"))) {
            throw new IOException(data + " went away while it was copied");
        }
        Trees.force(list);
        return new Sum(sum[0], sum[1]);
    }

    private static void write(BufferedWriter out, Listed one) throws IOException {
        out.append(JSON.writeValueAsString(one)).append('\n');
    }

    /** Adds a file that was not copied but written. */
    static void add(Path folder, String path, String text) throws IOException {
        Path file = folder.resolve(DATA).resolve(path);
        Trees.write(file, text);
        Trees.Copied written = Trees.look(file);
        Files.writeString(
                folder.resolve(LIST),
                JSON.writeValueAsString(new Listed(path, written.bytes(), written.sha256())) + "\n",
                StandardOpenOption.APPEND);
        Trees.force(folder.resolve(LIST));
    }

    /**
     * Looks at each file of a copy, and writes it to {@code to} where that is given.
     *
     * @throws IOException where one is missing, or is not what was copied
     */
    static Sum check(Path folder, Optional<Path> to) throws IOException {
        long files = 0;
        long bytes = 0;
        if (to.isPresent()) {
            folders(folder.resolve(DATA), to.get());
        }
        for (String line : Files.readAllLines(folder.resolve(LIST))) {
            Listed listed = JSON.readValue(line, Listed.class);
            Path file = folder.resolve(DATA).resolve(listed.path());
            Trees.Copied found = to.isPresent() ? Trees.copy(file, to.get().resolve(listed.path())) : Trees.look(file);
            if (found.bytes() != listed.bytes() || !found.sha256().equals(listed.sha256())) {
                throw new IOException(file + " is not what was copied (its SHA-256 differs): use another copy");
            }
            files++;
            bytes += found.bytes();
        }
        return new Sum(files, bytes);
    }

    private static void folders(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) throws IOException {
                Trees.folder(to.resolve(from.relativize(one)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
