package gedeon.storage.quota.jdbc;

/** A notebook or unit was moved between the look at its chain and the lock on it: look again. */
final class TreeMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    TreeMoved() {
        super("the tree of units was changed meanwhile; repeat the request");
    }
}
