package gedeon.cli.demo;

import gedeon.cli.Shell;
import gedeon.kernel.ByteCount;

/** Tells the demo, a numbered heading a step and lines below it. */
final class Narrator {
    private final Shell shell;
    private int step;

    Narrator(Shell shell) {
        this.shell = shell;
    }

    void step(String key, Object... values) {
        step++;
        shell.out().printf("%2d  %s%n", step, shell.say(key, values));
    }

    void line(String key, Object... values) {
        shell.out().println("      " + shell.say(key, values));
    }

    void plain(String text) {
        shell.out().println(text);
    }

    String words(String key, Object... values) {
        return shell.say(key, values);
    }

    /** Exact and rounded: {@code 2,513,408 B} alone says little. */
    String size(long bytes) {
        return bytes < 1000
                ? bytes + " B"
                : bytes + " B (" + ByteCount.of(bytes).human(shell.words().locale()) + ")";
    }
}
