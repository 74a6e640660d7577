package gedeon.sync.service;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What starts this very program again: the launcher of the package, of the command line, or the Java and the class path of this process. */
public final class Launcher {
    /** Set by the package's launcher to its own path. */
    private static final String LAUNCHER = "gedeon.agent.launcher";

    private Launcher() {}

    public static List<String> command() {
        return command(
                System.getProperty(LAUNCHER, ""),
                System.getenv(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path", ""));
    }

    static List<String> command(String launcher, Map<String, String> environment, String java, String classPath) {
        if (!launcher.isBlank()) {
            return List.of(launcher);
        }
        String root = environment.getOrDefault("GEDEON_ROOT", "");
        if (!root.isBlank()) {
            // A service never builds.
            return List.of(
                    "/usr/bin/env",
                    "GEDEON_BUILD=never",
                    Path.of(root, "gedeon").toString(),
                    "agent");
        }
        String whole = String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator)).stream()
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .toList());
        return List.of(java, "-XX:+UseSerialGC", "-Xmx192m", "-cp", whole, "gedeon.sync.program.AgentProgram");
    }
}
