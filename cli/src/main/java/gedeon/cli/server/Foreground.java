package gedeon.cli.server;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that has this process's terminal: its output is ours, Ctrl-C and SIGTERM reach it, its exit code is the answer. */
final class Foreground {
    private static final int SECONDS_TO_STOP = 40;

    private final ProcessBuilder builder;

    Foreground(List<String> command, List<String> variables) {
        builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        variables.forEach(v -> environment.put(v.substring(0, v.indexOf('=')), v.substring(v.indexOf('=') + 1)));
    }

    /** As {@link #run}, of a program that serves until somebody ends it; where it did not, it said why itself. */
    ExitCode serve(Shell shell) throws IOException, InterruptedException {
        int code = run();
        return switch (code) {
            // 130 and 143: ended by Ctrl-C or SIGTERM, as asked.
            case 0, 130, 143 -> ExitCode.DONE;
            case 2 -> ExitCode.USAGE;
            case 3 -> ExitCode.REFUSED;
            default -> throw new Refusal(ExitCode.FAILED, shell.say("server-ended", code));
        };
    }

    int run() throws IOException, InterruptedException {
        Process process = builder.start();
        // Ends as the program ends: stopping cleanly at a signal is success.
        Thread stop = new Thread(() -> {
            int code = stopped(process);
            Runtime.getRuntime().halt(code == 130 || code == 143 ? 0 : code);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        int code = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // a signal came meanwhile: the hook ends this process
            stop.join();
        }
        return code;
    }

    private static int stopped(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
