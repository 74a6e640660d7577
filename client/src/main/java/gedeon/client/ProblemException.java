package gedeon.client;

/** The server answered with a refusal: its status, title, and a detail that names the thing and the remedy. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final String detail;

    public ProblemException(int status, String title, String detail) {
        super(detail.isBlank() ? title + " (" + status + ")" : detail + " (" + status + ")");
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }
}
