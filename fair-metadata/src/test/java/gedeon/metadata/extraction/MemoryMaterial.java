package gedeon.metadata.extraction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An acquisition held in memory; counts the bytes that were asked for. */
public final class MemoryMaterial implements Material {
    private final String name;
    private final boolean folder;
    private final Map<String, byte[]> contents;
    private long bytesRead;

    private MemoryMaterial(String name, boolean folder, Map<String, byte[]> contents) {
        this.name = name;
        this.folder = folder;
        this.contents = new LinkedHashMap<>(contents);
    }

    public static MemoryMaterial file(String name, byte[] bytes) {
        return new MemoryMaterial(name, false, Map.of(name, bytes));
    }

    /** A main file and what lies beside it, in order of the map. */
    public static MemoryMaterial files(String name, Map<String, byte[]> contents) {
        return new MemoryMaterial(name, false, contents);
    }

    public static MemoryMaterial folder(String name, Map<String, byte[]> contents) {
        return new MemoryMaterial(name, true, contents);
    }

    /** What lies on a disk, for looking at real files by hand. */
    public static MemoryMaterial of(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!Files.isDirectory(path)) {
            return file(name, Files.readAllBytes(path));
        }
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                contents.put(path.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return folder(name, contents);
    }

    /** The main file cut to its first {@code bytes}. */
    public MemoryMaterial cutTo(int bytes) {
        Map<String, byte[]> cut = new LinkedHashMap<>(contents);
        cut.put(main().path(), Arrays.copyOf(contents.get(main().path()), bytes));
        return new MemoryMaterial(name, folder, cut);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean folder() {
        return folder;
    }

    @Override
    public List<MaterialFile> files() {
        return contents.entrySet().stream()
                .map(e -> new MaterialFile(e.getKey(), e.getValue().length))
                .toList();
    }

    @Override
    public byte[] read(MaterialFile file, long offset, int length) {
        byte[] bytes = contents.get(file.path());
        int from = (int) Math.min(offset, bytes.length);
        int to = (int) Math.min((long) from + length, bytes.length);
        bytesRead += to - from;
        return Arrays.copyOfRange(bytes, from, to);
    }

    public long bytesRead() {
        return bytesRead;
    }
}
