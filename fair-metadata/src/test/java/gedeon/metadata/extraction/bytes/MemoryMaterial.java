package gedeon.metadata.extraction.bytes;

import gedeon.metadata.extraction.Material;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An acquisition in memory, with a reading budget like the real one. */
public final class MemoryMaterial implements Material {
    private final String name;
    private final boolean folder;
    private final Map<String, byte[]> contents = new TreeMap<>();
    private final List<MaterialFile> order = new java.util.ArrayList<>();
    private long budget = 16 << 20;
    private long bytesRead;

    private MemoryMaterial(String name, boolean folder) {
        this.name = name;
        this.folder = folder;
    }

    public static MemoryMaterial file(String name, byte[] content) {
        return new MemoryMaterial(name, false).with(name, content);
    }

    public static MemoryMaterial file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static MemoryMaterial folder(String name) {
        return new MemoryMaterial(name, true);
    }

    public MemoryMaterial with(String path, byte[] content) {
        contents.put(path, content);
        order.add(new MaterialFile(path, content.length));
        return this;
    }

    public MemoryMaterial with(String path, String content) {
        return with(path, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    public MemoryMaterial budget(long bytes) {
        budget = bytes;
        return this;
    }

    /** The same, one file with other bytes. */
    public MemoryMaterial changed(String path, byte[] content) {
        MemoryMaterial other = new MemoryMaterial(name, folder);
        order.forEach(f -> other.with(f.path(), f.path().equals(path) ? content : contents.get(f.path())));
        return other;
    }

    public byte[] content(String path) {
        return contents.get(path);
    }

    /** How many bytes were asked for and given. */
    public long bytesRead() {
        return bytesRead;
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
        return List.copyOf(order);
    }

    @Override
    public byte[] read(MaterialFile file, long offset, int length) throws IOException {
        byte[] all = contents.get(file.path());
        if (offset >= all.length) {
            return new byte[0];
        }
        int end = (int) Math.min(all.length, offset + length);
        budget -= end - offset;
        if (budget < 0) {
            throw new BudgetSpent(16 << 20);
        }
        bytesRead += end - offset;
        return Arrays.copyOfRange(all, (int) offset, end);
    }
}
