package gedeon.storage.disposal;

/** Why a version may not go. Of several the first counts. */
public enum Hindrance {
    /** It was deleted otherwise, and there is nothing to dispose of. */
    GONE,
    /** Under COMPLIANCE that is not over: nobody may. */
    COMPLIANCE,
    /** On legal hold. */
    HELD,
    /** Under GOVERNANCE that is not over: who has the right to bypass it may. */
    GOVERNANCE,
    /** The same, only by its bucket's rule for all that comes, as raw data has it: nobody meant this version, so that it may go as new waste. */
    RULED,
    /** No longer marked as waste. */
    UNMARKED,
    /** It came too long ago to be disposed of as waste. */
    LATE,
    /** Part of a sealed dataset. */
    SEALED,
    /** Something is tied to its dataset. */
    TIED;

    /** Whether it stands in the way; a request that two persons agreed on passes over marks, age, ties and seals. */
    boolean stands(DisposalRequest.Kind kind, boolean bypass) {
        return switch (this) {
            case GONE, COMPLIANCE, HELD -> true;
            case GOVERNANCE -> !bypass;
            case RULED -> !bypass && kind == DisposalRequest.Kind.REQUEST;
            case UNMARKED, LATE, SEALED, TIED -> kind == DisposalRequest.Kind.WASTE;
        };
    }
}
