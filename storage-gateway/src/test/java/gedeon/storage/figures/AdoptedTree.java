package gedeon.storage.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.tier.adopted.RawPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files as a laboratory leaves them, of up to 4,000 bytes: a thousand a folder, but for each tenth, which lies with all other tenths in one. What each holds,
 * and when it was written, follows from its number.
 */
record AdoptedTree(Path root, int files) {
    private static final Instant FIRST = Instant.parse("2019-03-04T05:06:07.123456Z");
    private static final int LARGEST = 4_000;
    private static final int WRITERS = 4;

    /** Below the root; an accent and spaces are in most of them. */
    String path(int file) {
        return file % 10 == 0
                ? "à plat/scan-" + file + ".raw"
                : "run %03d/jour-%02d/image %d.tif".formatted(file / 100_000, file / 1000 % 100, file);
    }

    /** Which file's path that is. */
    int number(byte[] path) {
        String text = new String(path, UTF_8);
        return Integer.parseInt(text.replaceAll(".*[ -]([0-9]+)\\.(raw|tif)$", "$1"));
    }

    byte[] body(int file) {
        Random random = new Random(file);
        // One in a thousand is empty.
        byte[] body = new byte[file % 1000 == 7 ? 0 : 1 + random.nextInt(LARGEST)];
        random.nextBytes(body);
        return body;
    }

    Instant modified(int file) {
        return FIRST.plusSeconds(file);
    }

    Path at(int file) {
        return RawPaths.under(root, path(file).getBytes(UTF_8));
    }

    long bytes() {
        long sum = 0;
        for (int i = 0; i < files; i++) {
            sum += body(i).length;
        }
        return sum;
    }

    void make() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int t = 0; t < WRITERS; t++) {
                int first = t;
                writing.add(threads.submit(() -> {
                    for (int i = first; i < files; i += WRITERS) {
                        write(i, body(i), modified(i));
                    }
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
    }

    void write(int file, byte[] body, Instant modified) throws IOException {
        Path at = at(file);
        Files.createDirectories(at.getParent());
        Files.write(at, body);
        Files.setLastModifiedTime(at, FileTime.from(modified));
    }
}
