package gedeon.server.connectors.labguru;

/** The connector is being read by another run. */
public final class LabguruBusy extends RuntimeException {
    private static final long serialVersionUID = 1;

    LabguruBusy(String connector) {
        super("connector \"" + connector + "\" is being read right now; ask again when that has ended");
    }
}
