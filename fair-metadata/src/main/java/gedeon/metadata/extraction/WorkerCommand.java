package gedeon.metadata.extraction;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts a reading process: small heap, quick start, no crash files, limits of a shell where there is one, and no network at all where the
 * system lets an ordinary user ask for that.
 */
final class WorkerCommand implements Supplier<List<String>> {
    private static final Path SHELL = Path.of("/bin/sh");
    /** 512-byte blocks: what libraries may put into temporary files, 64 MiB. */
    private static final int FILE_BLOCKS = 131_072;

    private final ExtractionSettings settings;
    private final String mainClass;
    private @Nullable List<String> isolation;

    WorkerCommand(ExtractionSettings settings, String mainClass) {
        this.settings = settings;
        this.mainClass = mainClass;
    }

    @Override
    public List<String> get() {
        List<String> command = new ArrayList<>(isolation());
        if (settings.openFiles() > 0 && Files.isExecutable(SHELL)) {
            // The Java itself opens its class path: those files come on top.
            int files = settings.openFiles() + 64 + classPathFiles();
            command.addAll(List.of(
                    SHELL.toString(),
                    "-c",
                    "ulimit -n " + files + "; ulimit -c 0; ulimit -f " + FILE_BLOCKS
                            // Clients are served before files are looked into.
                            + "; renice -n 10 -p $$ >/dev/null 2>&1; exec \"$0\" \"$@\""));
        }
        command.add(settings.java().toString());
        command.addAll(List.of(
                "-Xmx" + settings.heapMiB() + "m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + (Files.exists(Path.of("/dev/null")) ? "/dev/null" : "crash.log"),
                "-XX:+DisableAttachMechanism",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=",
                "-Duser.timezone=UTC",
                "-Djava.awt.headless=true",
                "-Djava.net.useSystemProxies=false",
                // An empty table of hosts: no name resolves.
                "-Djdk.net.hosts.file=hosts",
                "-Djava.io.tmpdir=.",
                "-Duser.home=.",
                "-cp",
                absolute(settings.classPath()),
                mainClass,
                Integer.toString(settings.outputLimit())));
        return command;
    }

    /** The processes run elsewhere, so a relative class path would lead nowhere. */
    static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(new File(entry).getAbsolutePath());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private int classPathFiles() {
        int files = 0;
        for (String entry : settings.classPath().split(File.pathSeparator)) {
            File lib = new File(new File(entry).getAbsoluteFile().getParentFile(), "lib");
            String[] jars = lib.list();
            files += 1 + (jars == null ? 0 : jars.length);
        }
        return Math.min(files, 4096);
    }

    /** A network name space of its own, asked for once: many systems and most containers refuse it to ordinary users. */
    private synchronized List<String> isolation() {
        List<String> known = isolation;
        if (known == null) {
            known = isolates() ? List.of("unshare", "-r", "-n", "--") : List.of();
            isolation = known;
        }
        return known;
    }

    private static boolean isolates() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return false;
        }
        try {
            Process probe = new ProcessBuilder("unshare", "-r", "-n", "--", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = probe.waitFor(2, TimeUnit.SECONDS);
            probe.destroyForcibly();
            return ended && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
