package gedeon.server.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.lifecycle.jobs.StorageJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobRatesTests {
    private static final Instant BEGAN = Instant.parse("2026-11-27T08:00:00Z");

    private Instant now = BEGAN;
    private final JobRates rates = new JobRates(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private static StorageJob job(StorageJob.State state, Instant round, long done, long bytes) {
        return new StorageJob(
                7,
                StorageJob.Kind.DRAIN,
                (short) 2,
                state,
                BEGAN,
                null,
                null,
                null,
                1000,
                done,
                bytes,
                0,
                0,
                null,
                round,
                null,
                0);
    }

    private StorageJob seen(int seconds, Instant round, long done, long bytes) {
        now = BEGAN.plusSeconds(seconds);
        StorageJob job = job(StorageJob.State.RUNNING, round, done, bytes);
        rates.saw(List.of(job));
        return job;
    }

    @Test
    void aRateIsWhatWasDoneBetweenTwoLooks() {
        assertThat(rates.of(seen(0, BEGAN, 0, 0))).isEmpty();
        StorageJob later = seen(10, BEGAN, 100, 5_000_000);
        assertThat(rates.of(later)).contains(new JobRates.Rate(10, 500_000));
        assertThat(rates.of(later).orElseThrow().until(900)).contains(Duration.ofSeconds(90));
    }

    @Test
    void whatStandsStillHasNoEnd() {
        seen(0, BEGAN, 50, 0);
        assertThat(rates.of(seen(60, BEGAN, 50, 0)).orElseThrow().until(950)).isEmpty();
    }

    @Test
    void onlyTheLastFiveMinutesCount() {
        seen(0, BEGAN, 0, 0);
        seen(300, BEGAN, 3000, 0);
        assertThat(rates.of(seen(600, BEGAN, 3300, 0))).contains(new JobRates.Rate(1, 0));
    }

    @Test
    void aNewRoundBeginsAnew() {
        seen(0, BEGAN, 900, 0);
        StorageJob next = seen(10, BEGAN.plusSeconds(5), 10, 0);
        assertThat(rates.of(next)).isEmpty();
        assertThat(rates.of(seen(20, BEGAN.plusSeconds(5), 30, 0))).contains(new JobRates.Rate(2, 0));
    }

    @Test
    void whatIsPausedIsForgotten() {
        seen(0, BEGAN, 0, 0);
        StorageJob paused = job(StorageJob.State.PAUSED, BEGAN, 0, 0);
        rates.saw(List.of(paused));
        assertThat(rates.of(paused)).isEmpty();
        assertThat(rates.of(seen(1000, BEGAN, 1, 0))).isEmpty();
    }
}
