package gedeon.storage.encryption.file;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes keys dies at any moment: every key it spoke of is there, every one it destroyed is gone, and the next goes on. */
class KilledKeyWriterTests {
    @TempDir
    Path folder;

    @Test
    void whateverWasSaidIsTrueAfterAKill() throws Exception {
        Map<Integer, byte[]> made = new LinkedHashMap<>();
        Set<Integer> destroyed = new HashSet<>();
        Set<Integer> unsure = new HashSet<>();
        Random random = new Random(4);
        for (int round = 0; round < 6; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledKeyWriter.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            int lines = 2 + random.nextInt(25);
            try (BufferedReader said = process.inputReader()) {
                for (int i = 0; i < lines; i++) {
                    hear(said.readLine(), made, destroyed, unsure);
                }
                process.toHandle().destroyForcibly();
                process.waitFor();
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    if (line.split(" ").length > 1) {
                        hear(line, made, destroyed, unsure);
                    }
                }
            }
            check(made, destroyed, unsure);
        }
        assertThat(made).hasSizeGreaterThan(6);
        KeyProvider keys = FileKeyProvider.inFolder(folder, Clock.systemUTC());
        keys.rotate();
        keys.erase(Instant.EPOCH);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(path -> path.toString().endsWith(".unfinished")))
                    .isEmpty();
        }
        check(made, destroyed, unsure);
    }

    private static void hear(String line, Map<Integer, byte[]> made, Set<Integer> destroyed, Set<Integer> unsure) {
        String[] words = line.split(" ");
        int generation = Integer.parseInt(words[1]);
        switch (words[0]) {
            case "made" -> {
                if (words[2].length() == 80) {
                    made.put(generation, HexFormat.of().parseHex(words[2]));
                }
            }
            case "destroying" -> unsure.add(generation);
            case "destroyed" -> destroyed.add(generation);
            default -> throw new IllegalStateException(line);
        }
    }

    private void check(Map<Integer, byte[]> made, Set<Integer> destroyed, Set<Integer> unsure) throws Exception {
        KeyProvider keys = FileKeyProvider.inFolder(folder, Clock.systemUTC());
        for (Map.Entry<Integer, byte[]> one : made.entrySet()) {
            KeyRef ref = new KeyRef(KeyName.own(1), one.getKey());
            if (destroyed.contains(one.getKey())) {
                assertThat(keys.alive(ref)).as(ref.toString()).isFalse();
            } else if (!unsure.contains(one.getKey())) {
                assertThat(keys.unwrap(ref, one.getValue(), new byte[0])).isEqualTo(new byte[32]);
            }
        }
    }
}
