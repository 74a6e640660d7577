package gedeon.dmp.live;

import gedeon.dmp.Drift.Grade;
import gedeon.dmp.Drift.Item;
import gedeon.dmp.Output;
import gedeon.dmp.PlannedSum;
import gedeon.kernel.ByteCount;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grades what can be measured today: docs/plans.md has the table. Pure: the same facts give the same items. */
public final class Measure {
    private Measure() {}

    /** Items without {@code since}. */
    public static List<Item> items(Facts facts) {
        List<Item> items = new ArrayList<>();
        ByteCount own = planned(facts.outputs());
        ByteCount promised = own == null ? null : PlannedSum.plus(own, facts.others());
        if (promised != null) {
            items.add(volume(facts, promised));
            if (facts.inForce()) {
                items.add(room(facts, promised));
            }
        }
        for (Output output : facts.outputs()) {
            release(facts, output, items);
            retentionEnd(facts, output, items);
        }
        return items;
    }

    private static @Nullable ByteCount planned(List<Output> outputs) {
        List<@Nullable ByteCount> volumes = new ArrayList<>();
        outputs.forEach(output -> volumes.add(output.planned()));
        return PlannedSum.of(volumes);
    }

    /** The ledger knows notebooks, not outputs: a single output answers for all of it, several answer together. */
    private static Item volume(Facts facts, ByteCount promised) {
        Output only = facts.outputs().size() == 1 && facts.others() == null
                ? facts.outputs().getFirst()
                : null;
        long used = facts.quota().used().value();
        Grade grade = used > promised.value() ? Grade.GRAVE : overNineTenths(used, promised) ? Grade.WATCH : Grade.OK;
        String stored = used + " bytes are stored in notebook " + facts.notebook() + ", " + promised + " were planned";
        String note = switch (grade) {
            case OK -> stored + ".";
            case WATCH ->
                stored + ": over 90 %. Amend the plan with a larger volume before it is passed, or dispose of waste.";
            case GRAVE -> stored + ". Amend the plan with the measured volume, or dispose of what it does not name.";
        };
        return new Item(
                only == null ? "" : only.key(),
                only == null ? together(facts) : only.title(),
                "volume",
                promised.value(),
                used,
                "B",
                grade,
                null,
                note);
    }

    private static String together(Facts facts) {
        String all = facts.outputs().size() == 1
                ? "1 output"
                : "all " + facts.outputs().size() + " outputs";
        return facts.others() == null ? all : all + " and the notebook's other plans";
    }

    private static boolean overNineTenths(long used, ByteCount promised) {
        return BigInteger.valueOf(used)
                        .multiply(BigInteger.TEN)
                        .compareTo(BigInteger.valueOf(promised.value()).multiply(BigInteger.valueOf(9)))
                > 0;
    }

    private static Item room(Facts facts, ByteCount promised) {
        ByteCount limit = facts.quota().limit();
        boolean same = limit.equals(promised);
        String note = same
                ? "The quota is what the plan promises."
                : "The quota is " + limit + " bytes, the plans in force promise " + promised
                        + ". Approve the plan again to set it, or amend the plan.";
        return new Item(
                "",
                "notebook " + facts.notebook(),
                "room",
                promised.value(),
                limit.value(),
                "B",
                same ? Grade.OK : Grade.WATCH,
                null,
                note);
    }

    /** A date was a promise where it lay ahead when the version came; once it is past, nothing says that it was kept. */
    private static void release(Facts facts, Output output, List<Item> items) {
        LocalDate issued = output.commitments().issued();
        String access = output.commitments().access();
        boolean planned = issued != null && issued.isAfter(facts.imported());
        if (planned && ("open".equals(access) || "shared".equals(access))) {
            long late = daysLate(issued, facts.today());
            items.add(
                    dated(
                            output,
                            "release-date",
                            late,
                            "Planned to be released on " + issued
                                    + (late == 0
                                            ? "."
                                            : " and the plan has not been touched since. Import the plan anew with what became of it.")));
        }
    }

    /** Past the date somebody decides: keep longer, hand over, dispose. Says nothing about whether the data was kept until then. */
    private static void retentionEnd(Facts facts, Output output, List<Item> items) {
        LocalDate until = output.commitments().availableUntil();
        if (until == null || facts.quota().used().isZero()) {
            return;
        }
        long late = daysLate(until, facts.today());
        items.add(dated(
                output,
                "retention-end",
                late,
                "Available until " + until
                        + (late == 0
                                ? "; no decision is due."
                                : ", the notebook still holds data, and the plan names no later date. Decide: keep"
                                        + " longer (amend the plan), hand over, or dispose.")));
    }

    private static Item dated(Output output, String commitment, long late, String note) {
        return new Item(
                output.key(),
                output.title(),
                commitment,
                0,
                late,
                "days late",
                late == 0 ? Grade.OK : Grade.WATCH,
                null,
                note);
    }

    private static long daysLate(@Nullable LocalDate promised, LocalDate today) {
        return promised == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(promised, today));
    }
}
