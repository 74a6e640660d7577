package gedeon.cli;

/** What a script may rely on. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2),
    /** Rights, quota or lock. */
    REFUSED(3),
    /** The check ran and found something: drift, damage, an invalid plan. */
    FOUND(4),
    UNREACHABLE(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
