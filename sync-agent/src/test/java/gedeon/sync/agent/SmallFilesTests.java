package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.transfer.Parcel;
import gedeon.sync.transfer.Sent;
import gedeon.sync.transfer.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFilesTests {
    private static final Transport.UploadLog LOG = new Transport.UploadLog() {
        @Override
        public void opened(OpenUpload upload) {}

        @Override
        public void dropped(String path) {}
    };

    @TempDir
    Path folder;

    /** Each file has the outcome of its number. */
    private static final class Outcomes implements Transport {
        private final Function<Integer, Sent> outcome;
        final Set<String> sent = Collections.synchronizedSet(new HashSet<>());

        Outcomes(Function<Integer, Sent> outcome) {
            this.outcome = outcome;
        }

        @Override
        public Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log) {
            sent.add(key);
            return outcome.apply(Integer.valueOf(key));
        }
    }

    private static Sent stored(int number) {
        return new Sent.Stored(
                new StoredFile(String.valueOf(number), String.valueOf(number), "v1", 1, "0".repeat(64), Instant.EPOCH));
    }

    private static List<Parcel> parcels(int count) {
        List<Parcel> parcels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = String.valueOf(i);
            parcels.add(new Parcel(new FoundFile(name, Path.of(name), new FileState(1, Instant.EPOCH, "")), name));
        }
        return parcels;
    }

    private Map<String, Sent> carry(Transport transport, int files) throws IOException {
        List<FoundFile> found = parcels(files).stream().map(Parcel::file).toList();
        try (Progress progress = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            return new SmallFiles(progress, transport)
                    .carry(new Candidate("source", "run", found, false, false), parcels(files), LOG);
        }
    }

    private long journalled(int files) throws IOException {
        try (Progress progress = Progress.open(folder.resolve("journal"), Clock.systemUTC())) {
            return parcels(files).stream()
                    .filter(parcel -> progress.stored(
                                    "source", "run", parcel.file().path())
                            .isPresent())
                    .count();
        }
    }

    @Test
    void whatIsStoredIsInTheJournal() throws IOException {
        Map<String, Sent> outcomes = carry(new Outcomes(SmallFilesTests::stored), 1000);

        assertThat(outcomes)
                .hasSize(1000)
                .allSatisfy((path, sent) -> assertThat(sent).isEqualTo(stored(Integer.parseInt(path))));
        assertThat(journalled(1000)).isEqualTo(1000);
    }

    @Test
    void oneInTroubleHoldsNobodyUp() throws IOException {
        Map<String, Sent> outcomes =
                carry(new Outcomes(i -> i % 100 == 7 ? new Sent.Failed("no " + i) : stored(i)), 1000);

        assertThat(outcomes.values().stream().filter(sent -> sent instanceof Sent.Failed))
                .hasSize(10);
        assertThat(journalled(1000)).isEqualTo(990);
    }

    @Test
    void afterOneThatMovedNoPackIsBegunAndWhatIsUnderWayIsKept() throws IOException {
        Outcomes transport = new Outcomes(i -> i == 3 ? new Sent.Moved("it moved") : stored(i));

        Map<String, Sent> outcomes = carry(transport, 2000);

        assertThat(outcomes.get("3")).isInstanceOf(Sent.Moved.class);
        assertThat(outcomes.keySet()).isEqualTo(transport.sent);
        assertThat(transport.sent.size()).isLessThanOrEqualTo(2 * 256);
        assertThat(journalled(2000)).isEqualTo(transport.sent.size() - 1);
    }

    @Test
    void aFullQuotaEndsItWithinThePack() throws IOException {
        Outcomes transport = new Outcomes(i -> i >= 10 ? new Sent.QuotaFull("full") : stored(i));

        Map<String, Sent> outcomes = carry(transport, 256);

        assertThat(transport.sent).hasSize(11);
        assertThat(outcomes.values().stream().filter(sent -> sent instanceof Sent.QuotaFull))
                .hasSize(246);
        assertThat(journalled(256)).isEqualTo(10);
    }

    @Test
    void oneFileAloneIsNoPack() throws IOException {
        assertThat(carry(new Outcomes(SmallFilesTests::stored), 1)).isEmpty();
    }
}
