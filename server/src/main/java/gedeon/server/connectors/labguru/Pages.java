package gedeon.server.connectors.labguru;

/** Brings the pages of a list. */
@FunctionalInterface
interface Pages {
    /**
     * Asks for {@link Reading#next} and hands the answer over, until the reading wants no more; what passes by itself is asked again a few times.
     *
     * @throws LabguruFailed where that is in vain
     */
    void read(Reading reading);
}
