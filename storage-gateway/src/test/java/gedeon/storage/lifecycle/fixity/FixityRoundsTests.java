package gedeon.storage.lifecycle.fixity;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.lifecycle.SeveralTiers;
import gedeon.storage.lifecycle.jobs.StorageJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a round of fixity found is written down for good when it ends, and a change of what was written is seen. */
class FixityRoundsTests extends SeveralTiers {
    @Test
    void aRoundThatEndsIsWrittenDownWithWhatItFoundAndToldOnce() throws IOException {
        policy(List.of(second.id()));
        for (int i = 0; i < 4; i++) {
            put("large/" + i, random(100_000 + i));
        }
        Await.until(() -> allIn(house, second.id()));
        List<Path> files = filesOf("second");
        flip(files.get(0), 500);
        Files.delete(files.get(1));
        EndedRound round = round();
        assertThat(round.tier()).isEqualTo(second.uuid());
        assertThat(round.copies()).isEqualTo(4);
        assertThat(round.bytes()).isGreaterThan(400_000);
        assertThat(round.damaged()).isEqualTo(1);
        assertThat(round.missing()).isEqualTo(1);
        // Whoever repairs them besides the round may end after it: that is in the next one.
        Await.until(() -> gateway.damages().sum().repaired() == 2);
        EndedRound next = round();
        assertThat(round.repaired() + next.repaired()).isEqualTo(2);
        assertThat(next.damaged() + next.missing()).isZero();
        assertThat(round.lost()).isZero();
        assertThat(round.began()).isBeforeOrEqualTo(round.ended());
        List<EndedRound> told = new ArrayList<>();
        gateway.fixityRounds().deliver(told::add);
        assertThat(told).contains(round);
        assertThat(gateway.fixityRounds().deliver(told::add)).isZero();
    }

    @Test
    void whatIsChangedOrTakenOutOfTheRoundsIsSeen() {
        gateway.tiering().ensureJobs();
        EndedRound first = round();
        EndedRound next = round();
        assertThat(next.number()).isEqualTo(first.number() + 1);
        assertThat(next.previous()).isEqualTo(first.digest());
        round();
        assertThat(broken()).isNull();

        sql.update("update fixity_round set damaged = damaged + 1 where tier_id = ? and number = 2", second.id());
        assertThat(broken()).isEqualTo(2L);
        sql.update("update fixity_round set damaged = damaged - 1 where tier_id = ? and number = 2", second.id());
        assertThat(broken()).isNull();

        sql.update("delete from fixity_round where tier_id = ? and number = 2", second.id());
        assertThat(broken()).isEqualTo(3L);
    }

    private @org.jspecify.annotations.Nullable Long broken() {
        return gateway.fixityRounds().chains().stream()
                .filter(chain -> chain.tier().equals(second.uuid()))
                .findFirst()
                .orElseThrow()
                .broken();
    }

    /** Runs one of the second tier, and returns what was written. */
    private EndedRound round() {
        Await.until(() -> job().isPresent());
        StorageJob job = job().orElseThrow();
        long before = ofSecond().size();
        gateway.tiering().jobs().limit(job.id(), 1L << 40);
        gateway.tiering().jobs().now(job.id());
        Await.until(() -> ofSecond().size() > before);
        return ofSecond().getFirst();
    }

    private Optional<StorageJob> job() {
        return gateway.tiering().jobs().all().stream()
                .filter(one -> one.kind() == StorageJob.Kind.FIXITY
                        && Short.valueOf(second.id()).equals(one.tier()))
                .findFirst();
    }

    private List<EndedRound> ofSecond() {
        return gateway.fixityRounds().newest(100).stream()
                .filter(one -> one.tier().equals(second.uuid()))
                .toList();
    }
}
