package gedeon.dmp;

/** The plan has another newest version than the caller saw. */
public final class PlanChanged extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PlanChanged(String title, int newest, int expected) {
        super("plan \"" + title + "\" is at version " + newest + ", not " + expected + "; read it again and repeat");
    }
}
