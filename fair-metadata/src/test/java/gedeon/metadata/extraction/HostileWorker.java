package gedeon.metadata.extraction;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A reading process with a reader that does what the file's first word says, and all of it is bad. */
public final class HostileWorker {
    private HostileWorker() {}

    public static void main(String[] args) throws Exception {
        List<FormatReader> readers = new ArrayList<>(List.of(new Hostile()));
        readers.addAll(FormatReaders.all());
        ExtractionWorker.serve(readers, Integer.parseInt(args[0]));
    }

    private static final class Hostile implements FormatReader {
        @Override
        public String name() {
            return "hostile";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean recognises(Material material) {
            return material.name().startsWith("hostile-");
        }

        @Override
        public void read(Material material, Found found) throws IOException {
            found.text("title", "before", "first");
            switch (material.name().substring("hostile-".length())) {
                case "hang" -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                }
                case "memory" -> {
                    List<byte[]> hoard = new ArrayList<>();
                    while (true) {
                        hoard.add(new byte[8 << 20]);
                    }
                }
                case "exit" -> System.exit(0);
                case "halt" -> Runtime.getRuntime().halt(134);
                case "garbage" -> garbage("Hello, world! This is no frame.".getBytes(StandardCharsets.UTF_8));
                case "flood" -> {
                    byte[] flood = new byte[1 << 20];
                    while (true) {
                        garbage(flood);
                    }
                }
                case "shouting" -> {
                    String line = "x".repeat(10_000);
                    for (int i = 0; i < 2_000; i++) {
                        System.err.println(line);
                        System.out.println(line);
                    }
                    found.text("description", "after", "second");
                }
                case "stack" -> deeper(0);
                case "fields" -> {
                    for (int i = 0; i < 100_000; i++) {
                        found.text("comment", "y".repeat(5_000) + i, "place");
                    }
                }
                case "greedy" -> {
                    for (long at = 0; ; at += 1 << 20) {
                        if (material.read(material.main(), at, 1 << 20).length == 0) {
                            return;
                        }
                    }
                }
                case "words" -> {
                    found.text("shoe_size", "44", "second");
                    found.text("Nom <b>", "x", "third");
                    found.text("sample", "after", "fourth");
                }
                case "network" -> network(found);
                case "where" -> where(found);
                case "throw" -> throw new IllegalStateException("no such thing");
                default -> throw new IllegalArgumentException(material.name());
            }
        }

        private static int deeper(int depth) {
            return deeper(depth + 1) + 1;
        }

        private static void garbage(byte[] bytes) throws IOException {
            try (FileOutputStream out = new FileOutputStream(FileDescriptor.out) {
                @Override
                public void close() {
                    // The process goes on with its output.
                }
            }) {
                out.write(bytes);
            }
        }

        private static void network(Found found) {
            try (Socket socket = new Socket("127.0.0.1", 9)) {
                found.text("comment", "connected " + socket, "socket");
            } catch (IOException | RuntimeException e) {
                found.text("comment", "no socket", "socket");
            }
            try {
                URI.create("http://127.0.0.1:9/").toURL().openStream().close();
                found.text("comment", "opened", "url");
            } catch (IOException | RuntimeException e) {
                found.text("comment", "no url", "url");
            }
        }

        private static void where(Found found) throws IOException {
            try (var files = Files.list(Path.of("."))) {
                found.text(
                        "comment", files.map(Path::toString).sorted().toList().toString(), "files");
            }
            found.text("comment", System.getenv().containsKey("GEDEON_TEST_SECRET") + "", "environment");
            found.text("identifier", ProcessHandle.current().pid() + "", "pid");
        }
    }
}
