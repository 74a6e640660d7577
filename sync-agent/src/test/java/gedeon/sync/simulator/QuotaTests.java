package gedeon.sync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceKind;
import gedeon.sync.simulator.Weather.Act;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A notebook that is full for a whole day, beside an instrument that goes on. */
class QuotaTests {
    private static final Duration DAY = Duration.ofHours(24);

    /** Each may ask before the first of them was refused, for each part that is under way; then nobody for a quarter of an hour. */
    private static final int SENDERS = 3;

    private static final int PARTS = 3;

    @Test
    void aFullNotebookIsAskedRarelyAndSentNextToNothing() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (Run run = new Run(PatternsTests.SEED, Duration.ofMinutes(2), false).afterwards(Duration.ofMinutes(1))) {
            run.server().sources.add(Sources.own(SourceKind.FILE, "*", null, 60).apply(run.world().watched));
            // A server that keeps no room: what fits goes, and the last of it fills the notebook.
            run.server().room.known = false;
            run.server().quota = 3 * Run.PART + 100;
            run.way().weather(request -> {
                asked.addAndGet(request.method().equals("PUT") && run.server().refuses(request.length()) ? 1 : 0);
                return new Act.Pass();
            });
            Hand hand = run.hand();
            hand.append("large.dat", 20 * Run.PART, 20 * Run.PART)
                    .closes(60, "large.dat")
                    .pause(700);
            for (int i = 0; i < 20; i++) {
                hand.append(i + ".dat", 1000, 2 * Run.PART)
                        .closes(60, i + ".dat")
                        .pause(1000, 4000);
            }
            long[] sent = {0, 0};
            run.world()
                    .at(
                            Duration.ofSeconds(600).toNanos(),
                            () -> sent[0] = run.way().sent());
            run.world().at(DAY.toNanos(), () -> {
                sent[1] = run.way().sent() - sent[0];
                run.server().quota = Long.MAX_VALUE;
            });
            run.toTheEnd();

            System.out.println("full for a day: " + sent[1] + " bytes sent into it, a part has " + Run.PART + "; asked "
                    + asked.get() + " times");
            assertThat(sent[0]).isGreaterThan(2 * Run.PART);
            assertThat(sent[1]).isLessThan(Run.PART);
            assertThat(run.judged().faults()).isEmpty();
            assertThat(run.world().now()).isLessThan(DAY.plusMinutes(30).toNanos());
            assertThat(asked.get()).isBetween(1, SENDERS * PARTS * (24 * 4 + 1));
        }
    }

    /** Room is asked for before the first byte: of what does not fit nothing goes, for however long, and all of it once it fits. */
    @Test
    void ofWhatHasNoRoomNothingIsSent() throws IOException {
        try (Run run = new Run(PatternsTests.SEED, Duration.ofMinutes(2), false).afterwards(Duration.ofMinutes(1))) {
            run.server().sources.add(Sources.own(SourceKind.FILE, "*", null, 60).apply(run.world().watched));
            run.server().quota = 900;
            Hand hand = run.hand();
            for (int i = 0; i < 20; i++) {
                hand.append(i + ".dat", 1000, 2 * Run.PART)
                        .closes(60, i + ".dat")
                        .pause(1000, 4000);
            }
            long[] sent = {-1};
            int[] asked = {0};
            run.world().at(DAY.toNanos(), () -> {
                sent[0] = run.way().sent();
                asked[0] = run.server().room.asked.size();
                run.server().quota = Long.MAX_VALUE;
            });
            run.toTheEnd();

            assertThat(sent[0]).isZero();
            assertThat(asked[0]).isBetween(1, SENDERS * (24 * 4 + 1));
            assertThat(run.judged().faults()).isEmpty();
        }
    }
}
