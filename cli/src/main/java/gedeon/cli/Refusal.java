package gedeon.cli;

/** A verb that stops with a sentence for people and a code for scripts. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public Refusal(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
