package gedeon.sync.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the system to its end. */
interface Shell {
    /** How it ended, and what it said on both outputs. */
    record Ended(int code, String said) {
        boolean well() {
            return code == 0;
        }
    }

    /** Throws IOException where the program is not there. */
    Ended run(List<String> command) throws IOException, InterruptedException;

    /** Of this system. A minute at most. */
    static Ended system(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("gedeon", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                return new Ended(124, "no answer within a minute");
            }
            return new Ended(process.exitValue(), new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(said);
        }
    }
}
