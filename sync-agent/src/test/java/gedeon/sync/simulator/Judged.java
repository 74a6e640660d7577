package gedeon.sync.simulator;

import java.util.List;

/**
 * One run by its oracle.
 *
 * @param published contents that got a receipt
 * @param provisional of them by quiet alone
 * @param wrong provisional ones that were not finished; each was mended unless {@code faults} say otherwise
 * @param late finished ones that took longer than their sign rests, one scan and one look
 * @param faults what must never be, each with the kind that it is of in front
 */
record Judged(int published, int provisional, int wrong, int late, List<String> lateOnes, List<String> faults) {
    static final String FINAL_WRONG = "unfinished as final: ";
    static final String DOUBLED = "doubled: ";
    static final String LOST = "lost: ";
    static final String LEFT_WRONG = "left wrong: ";

    Judged {
        lateOnes = List.copyOf(lateOnes);
        faults = List.copyOf(faults);
    }

    long of(String kind) {
        return faults.stream().filter(fault -> fault.startsWith(kind)).count();
    }
}
